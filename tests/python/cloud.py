"""A cloud that gives fixed answers, for what no machine of the local service sends."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# By method and path: a status, and a body as JSON or as bytes; for a redirect, where to.
Answers = dict[str, tuple[int, Any]]
Cloud = Callable[[Answers], Any]


def serve(kind: Any, **options: Any) -> Iterator[Cloud]:
    """Yields what starts a service with its answers, and returns a client of it and the requests that come.

    `options` are those of the client.
    """
    servers = []

    def start(answers: Answers) -> Any:
        seen: list[tuple[str, str]] = []

        class Page(BaseHTTPRequestHandler):
            """Answers by method and path."""

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                request = f"{self.command} {self.path.partition('?')[0]}"
                seen.append((request, body.decode()))
                status, json_ = answers.get(request, (404, None))
                plain = b"" if json_ is None else json_ if isinstance(json_, bytes) else None
                text = json.dumps(json_).encode() if plain is None else plain
                self.send_response(status)
                if status in (307, 308):
                    self.send_header("Location", json_)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_PATCH = do_PUT = do_POST = answer  # noqa: N815

            def log_message(self, *_: Any) -> None:
                """Nothing is told."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        given = {"retries": 0, "keep_pace": False} | options
        return kind.from_token("token", base_url=f"http://127.0.0.1:{server.server_port}", **given), seen

    try:
        yield start
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
