"""What somebody writes by hand for each function of styles.yaml, beside what the Python package of the document sends.

    python tests/strangers/by_hand.py

Each request is compared byte by byte: its line, the headers that the document is about, and its body. The functions below are
as the standards have them, with httpx; they share nothing with the generator. Prints each difference, and how many there are.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from document import Document
from expected import SECRET, Expected
from ours import Ours
from recorder import Recorder, Request

STYLES = Path(__file__).with_name("styles.yaml")
# The headers that a document says something of.
HEADERS = ("Content-Type", "Cookie", "X-It", "X-Key", "Authorization")


def e(text: Any) -> str:
    """A text as a part of a URL."""
    return quote(str(text), safe="")


def named(size: dict[str, Any]) -> list[str]:
    return [f"{key}={e(value)}" for key, value in size.items()]


def flat(size: dict[str, Any]) -> list[str]:
    return [part for key, value in size.items() for part in (key, e(value))]


def raw(size: dict[str, Any], between: str) -> str:
    """An object in a header or a cookie, where nothing is encoded but what cannot stand there."""
    return ",".join(f"{key}{between}{value}" for key, value in size.items())


def in_cookie(text: str) -> str:
    return text.replace(" ", "%20")


# The part of the URL after the path of each function with one parameter there.
OF_PATH: dict[str, Callable[[Any], str]] = {
    "path_simple_value": e,
    "path_simple_list": lambda it: ",".join(map(e, it)),
    "path_simple_list_exploded": lambda it: ",".join(map(e, it)),
    "path_simple_object": lambda it: ",".join(flat(it)),
    "path_simple_object_exploded": lambda it: ",".join(named(it)),
    "path_label_value": lambda it: f".{e(it)}",
    "path_label_list": lambda it: "." + ",".join(map(e, it)),
    "path_label_list_exploded": lambda it: "." + ".".join(map(e, it)),
    "path_label_object": lambda it: "." + ",".join(flat(it)),
    "path_label_object_exploded": lambda it: "." + ".".join(named(it)),
    "path_matrix_value": lambda it: f";it={e(it)}",
    "path_matrix_list": lambda it: ";it=" + ",".join(map(e, it)),
    "path_matrix_list_exploded": lambda it: "".join(f";it={e(one)}" for one in it),
    "path_matrix_object": lambda it: ";it=" + ",".join(flat(it)),
    "path_matrix_object_exploded": lambda it: "".join(f";{pair}" for pair in named(it)),
    "path_json": lambda it: e(json.dumps(it, separators=(",", ":"))),
}
OF_QUERY: dict[str, Callable[[Any], str]] = {
    "query_form_value": lambda it: f"it={e(it)}",
    "query_form_list": lambda it: "it=" + ",".join(map(e, it)),
    "query_form_list_exploded": lambda it: "&".join(f"it={e(one)}" for one in it),
    "query_form_object": lambda it: "it=" + ",".join(flat(it)),
    "query_form_object_exploded": lambda it: "&".join(named(it)),
    "query_spacedelimited_list": lambda it: "it=" + "%20".join(map(e, it)),
    "query_spacedelimited_object": lambda it: "it=" + "%20".join(flat(it)),
    "query_pipedelimited_list": lambda it: "it=" + "%7C".join(map(e, it)),
    "query_pipedelimited_object": lambda it: "it=" + "%7C".join(flat(it)),
    "query_deepobject_object_exploded": lambda it: "&".join(f"it%5B{key}%5D={e(value)}" for key, value in it.items()),
    "query_fixed": lambda it: f"it={e(it)}",
    "query_fixed_beta": lambda it: f"it={e(it)}",
    "query_json": lambda it: "it=" + e(json.dumps(it, separators=(",", ":"))),
}
OF_HEADER: dict[str, Callable[[Any], str]] = {
    "header_simple_value": str,
    "header_simple_list": ",".join,
    "header_simple_list_exploded": ",".join,
    "header_simple_object": lambda it: raw(it, ","),
    "header_simple_object_exploded": lambda it: raw(it, "="),
    "header_json": lambda it: json.dumps(it, separators=(",", ":")),
}
OF_COOKIE: dict[str, Callable[[Any], str]] = {
    "cookie_form_value": lambda it: f"it={in_cookie(it)}",
    "cookie_form_list": lambda it: "it=" + in_cookie(",".join(it)),
    "cookie_form_list_exploded": lambda it: "; ".join(f"it={in_cookie(one)}" for one in it),
    "cookie_form_object": lambda it: "it=" + in_cookie(raw(it, ",")),
    "cookie_form_object_exploded": lambda it: "; ".join(f"{key}={in_cookie(str(value))}" for key, value in it.items()),
}
# What httpx takes for the body of each function.
OF_BODY: dict[str, Callable[[Any], dict[str, Any]]] = {
    "body_json": lambda body: {"json": body},
    "body_patch": lambda body: {
        "content": json.dumps(body, separators=(",", ":")),
        "headers": {"Content-Type": "application/merge-patch+json"},
    },
    "body_form": lambda body: {"data": body},
    "body_deep": lambda body: {"data": {f"a[{key}]": value for key, value in body.get("a", {}).items()}},
    "body_multipart": lambda body: {
        "files": [
            ("file", ("file", body["file"])),
            *([("a", (None, body["a"]))] if "a" in body else []),
            *([("b", (None, json.dumps(body["b"], separators=(",", ":")), "application/json"))] if "b" in body else []),
        ]
    },
    "body_text": lambda body: {"content": body, "headers": {"Content-Type": "text/plain"}},
    "body_octets": lambda body: {"content": body, "headers": {"Content-Type": "application/octet-stream"}},
    "body_image": lambda body: {"content": body, "headers": {"Content-Type": "image/png"}},
    "body_delete": lambda body: {"json": body},
    "body_optional": lambda body: {"json": body},
}
OF_CALLER: dict[str, dict[str, Any]] = {
    "auth_header": {"headers": {"X-Key": SECRET}},
    "auth_query": {"params": {"key": SECRET}},
    "auth_cookie": {"headers": {"Cookie": f"sid={SECRET}"}},
    "auth_basic": {"auth": (SECRET, SECRET)},
    "auth_bearer": {"headers": {"Authorization": f"Bearer {SECRET}"}},
    "auth_two": {"headers": {"X-Key": SECRET}, "params": {"key": SECRET}},
}


def by_hand(client: httpx.Client, expected: Expected, body: Any) -> None:
    """Sends the request of a function."""
    operation = expected.operation
    name, method, path = operation.words["operationId"], operation.method.upper(), operation.path
    it = next(iter(expected.values.values()), None)
    if name in OF_PATH:
        client.request(method, path.replace("{it}", OF_PATH[name](it)))
    elif name in OF_QUERY:
        client.request(method, f"{path}{'&' if '?' in path else '?'}{OF_QUERY[name](it)}")
    elif name in OF_HEADER:
        client.request(method, path, headers={"X-It": OF_HEADER[name](it)})
    elif name in OF_COOKIE:
        client.request(method, path, headers={"Cookie": OF_COOKIE[name](it)})
    elif name in OF_BODY:
        client.request(method, path, **({} if body is None else OF_BODY[name](body)))
    else:
        client.request(method, path, **OF_CALLER[name])


def shown(request: Request) -> tuple[bytes, ...]:
    """The bytes of a request that the document is about; the boundary of a form is anybody's choice."""
    head = [f"{request.method} {request.target}"]
    head += [f"{name}: {request.headers[name]}" for name in HEADERS if request.headers[name] is not None]
    said = (*(line.encode("latin-1", "replace") for line in head), request.body)
    boundary = re.search(r"boundary=(\S+)", request.headers.get("Content-Type", ""))
    return tuple(part.replace(boundary[1].encode(), b"B") for part in said) if boundary else said


def both(folder: Path) -> Iterator[tuple[Expected, Request, Request]]:
    """Each call as the package sends it and as it is written by hand."""
    document, recorder = Document(STYLES), Recorder()
    ours = Ours(STYLES, folder, "styles")
    ours.connect(recorder.base_url)
    with httpx.Client(base_url=recorder.base_url) as client:
        for operation in document.operations():
            for whole in (True, False):
                expected = Expected(document, operation, whole)
                recorder.seen.clear()
                ours.send(expected)
                by_hand(client, expected, expected.body)
                made, written = recorder.seen
                yield expected, made, written


def main() -> int:
    equal = calls = 0
    with tempfile.TemporaryDirectory() as folder:
        for expected, made, written in both(Path(folder)):
            calls += 1
            same = shown(made) == shown(written)
            equal += same
            if not same:
                print(f"{expected.operation}:\n  made    {shown(made)}\n  by hand {shown(written)}")
    print(f"{equal} of {calls} calls are the same bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
