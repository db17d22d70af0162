"""An OpenAPI document, read for its requests alone, and values that fit its schemas."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

METHODS = ("get", "put", "post", "delete", "patch", "head")
# What texts and files are: with characters that have to be encoded on their way.
TEXT = "a b&c"
FILE = b"\x89PNG"
DEEPEST = 6


class CannotSample(Exception):
    """No value of a schema comes to mind."""


# Where something stands, what it is called, and what it says where that is always the same.
Marks = frozenset[tuple[str, str, str | None]]


@dataclass
class Operation:
    """A function of the document."""

    method: str
    path: str
    words: dict[str, Any]
    parameters: list[dict[str, Any]]
    body: dict[str, Any] | None
    marks: Marks

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"


OWN_HEADERS = ("accept", "content-type", "authorization")


def _without_queried(path: str, placed: dict[tuple[str, str], dict[str, Any]]) -> str:
    """A path without placeholders for values of its query, which become parameters of the query."""
    before, mark, query = path.partition("?")
    fixed = []
    for pair in filter(None, query.split("&")):
        wire, _, value = pair.partition("=")
        if not (found := re.fullmatch(r"\{([^{}]+)\}", value)):
            # What is always sent is no argument.
            placed.pop(("query", wire), None)
            fixed.append(pair)
            continue
        name = found[1]
        known = (
            placed.pop(("path", name), None) or placed.pop(("query", name), None) or placed.pop(("query", wire), None)
        )
        placed["query", wire] = (known or {"schema": {"type": "string"}}) | {
            "in": "query",
            "name": wire,
            "required": True,
        }
    return before + (mark + "&".join(fixed) if fixed else "")


class Document:
    """A document, with the files that it refers to."""

    def __init__(self, path: Path) -> None:
        self._files: dict[Path, Any] = {}
        self._origin: dict[int, Path] = {}
        self.root = self._load(path.resolve())

    def _load(self, path: Path) -> Any:
        if path not in self._files:
            text = path.read_text(encoding="utf-8")
            # Moments stay texts.
            read = json.loads(text) if path.suffix == ".json" else yaml.load(text, _Texts)
            self._files[path] = read
            self._remember(read, path)
        return self._files[path]

    def _remember(self, value: Any, path: Path) -> None:
        if isinstance(value, dict):
            self._origin[id(value)] = path
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            self._remember(inner, path)

    def resolved(self, value: Any) -> Any:
        for _ in range(50):
            if not isinstance(value, dict) or "$ref" not in value:
                return value
            file, _, pointer = value["$ref"].partition("#")
            origin = self._origin[id(value)]
            value = self._load((origin.parent / file).resolve() if file else origin)
            for step in filter(None, pointer.split("/")):
                key = urllib.parse.unquote(step).replace("~1", "/").replace("~0", "~")
                value = value[int(key)] if isinstance(value, list) else value[key]
        raise CannotSample("references in a circle")

    def operations(self) -> Iterator[Operation]:
        """Its functions, of several that send the same request the first."""
        seen = set()
        for written, item in self.root["paths"].items():
            item = self.resolved(item)
            for method in METHODS if isinstance(item, dict) else ():
                words = self.resolved(item.get(method))
                if not isinstance(words, dict):
                    continue
                placed = {}
                for node in [*item.get("parameters", []), *words.get("parameters", [])]:
                    node = self.resolved(node)
                    placed[node["in"], node["name"]] = node
                path = _without_queried(written.split("#")[0], placed)
                body = self.resolved(words.get("requestBody"))
                marks = self._marks(placed.values())
                request = (method, re.sub(r"\{[^}]*\}", "{}", path), marks)
                if request not in seen:
                    seen.add(request)
                    yield Operation(method, path, words, list(placed.values()), body, marks)

    def _marks(self, parameters: Iterable[dict[str, Any]]) -> Marks:
        """What tells an operation from others of its path: what query and headers have to hold."""
        found = set()
        for node in parameters:
            if node.get("required") and node["in"] in ("query", "header"):
                words = self.schema(node.get("schema")).get("enum") or []
                name = node["name"].lower() if node["in"] == "header" else node["name"]
                # What has to be given and has a default may be left out.
                if "default" not in self.schema(node.get("schema")) and name not in OWN_HEADERS:
                    word = words[0] if len(words) == 1 and isinstance(words[0], str) else None
                    found.add((node["in"], name, word))
        return frozenset(found)

    def schema(self, node: Any) -> dict[str, Any]:
        """A schema with what `allOf` adds to it."""
        node = self.resolved(node)
        if not isinstance(node, dict):
            return {}
        if "allOf" not in node:
            return node
        merged: dict[str, Any] = {"properties": {}, "required": []}
        own = {key: value for key, value in node.items() if key != "allOf"}
        for part in [*map(self.schema, node["allOf"]), own]:
            merged["properties"] |= self.resolved(part.get("properties", {}))
            merged["required"] = [*merged["required"], *part.get("required", [])]
            merged |= {key: value for key, value in part.items() if key not in ("properties", "required")}
        return {key: value for key, value in merged.items() if value or key not in ("properties", "required")}

    def sample(self, node: Any, whole: bool, depth: int = 0) -> Any:
        """A value that may be sent: with all that may be left out where `whole`, else with what is needed."""
        if depth > DEEPEST:
            raise CannotSample("a schema that is too deep")
        schema = self.schema(node)
        if "const" in schema:
            return schema["const"]
        if words := [word for word in schema.get("enum") or [] if word is not None]:
            # Of a text they may lack their quotes.
            return (
                json.dumps(words[0]) if schema.get("type") == "string" and not isinstance(words[0], str) else words[0]
            )
        for key in ("oneOf", "anyOf"):
            if choices := [c for c in schema.get(key, []) if kind(self.schema(c)) != "null"]:
                return self._choice(schema, choices, whole, depth)
        match kind(schema):
            case "integer":
                least = int(schema.get("minimum", min(1, schema.get("maximum", 1))))
                return least + 1 if schema.get("exclusiveMinimum") is True else least
            case "number":
                return float(schema.get("minimum", min(1.5, schema.get("maximum", 1.5))))
            case "boolean":
                return True
            case "array":
                count = max(schema.get("minItems", 0), 1 if schema.get("maxItems") == 1 else 2)
                return [self.sample(schema.get("items", {}), whole, depth + 1)] * count
            case "object":
                return self._object(schema, whole, depth)
            case "string":
                return text(schema)
            case None:
                return TEXT
            case other:
                raise CannotSample(f"the type {other}")

    def _choice(self, schema: dict[str, Any], choices: list[Any], whole: bool, depth: int) -> Any:
        if "properties" in schema:
            raise CannotSample("choices beside properties")
        for choice in choices:
            try:
                return self.sample(choice, whole, depth + 1)
            except CannotSample:
                continue
        raise CannotSample("choices without an end")

    def _object(self, schema: dict[str, Any], whole: bool, depth: int) -> dict[str, Any]:
        found = {}
        for name, inner in self.resolved(schema.get("properties", {})).items():
            required = name in schema.get("required", [])
            described = self.resolved(inner)
            if not isinstance(described, dict) or described.get("readOnly") or not (whole or required):
                continue
            try:
                found[name] = self.sample(inner, whole and depth < 3, depth + 1)
            except CannotSample:
                if required:
                    raise
        more = schema.get("additionalProperties")
        if whole and "properties" not in schema and more is not False:
            found["key"] = self.sample(more if isinstance(more, dict) else {}, False, depth + 1)
        return found


class _Texts(yaml.CSafeLoader):
    """YAML whose moments are texts, as JSON has them."""


_Texts.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def kind(schema: dict[str, Any]) -> str | None:
    """The type of a schema."""
    said = schema.get("type")
    if isinstance(said, list):
        said = next((one for one in said if one != "null"), None)
    return said or ("object" if "properties" in schema else "array" if "items" in schema else None)


def text(schema: dict[str, Any]) -> str | bytes:
    match schema.get("format"):
        case "date-time":
            return "2024-02-03T04:05:06Z"
        case "date":
            return "2024-02-03"
        case "uuid":
            return "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
        case "binary":
            return FILE
    if schema.get("contentMediaType") and not schema.get("contentEncoding"):
        return FILE
    return TEXT
