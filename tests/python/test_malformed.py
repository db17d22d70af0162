"""Each kind of wrong value at each place of each answer is read, kept, or a `DecodeError` that names the place.

It is read for what it says where nothing is lost, and kept with its object in a list that has something to read. What is taken is of the type that the client's annotations say. What fits is judged here by those annotations alone.
"""

from __future__ import annotations

import json
import socket
import threading
import tomllib
import warnings
from collections.abc import Iterator
from datetime import datetime
from types import ModuleType
from typing import Any

import pytest
from apis import APIS, Api

import nibe_uplink
from nibe_uplink._enum import OpenEnum
from nibe_uplink._model import Model
from nibe_uplink.errors import DecodeError, OddAnswerWarning

KINDS: list[Any] = [None, True, 7, 7.0, 1.5, 2**64 - 1, "12", "2024-01-02T03:04:05Z", [], {}]
SCALARS = {"int": int, "float": float, "bool": bool, "str": str, "datetime": datetime, "bytes": bytes}


class Answers:
    """A server that answers everything with one body, as fast as it can: there are many answers to try."""

    def __init__(self) -> None:
        self.body = b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            while request := connection.recv(65536):
                # Reads have no body, and fit into one packet.
                assert request.endswith(b"\r\n\r\n")
                head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(self.body)}\r\n\r\n"
                connection.sendall(head.encode() + self.body)

    def close(self) -> None:
        self.socket.close()


@pytest.fixture
def answers() -> Iterator[Answers]:
    """A server that answers everything with one body."""
    answers = Answers()
    yield answers
    answers.close()


def spoilt(value: Any) -> Iterator[Any]:
    """Each way to put a value of another kind in one place, to lose a field, or to write an object as a list."""
    yield from KINDS
    if isinstance(value, dict):
        yield list(value.values())
        for name, field in value.items():
            yield {other: kept for other, kept in value.items() if other != name}
            for wrong in spoilt(field):
                yield value | {name: wrong}
    if isinstance(value, list) and value:
        # The last item stands for all of them.
        for wrong in spoilt(value[-1]):
            yield [*value[:-1], wrong]


class Judge:
    """What annotations say, in the modules of one API."""

    def __init__(self, *modules: ModuleType) -> None:
        self.names = {name: getattr(module, name) for module in modules for name in module.__all__}

    def misfit(self, annotation: str, value: Any, place: str = "", *, among: bool = False) -> str | None:
        """The first place of JSON that cannot be read; None when all can.

        What is `among` others is kept when some of it can be read.
        """
        if " | " in annotation:
            places = [self.misfit(one, value, place, among=among) for one in annotation.split(" | ")]
            # Of alternatives only that of null is told apart.
            return None if None in places else next(found for found in places if found is not None)
        if annotation.startswith("list["):
            if value is None:
                # Nothing in it.
                return None
            if not isinstance(value, list):
                return place
            inner = annotation[5:-1]
            found = (self.misfit(inner, item, f"{place}[{n}]", among=True) for n, item in enumerate(value))
            return next((one for one in found if one is not None), None)
        if annotation.startswith("dict[str, "):
            if not isinstance(value, dict):
                return place
            inner = annotation[10:-1]
            within = ((f"{place}.{key}".lstrip("."), item) for key, item in value.items())
            found = (self.misfit(inner, item, at, among=True) for at, item in within)
            return next((one for one in found if one is not None), None)
        return self.simple(annotation, value, place, among=among)

    def simple(self, annotation: str, value: Any, place: str, *, among: bool) -> str | None:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        fits = {
            "None": value is None,
            "Any": True,
            "int": (number and value == int(value) and abs(value) < 2**63) or value == "12",
            "float": number or value == "12",
            "bool": isinstance(value, bool),
            "str": isinstance(value, str | int | float),
            "datetime": isinstance(value, str) and value[:4].isdigit() and "T" in value,
        }
        if annotation in fits:
            return None if fits[annotation] else place
        kind = self.names[annotation]
        if issubclass(kind, OpenEnum):
            return None if isinstance(value, str | int | float) else place
        return self.model(kind, value, place, among=among) if isinstance(value, dict) else place

    def model(self, kind: type[Model], value: dict[str, Any], place: str, *, among: bool) -> str | None:
        fields = {wire: kind.__annotations__[name] for name, wire in kind._wire.items()}
        wrong, readable = [], False
        for wire, sent in value.items():
            if wire in fields:
                at = self.misfit(fields[wire], sent, f"{place}.{wire}".lstrip("."), among=among)
                wrong += [] if at is None else [at]
                readable |= at is None and sent is not None
        wrong += [place for wire, field in fields.items() if wire not in value and "None" not in field]
        return wrong[0] if wrong and not (among and readable) else None

    def is_of(self, annotation: str, value: Any) -> bool:
        """Whether an object has the type."""
        if " | " in annotation:
            return any(self.is_of(one, value) for one in annotation.split(" | "))
        if annotation.startswith("list["):
            return isinstance(value, list) and all(self.is_of(annotation[5:-1], item) for item in value)
        if annotation.startswith("dict[str, "):
            return isinstance(value, dict) and all(self.is_of(annotation[10:-1], item) for item in value.values())
        if annotation in ("None", "Any"):
            return annotation == "Any" or value is None
        kind = SCALARS.get(annotation) or self.names[annotation]
        if issubclass(kind, Model):
            if type(value) is not kind:
                return False
            # What could not be read is None; then all that came is there.
            odd = {name for name in kind._fields if not self.is_of(kind.__annotations__[name], getattr(value, name))}
            return all(value.extra and getattr(value, name) is None for name in odd)
        return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


@pytest.mark.parametrize("api", APIS, ids=[api.name for api in APIS])
def test_what_does_not_fit_is_told_with_its_place(answers: Answers, api: Api) -> None:
    written = tomllib.loads(api.spec.read_text(encoding="utf-8"))
    kind, judge = (
        api.module("_generated.client").Client,
        Judge(*map(api.module, ("_generated.models", "_generated.enums"))),
    )
    asking = api.client(answers.base_url, keep_pace=False, retries=0)
    taken, kept, refused = 0, 0, set()
    for name, function in written["function"].items():
        if not function["http"].startswith("GET") or "wrapped" in function:
            continue
        annotation = getattr(kind, name).__annotations__["return"]
        paged = annotation.startswith("Pages[")
        annotation = f"list[{annotation[6:-1]}]" if paged else annotation
        if annotation in ("bytes", "None"):
            continue
        page = function.get("page", {})
        for example in written["example"][name]:
            value = json.loads(example["answer"])
            value = value[page["items"]] if paged else value
            for wrong in spoilt(value):
                body = {page["items"]: wrong, page["total"]: 0} if paged else wrong
                answers.body = json.dumps(body).encode()
                place = judge.misfit(annotation, wrong, page.get("items", ""))
                call = asking._core.walk if paged else asking._core.call
                work = call(name, example.get("arguments", {}))
                if place is None:
                    with warnings.catch_warnings(record=True) as caught_warnings:
                        warnings.simplefilter("always")
                        made = (work.next() if paged else work).wait()
                    kept += [warning.category for warning in caught_warnings] == [OddAnswerWarning]
                    assert judge.is_of(annotation, made), (name, wrong, made)
                    taken += 1
                    continue
                with pytest.raises(DecodeError) as caught:
                    (work.next() if paged else work).wait()
                assert (caught.value.function, caught.value.path) == (name, place), (name, wrong)
                refused.add((name, place))
    assert taken > 100
    assert kept > 100
    assert len(refused) > 20


def test_the_words_are_those_of_rust(answers: Answers) -> None:
    client = nibe_uplink.Client.from_token("made-up", base_url=answers.base_url, keep_pace=False, retries=0)
    for body, said in [
        (b'[{"more":0}]', "at [0]: missing field `systemUnitId`"),
        (b"[7]", "at [0]: invalid type: integer `7`, expected an object"),
        (b'[{"systemUnitId":"x"}]', "at [0].systemUnitId: invalid type: text, expected a whole number"),
        (b"[", ": the JSON ends too early, after 1 bytes"),
        (b"<html>", ": the server sent HTML instead of JSON"),
        (b'["\xff"]', ": it is not UTF-8"),
    ]:
        answers.body = body
        with pytest.raises(DecodeError) as caught:
            client.units(1)
        assert said in str(caught.value)
