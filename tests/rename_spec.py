"""Renames every function, argument, type, field, enum word, scope and wire name of a spec.

What is generated from the renamed spec must work just as well: then nothing of the API sits in the generator, the
runtime or the core of the service.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from typing import Any


def snake(name: str) -> str:
    """A name in the spec."""
    return f"x_{name}"


def wire(name: str) -> str:
    """A name on the wire."""
    return f"x{name[0].upper()}{name[1:]}"


def word(text: str) -> str:
    """A word of an enum, or a scope."""
    return f"X_{text}"


class Renamer:
    """Knows what the words of one spec are."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self.words = {value for enum in spec.get("enum", {}).values() for value in enum["values"]}
        bodies = [a for f in spec["function"].values() for a in f.get("body", {}).items()]
        self.maps = {re.sub(r"_(.)", lambda m: m[1].upper(), name) for name, a in bodies if a["type"].startswith("{")}

    def type(self, text: str) -> str:
        """A type with its names changed; built-in types begin with a small letter."""
        return re.sub(r"\b[A-Z]\w*", lambda m: f"X{m[0]}", text)

    def value(self, value: Any) -> Any:
        """A value of an argument."""
        if isinstance(value, list):
            return [self.value(item) for item in value]
        return word(value) if isinstance(value, str) and value in self.words else value

    def json(self, value: Any) -> Any:
        """A value on the wire; the keys of maps are data and stay."""
        if isinstance(value, dict):
            return {wire(k): v if k in self.maps else self.json(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.json(item) for item in value]
        return self.value(value)

    def json_text(self, text: str) -> str:
        """JSON text, as compact as it was."""
        return json.dumps(self.json(json.loads(text)), separators=(",", ":"), ensure_ascii=False)

    def entry(self, entry: dict[str, Any]) -> dict[str, Any]:
        """An argument or field."""
        made = dict(entry)
        made["type"] = self.type(entry["type"])
        if "default" in entry:
            made["default"] = self.value(entry["default"])
        if "wire" in entry:
            made["wire"] = wire(entry["wire"])
        if "merge" in entry:
            made["merge"] = [snake(field) for field in entry["merge"]]
        return made

    def alias(self, alias: dict[str, Any]) -> dict[str, Any]:
        """An alias of a type, or of structs that a field tells apart."""
        if "variants" not in alias:
            return self.entry(alias)
        variants = {word(k) if k in self.words else k: self.type(v) for k, v in alias["variants"].items()}
        return alias | {"tag": wire(alias["tag"]), "variants": variants}

    def function(self, function: dict[str, Any]) -> dict[str, Any]:
        """A function."""
        made = dict(function)
        method, path = function["http"].split(" ")
        made["http"] = f"{method} " + re.sub(r"\{(\w+)\}", lambda m: f"{{{snake(m[1])}}}", path.replace("/api", "/x"))
        if "scope" in function:
            made["scope"] = word(function["scope"])
        for place in ("path", "query", "header", "cookie", "body"):
            if place in function:
                made[place] = {snake(name): self.entry(a) for name, a in function[place].items()}
        if "arguments" in function:
            made["arguments"] = [snake(name) for name in function["arguments"]]
        if "page" in function:
            made["page"] = {k: wire(v) if isinstance(v, str) else v for k, v in function["page"].items()}
        made["answer"] = {k: v if v in ("none", "any") else self.type(v) for k, v in function["answer"].items()}
        return made

    def example(self, example: dict[str, Any]) -> dict[str, Any]:
        """An example."""
        made = dict(example)
        made["arguments"] = {snake(k): self.value(v) for k, v in example.get("arguments", {}).items()}
        for key in ("body", "answer"):
            if key in example:
                made[key] = self.json_text(example[key])
        return made

    def renamed(self) -> dict[str, Any]:
        """The whole spec."""
        spec = dict(self.spec)
        # Both stand on hand-written code or data of the one API.
        spec.pop("catalogue", None)
        spec["scope"] = {word(k): v for k, v in spec["scope"].items()}
        spec["oauth"] = {**spec["oauth"], "authorize": "/x/authorize", "token": "/x/token"}
        spec["argument"] = {snake(k): self.entry(v) for k, v in spec["argument"].items()}
        spec["function"] = {snake(k): self.function(v) for k, v in spec["function"].items()}
        spec["struct"] = {
            f"X{k}": {"doc": v["doc"], "field": {snake(n): self.entry(f) for n, f in v["field"].items()}}
            for k, v in spec["struct"].items()
        }
        spec["enum"] = {f"X{k}": {**v, "values": [word(w) for w in v["values"]]} for k, v in spec["enum"].items()}
        spec["alias"] = {f"X{k}": self.alias(v) for k, v in spec["alias"].items()}
        spec["example"] = {snake(k): [self.example(e) for e in v] for k, v in spec["example"].items()}
        error = dict(spec["error"])
        error["body"] = self.json_text(error["body"])
        for key in ("status", "code", "details"):
            error[key] = wire(error[key])
        spec["error"] = error
        return spec


def inline(value: Any) -> str:
    """A value as TOML on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k)} = {inline(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(inline(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def toml(spec: dict[str, Any]) -> str:
    """A spec as TOML."""
    lines: list[str] = []
    for section, table in spec.items():
        lines.append(f"[{section}]")
        lines += [f"{json.dumps(key)} = {inline(value)}" for key, value in table.items()]
    return "\n".join(lines) + "\n"


def rename(text: str) -> str:
    """The text of a renamed spec."""
    return toml(Renamer(tomllib.loads(text)).renamed())


if __name__ == "__main__":
    sys.stdout.write(rename(sys.stdin.read()))
