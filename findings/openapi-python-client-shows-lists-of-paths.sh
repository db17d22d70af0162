#!/usr/bin/env bash
# Guessed: a client that openapi-python-client makes sends the list [1, 2] of a path as `1,2`, which is what OpenAPI takes where
# nothing is said (`style: simple`), and a list of a query with `explode: false` as `tags=a,b`; or the generator warns of what
# it cannot do, as it does of parameters with `content`.
# True (openapi-python-client 0.29.1): it makes both functions without a word. The path is Python's text of the list,
# `/log/%5B1%2C%202%5D`, and the query repeats its name; `style` and `explode` are not looked at.
# Concerns who makes clients of documents with lists in paths, or with comma-separated lists in queries: servers get other
# values than the document says, and nothing tells of it before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv tools
./tools/bin/pip install --quiet --disable-pip-version-check openapi-python-client==0.29.1
cat > log.yaml <<'YAML'
openapi: 3.0.3
info: {title: Log, version: '1'}
paths:
  /log/{ids}:
    get:
      operationId: log
      parameters:
        - {name: ids, in: path, required: true, schema: {type: array, items: {type: integer}}}
        - {name: tags, in: query, explode: false, required: true, schema: {type: array, items: {type: string}}}
      responses: {'204': {description: ok}}
YAML
echo '{post_hooks: []}' > settings.yaml
./tools/bin/openapi-python-client generate --path log.yaml --meta none --config settings.yaml --output-path made > said.txt
grep -i warning said.txt && { echo "this has changed"; exit 1; }
cat > ask.py <<'PYTHON'
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from made import Client
from made.api.default import log


class Shown(BaseHTTPRequestHandler):
    def do_GET(self):
        print(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Shown)
threading.Thread(target=server.handle_request).start()
log.sync_detailed([1, 2], client=Client(base_url=f"http://127.0.0.1:{server.server_port}"), tags=["a", "b"])
PYTHON
seen=$(./tools/bin/python ask.py)
echo "$seen"
[ "$seen" = "/log/%5B1%2C%202%5D?tags=a&tags=b" ] || { echo "this has changed"; exit 1; }
