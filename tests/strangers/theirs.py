"""The client that openapi-python-client makes of a document."""

from __future__ import annotations

import datetime
import enum
import importlib
import io
import re
import subprocess
import sys
import types
import typing
import uuid
from pathlib import Path
from typing import Any

from document import Operation
from expected import SECRET, Expected
from openapi_python_client.strings import PythonIdentifier
from ours import form_of


class Theirs:
    """Its functions, called by the operations of the document."""

    def __init__(self, document: Path, folder: Path, name: str) -> None:
        settings = folder / "theirs.yaml"
        settings.write_text(f"package_name_override: {name}\nproject_name_override: {name}\npost_hooks: []\n")
        command: list[Any] = [Path(sys.executable).with_name("openapi-python-client"), "generate", "--path", document]
        command += ["--meta", "none", "--config", settings, "--output-path", folder / "theirs" / name]
        (folder / "theirs").mkdir()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self.notes = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("WARNING")]
        if not (folder / "theirs" / name).exists():
            raise LookupError((done.stdout + done.stderr).strip()[-300:])
        sys.path.insert(0, str(folder / "theirs"))
        self._package = importlib.import_module(name)
        self._types = importlib.import_module(f"{name}.types")
        self._modules = {}
        for file in (folder / "theirs" / name / "api").glob("*/*.py"):
            text = file.read_text(encoding="utf-8")
            if said := re.search(r'"method": "(\w+)",\s*"url": "([^"]*)"', text):
                self._modules[said[1], form_of(said[2])] = f"{name}.api.{file.parent.name}.{file.stem}"

    def connect(self, base_url: str) -> None:
        self._client = self._package.AuthenticatedClient(base_url=base_url, token=SECRET)

    def send(self, expected: Expected) -> None:
        """Calls the function of an operation.

        Raises:
            LookupError: There is none, or it has no place for a value.
        """
        operation: Operation = expected.operation
        try:
            module = importlib.import_module(self._modules[operation.method, form_of(operation.path)])
        except KeyError:
            raise LookupError("no function") from None
        hints = typing.get_type_hints(module.sync_detailed)
        given = {}
        for (_, wire), value in expected.values.items():
            name = PythonIdentifier(wire, "field_")
            if name not in hints:
                raise LookupError(f"no argument for {wire}")
            given[str(name)] = self._as(hints[name], value)
        if operation.body and (expected.whole or not expected.body_may_be_left_out):
            if "body" not in hints:
                raise LookupError("no argument for the body")
            given["body"] = self._as(hints["body"], expected.content(self._media_type(module, expected)))
        module.sync_detailed(client=self._client, **given)

    def _media_type(self, module: types.ModuleType, expected: Expected) -> str:
        text = Path(str(module.__file__)).read_text(encoding="utf-8")
        said = re.search(r'headers\["Content-Type"\] = "([^";]*)', text)
        return said[1].lower() if said else next(iter(expected.contents))

    def _as(self, hint: Any, value: Any) -> Any:
        """A value as what its annotation says."""
        if typing.get_origin(hint) in (typing.Union, types.UnionType):
            for choice in typing.get_args(hint):
                if choice in (type(None), self._types.Unset):
                    continue
                try:
                    return self._as(choice, value)
                except (TypeError, ValueError, KeyError, AttributeError):
                    continue
            return value
        if typing.get_origin(hint) is list:
            return [self._as(typing.get_args(hint)[0], one) for one in value]
        if hint is self._types.File:
            return hint(payload=io.BytesIO(value), file_name="file")
        if not isinstance(hint, type):
            return value
        if hasattr(hint, "from_dict"):
            return hint.from_dict(value)
        if issubclass(hint, enum.Enum):
            return hint(value)
        if hint is datetime.datetime or hint is datetime.date:
            return hint.fromisoformat(value)
        if hint is uuid.UUID:
            return uuid.UUID(value)
        return value
