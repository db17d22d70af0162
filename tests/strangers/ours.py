"""The Python package that this project makes of a document."""

from __future__ import annotations

import importlib
import inspect
import re
import subprocess
import sys
import tomllib
import urllib.parse
from pathlib import Path
from typing import Any

from document import FILE, TEXT, Marks, Operation
from expected import FORM, MULTIPART, SECRET, Expected

GENERATOR = Path(__file__).resolve().parents[2] / "target" / "debug" / "nibe-uplink-codegen"
LITERAL = "/{}!$&'()*+,;=:@~-._%|[]"


def form_of(path: str) -> str:
    """A path without the names of what stands in it."""
    return urllib.parse.quote(re.sub(r"\{[^}]*\}", "{}", path), safe=LITERAL)


class Ours:
    """Its functions, called by the operations of the document."""

    def __init__(self, document: Path, folder: Path, name: str) -> None:
        spec = folder / "spec.toml"
        imported = self._run("import-openapi", document, "--out", spec)
        self.notes = [note for note in imported.stderr.splitlines() if ": request: " in note]
        self._spec = tomllib.loads(spec.read_text(encoding="utf-8"))
        self._run("check", spec)
        self._run("generate", spec, "--target", "python-package", "--name", name, "--out", folder / "ours")
        sys.path.insert(0, str(folder / "ours"))
        self._module = importlib.import_module(name)
        self.errors = self._module.errors
        self._functions: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {}
        for key, words in self._spec.get("function", {}).items():
            method, path = words["http"].split(" ", 1)
            fixed = f"?{words['fixed_query']}" if "fixed_query" in words else ""
            self._functions.setdefault((method.lower(), form_of(path + fixed)), []).append((key, words))

    def _run(self, *arguments: Any) -> subprocess.CompletedProcess[str]:
        done = subprocess.run([GENERATOR, *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{arguments[0]}: {done.stderr.strip()[-2000:]}")
        return done

    def connect(self, base_url: str) -> None:
        client = self._module.Client
        options = {name: SECRET for names in client._options.values() for name in names}
        if client._logs_in:
            self._client = client.from_token(SECRET, base_url=base_url, **options)
        else:
            self._client = client(base_url=base_url, **options, **({"token": SECRET} if client._takes_token else {}))

    def prefix(self, operation: Operation) -> str:
        """What stands before the path of an operation in that of its function: the path of the document's server."""
        words = self._words(operation)[1]
        return form_of(words["http"].split(" ", 1)[1]).removesuffix(form_of(operation.path.partition("?")[0]))

    def _words(self, operation: Operation) -> tuple[str, dict[str, Any]]:
        form = form_of(operation.path)
        found = self._functions.get((operation.method, form))
        if not found:
            ends = [
                found
                for (method, path), found in self._functions.items()
                if method == operation.method and path.endswith(form) and "{" not in path.removesuffix(form)
            ]
            if not ends:
                raise LookupError("no function")
            found = min(ends, key=lambda found: len(found[0][1]["http"]))
        return next((one for one in found if self._marks(one[1]) == operation.marks), found[0])

    def _marks(self, words: dict[str, Any]) -> Marks:
        found = set()
        for (place, wire), (_, said) in self._arguments(words).items():
            kind = str(said.get("type", "?"))
            if place in ("query", "header") and not kind.endswith("?") and "default" not in said:
                values = list(self._spec.get("enum", {}).get(kind, {}).get("values", []))
                wire = wire.lower() if place == "header" else wire
                found.add((place, wire, values[0] if len(values) == 1 else None))
        return frozenset(found)

    def send(self, expected: Expected) -> None:
        """Calls the function of an operation.

        Raises:
            LookupError: It has no place for a value.
            UplinkError: The call failed, before or after it was sent.
        """
        operation = expected.operation
        key, words = self._words(operation)
        arguments = self._arguments(words)
        given = self._body(expected, words, arguments) if operation.body else {}
        placeholders = re.findall(r"\{([^}]*)\}", words["http"])
        names = re.findall(r"\{([^}]*)\}", operation.path)
        for (place, wire), value in expected.values.items():
            if place == "path":
                given[placeholders[len(placeholders) - len(names) + names.index(wire)]] = value
            elif (place, wire) in arguments:
                given[arguments[place, wire][0]] = value
            else:
                raise LookupError(f"no argument for {wire} in the {place}")
        call = self._method(key, words)
        parameters = inspect.signature(call).parameters
        answer = call(**{name if name in parameters else f"{name}_": value for name, value in given.items()})
        if hasattr(answer, "collect"):
            next(iter(answer), None)

    def _method(self, key: str, words: dict[str, Any]) -> Any:
        group, _, name = words.get("call", words.get("rename", key)).rpartition(".")
        found = self._client
        for part in filter(None, (group, name)):
            found = getattr(found, part, None) or getattr(found, f"{part}_")
        return found

    def _wire(self, name: str, words: dict[str, Any]) -> str:
        if "wire" in words:
            return str(words["wire"])
        first, *rest = name.split("_")
        match self._spec["api"].get("wire_case", "same"):
            case "camel":
                return first + "".join(map(str.capitalize, rest))
            case "pascal":
                return "".join(map(str.capitalize, [first, *rest]))
        return name

    def _arguments(self, words: dict[str, Any]) -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
        """By place and name on the wire: the name of each argument, and what the spec says of it."""
        found = {}
        shared = self._spec.get("argument", {})
        for name in words.get("arguments", []):
            found[shared[name]["in"], self._wire(name, shared[name])] = (name, shared[name])
        for place in ("query", "header", "cookie", "body", "content"):
            for name, said in words.get(place, {}).items():
                found[place, "" if place == "content" else self._wire(name, said)] = (name, said)
        for word in ("number", "offset", "cursor", "size"):
            if wire := words.get("page", {}).get(word):
                found["query", wire] = (re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^a-zA-Z0-9]+", "_", wire).lower(), {})
        return found

    def _body(self, expected: Expected, words: dict[str, Any], arguments: Any) -> dict[str, Any]:
        """The arguments of the body. One that may be left out as a whole is left out with all that may be."""
        media_type = words.get("content_type", "application/json").split(";")[0].strip().lower()
        content = arguments.get(("content", ""))
        fields = {wire: name for (place, wire), (name, _) in arguments.items() if place == "body"}
        if not content and not fields:
            return {}
        if content and content[1]["type"].endswith("?") and not expected.whole:
            return {}
        value = expected.content(media_type)
        if media_type not in (FORM, MULTIPART) and "json" not in media_type:
            expected.body = FILE if content[1]["type"].rstrip("?") == "bytes" else TEXT
            return {content[0]: expected.body}
        if content:
            return {content[0]: value}
        if lost := value.keys() - fields.keys():
            raise LookupError(f"no argument for {', '.join(lost)} of the body")
        for wire, inner in value.items():
            # One file where there may be several.
            if isinstance(inner, bytes) and arguments["body", wire][1]["type"].startswith("["):
                expected.body[wire] = [inner]
        return {fields[wire]: inner for wire, inner in value.items()}
