"""What a request should be, as its document and the standards have it."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Callable, Iterator
from email.parser import BytesParser
from typing import Any

from document import CannotSample, Document, Operation
from recorder import Request

JSON, FORM, MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
# Headers that are no parameters, whatever a document says (OpenAPI, "Parameter Object").
OWN_HEADERS = {"accept", "content-type", "authorization", "content-length", "host", "user-agent"}
SECRET = "s-secret"


def plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def encoded(value: Any) -> str:
    return urllib.parse.quote(plain(value), safe="")


def expanded(style: str, explode: bool, name: str, value: Any, write: Callable[[Any], str] = encoded) -> str:
    """RFC 6570: simple, label and matrix expansion."""
    mark, separator = {"simple": ("", ","), "label": (".", "."), "matrix": (";", ";")}[style]
    named = style == "matrix"

    def pair(key: str, content: str) -> str:
        return key if named and not content else f"{key}={content}"

    if explode and isinstance(value, dict):
        return mark + separator.join(pair(write(k), write(v)) for k, v in value.items())
    if explode and isinstance(value, list):
        return mark + separator.join(pair(name, write(v)) if named else write(v) for v in value)
    parts = [part for item in value.items() for part in item] if isinstance(value, dict) else value
    joined = ",".join(map(write, parts)) if isinstance(parts, list) else write(parts)
    return mark + (pair(name, joined) if named else joined)


def pairs(style: str, explode: bool, name: str, value: Any) -> list[tuple[str, str]]:
    """What a value is in a query or a form."""
    if not isinstance(value, (dict, list)):
        return [(name, plain(value))]
    if style == "deepObject":
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        return [pair for key, v in inner for pair in pairs(style, explode, f"{name}[{key}]", v)]
    if explode:
        return (
            [(k, plain(v)) for k, v in value.items()] if isinstance(value, dict) else [(name, plain(v)) for v in value]
        )
    separator = {"form": ",", "pipeDelimited": "|", "spaceDelimited": " "}[style]
    parts = [part for item in value.items() for part in item] if isinstance(value, dict) else value
    return [(name, separator.join(map(plain, parts)))]


def same_json(content: bytes) -> bytes:
    """Objects and lists without the blanks that JSON may have; everything else as it is."""
    if content[:1] not in (b"{", b"["):
        return content
    try:
        return plain(json.loads(content)).encode()
    except ValueError:
        return content


class Expected:
    """A request of an operation, and the values that it is made of."""

    def __init__(self, document: Document, operation: Operation, whole: bool) -> None:
        self.document, self.operation, self.whole = document, operation, whole
        self.path, _, fixed = operation.path.partition("?")
        self.query: list[tuple[str, str]] = urllib.parse.parse_qsl(fixed)
        self.headers: dict[str, str] = {}
        self.cookies: dict[str, list[str]] = {}
        # By place and name.
        self.values: dict[tuple[str, str], Any] = {}
        # What it shows, for a table: places with their styles, the kind of its body, who calls.
        self.kinds: set[str] = set()
        for node in operation.parameters:
            self._parameter(node["in"], node["name"], node)
        body = operation.body or {}
        self.contents: dict[str, Any] = {k.split(";")[0].strip().lower(): v for k, v in body.get("content", {}).items()}
        self.body_may_be_left_out = not body.get("required", False)
        # What the body is made of, once a client has chosen its media type; None where it gives none.
        self.body: Any = None

    def _parameter(self, place: str, name: str, node: dict[str, Any]) -> None:
        if not (self.whole or node.get("required") or place == "path"):
            return
        if (place == "header" and name.lower() in OWN_HEADERS) or (place == "path" and f"{{{name}}}" not in self.path):
            return
        content = node.get("content")
        schema = next(iter(content.values())).get("schema", {}) if content else node.get("schema", {})
        needed = bool(node.get("required")) or place == "path"
        # What has to be there is more than an object without fields.
        value = self.document.sample(schema, self.whole) or self.document.sample(schema, needed)
        if value in ([], {}):
            return
        self.values[place, name] = value
        style = node.get("style", "simple" if place in ("path", "header") else "form")
        explode = node.get("explode", style == "form")
        shape = "list" if isinstance(value, list) else "object" if isinstance(value, dict) else "value"
        spread = ", exploded" if explode and shape != "value" else ""
        self.kinds.add(f"{place}: {'JSON' if content else style + spread}, {shape}")
        if content:
            value = plain(value)
        match place:
            case "path":
                self.path = self.path.replace(f"{{{name}}}", expanded(style, explode, encoded(name), value))
            case "query":
                self.query += pairs(style, explode, name, value)
            case "header":
                self.headers[name] = expanded(style, explode, name, value, plain)
            case "cookie":
                # As OpenAPI 3.2 has it: the `&` of a form is none of a cookie.
                for cookie, text in pairs(style, explode, name, value):
                    self.cookies.setdefault(cookie, []).append(text)

    def content(self, media_type: str) -> Any:
        """The body in a media type that a client has chosen, as the value that it is made of."""
        media = self.contents.get(media_type) or next(
            (m for name, m in self.contents.items() if "*" in name or ("json" in name and "json" in media_type)), None
        )
        if media is None:
            raise CannotSample(f"{media_type} is none of {', '.join(self.contents)}")
        self.encoding = media.get("encoding", {})
        self.body = self.document.sample(media.get("schema", {}), self.whole)
        if media_type in (FORM, MULTIPART) and not isinstance(self.body, dict):
            raise CannotSample("a form that is no object")
        return self.body

    def differences(self, seen: Request, prefix: str) -> Iterator[str]:
        """What is another than it should be."""
        path, _, query = seen.target.partition("?")
        if seen.method != self.operation.method.upper():
            yield f"method {seen.method}"
        wanted = urllib.parse.quote(prefix + self.path, safe="/%!$&'()*+,;=:@~-._|[]")
        if path != wanted:
            yield f"path {path} for {wanted}"
        found = [p for p in urllib.parse.parse_qsl(query, keep_blank_values=True) if p[1] != SECRET]
        if sorted(found) != sorted(self.query):
            yield f"query {found} for {self.query}"
        for name, content in self.headers.items():
            if (seen.headers.get(name) or "").encode("latin-1", "replace") != content.encode():
                yield f"header {name}: {seen.headers.get(name)!r} for {content!r}"
        sent: dict[str, list[str]] = {}
        for cookie in seen.headers.get("Cookie", "").split(";"):
            name, there, text = cookie.strip().partition("=")
            if there:
                sent.setdefault(name, []).append(urllib.parse.unquote(text))
        for name, content in self.cookies.items():
            if sent.get(name) != content:
                yield f"cookie {name}: {sent.get(name)} for {content}"
        yield from self._body(seen)
        if lacks := self._caller(seen):
            yield lacks

    def _body(self, seen: Request) -> Iterator[str]:
        if self.body is None:
            if seen.body not in (b"", b"{}"):
                yield f"body {seen.body[:80]!r} for none"
            return
        self.kinds.add(f"body: {seen.content_type}")
        if seen.content_type not in self.contents and not any("*" in name for name in self.contents):
            yield f"content type {seen.content_type}"
            return
        match seen.content_type:
            case "application/x-www-form-urlencoded":
                found: Any = sorted(urllib.parse.parse_qsl(seen.body.decode(), keep_blank_values=True))
                wanted: Any = sorted(self._form())
            case "multipart/form-data":
                head = f"Content-Type: {seen.headers['Content-Type']}\r\n\r\n".encode()
                parts: Any = BytesParser().parsebytes(head + seen.body).get_payload()
                found = sorted(
                    (p.get_param("name", header="content-disposition"), same_json(p.get_payload(decode=True)))
                    for p in parts
                )
                wanted = sorted(self._parts())
            case media_type if "json" in media_type:
                found, wanted = json.loads(seen.body or b"null"), self.body
            case _:
                found, wanted = seen.body, self.body if isinstance(self.body, bytes) else plain(self.body).encode()
        if found != wanted:
            yield f"body {str(found)[:300]} for {str(wanted)[:300]}"

    def _form(self) -> Iterator[tuple[str, str]]:
        for name, value in self.body.items():
            words = self.encoding.get(name, {})
            style = words.get("style", "form")
            inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
            nested = isinstance(value, dict) or any(isinstance(one, (dict, list)) for one in inner)
            if nested and "style" not in words:
                yield name, plain(value)
            else:
                yield from pairs(style, words.get("explode", style == "form"), name, value)

    def _parts(self) -> Iterator[tuple[str, bytes]]:
        for name, value in self.body.items():
            for one in value if isinstance(value, list) else [value]:
                yield name, one if isinstance(one, bytes) else plain(one).encode()

    def _caller(self, seen: Request) -> str | None:
        """What is missing of what says who calls."""
        root = self.document.root
        security = self.operation.words.get("security", root.get("security"))
        if not security:
            return None
        schemes = root.get("components", {}).get("securitySchemes", {})
        queried = dict(urllib.parse.parse_qsl(seen.target.partition("?")[2]))
        authorization = seen.headers.get("Authorization") or ""

        def there(name: str) -> bool:
            scheme = self.document.resolved(schemes.get(name, {}))
            word = str(scheme.get("scheme", "")).lower()
            match scheme.get("type"), word or scheme.get("in"):
                case "apiKey", "header":
                    return SECRET in (seen.headers.get(scheme["name"]) or "")
                case "apiKey", "query":
                    return queried.get(scheme["name"]) == SECRET
                case "apiKey", "cookie":
                    return f"{scheme['name']}={SECRET}" in (seen.headers.get("Cookie") or "")
                case "http", "basic":
                    return authorization.startswith("Basic ")
                case ("http", "bearer") | ("oauth2" | "openIdConnect", _):
                    return authorization == f"Bearer {SECRET}"
            return False

        for way in security:
            if all(map(there, way)):
                self.kinds |= {f"auth: {self._scheme(schemes, name)}" for name in way}
                return None
        self.kinds |= {f"auth: {self._scheme(schemes, name)}" for name in security[0]}
        return f"nothing of {security}"

    def _scheme(self, schemes: dict[str, Any], name: str) -> str:
        scheme = self.document.resolved(schemes.get(name, {}))
        word = scheme.get("scheme") or scheme.get("in") or ""
        return f"{scheme.get('type')} {word}".strip().lower()
