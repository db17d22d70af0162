"""What stands on the wire, byte for byte, against files written by hand, blocking and asynchronous."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from support import differ, wire

import nibe_uplink

FOLDER = Path(__file__).resolve().parents[1] / "wire"
TOKEN = "AAEAb3arer"

CALLS: dict[str, Callable[[Any], Any]] = {
    "systems": lambda c: c.systems(page=1, items_per_page=10).collect(),
    "system": lambda c: c.system(27401),
    "software": lambda c: c.software("06511000000001"),
    "system_software": lambda c: c.system_software(27401),
    "system_config": lambda c: c.system_config(27401),
    "units": lambda c: c.units(27401),
    "system_status": lambda c: c.system_status(27401),
    "unit_status": lambda c: c.unit_status(27401, 1),
    "notifications": lambda c: c.notifications(
        27401, active=False, type="INFO_MESSAGE", page=1, items_per_page=100
    ).collect(),
    "parameters": lambda c: c.parameters(27401, ["40004", "hot_water_boost"], system_unit_id=1),
    "set_parameters": lambda c: c.set_parameters(27401, {47398: 22.5, "hot_water_boost": "0"}, system_unit_id=0),
    "premium": lambda c: c.premium(27401),
    "categories": lambda c: c.categories(27401, parameters=True, system_unit_id=0),
    "category": lambda c: c.category(27401, "CPR_INFO_EP14", system_unit_id=0),
    "smarthome_mode": lambda c: c.smarthome_mode(27401),
    "set_smarthome_mode": lambda c: c.set_smarthome_mode(27401, nibe_uplink.SmartHomeMode.AWAY_FROM_HOME),
    "thermostats": lambda c: c.thermostats(27401),
    "set_thermostat": lambda c: c.set_thermostat(
        27401, 3, "Küche", actual_temp=195, valve_position=40, climate_systems=[2]
    ),
}


class Exchange:
    """A raw socket that takes one request and gives the answer of a file."""

    def __init__(self, name: str, folder: Path = FOLDER) -> None:
        request, answer = (folder / f"{name}.http").read_text(encoding="utf-8").split("\n----\n")
        self.request = request
        self.answer_head, _, self.answer_body = answer.rstrip("\n").partition("\n\n")
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.got = b""
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        """Answers one request."""
        connection, _ = self.socket.accept()
        self.socket.close()
        with connection:
            while not self.complete():
                self.got += connection.recv(4096)
            body = self.answer_body.encode()
            length = "" if " 204 " in self.answer_head else f"Content-Length: {len(body)}\r\n"
            head = self.answer_head.rstrip("\n").replace("\n", "\r\n")
            connection.sendall(f"{head}\r\n{length}\r\n".encode() + body)

    def complete(self) -> bool:
        """Whether the whole request is there."""
        head, found, body = self.got.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        return bool(found) and len(body) >= (int(length[1]) if length else 0)

    def expect_request(self, program: str) -> None:
        """Compares what was sent with the file."""
        self.thread.join(10)
        self.socket.close()
        head, _, body = self.request.partition("\n\n")
        agent = re.search(rb"user-agent: ([^\r]+)", self.got)
        assert agent
        assert re.fullmatch(rf"{program}/\d+\.\d+\.\d+", agent[1].decode())
        for name, value in {
            "host": self.host,
            "token": TOKEN,
            "agent": agent[1].decode(),
            "length": str(len(body.encode())),
        }.items():
            head = head.replace(f"{{{name}}}", value)
        assert self.got.decode() == head.rstrip("\n").replace("\n", "\r\n") + "\r\n\r\n" + body

    def expect(self, answer: object) -> None:
        """Compares what was sent with the file, and what was read with the answer."""
        self.expect_request("nibe-uplink-client")
        expected = json.loads(self.answer_body or "null")
        if isinstance(expected, dict) and "objects" in expected:
            expected = expected["objects"]
        assert not list(differ(expected, wire(answer), "answer"))


def test_there_is_a_file_for_every_function() -> None:
    assert CALLS.keys() | {"token_code", "token_refresh"} == {path.stem for path in FOLDER.glob("*.http")}


@pytest.mark.parametrize("name", CALLS)
def test_blocking(name: str) -> None:
    exchange = Exchange(name)
    with nibe_uplink.Client.from_token(TOKEN, base_url=f"http://{exchange.host}") as client:
        exchange.expect(CALLS[name](client))


@pytest.mark.parametrize("name", CALLS)
def test_asynchronous(name: str) -> None:
    exchange = Exchange(name)

    async def call() -> object:
        async with nibe_uplink.AsyncClient.from_token(TOKEN, base_url=f"http://{exchange.host}") as client:
            return await CALLS[name](client)

    exchange.expect(asyncio.run(call()))


REGISTERED = {
    "client_id": "0123456789abcdef0123456789abcdef",
    "client_secret": "c2Vj+cmV0/MTIz=",
    "redirect_uri": "http://localhost:8976/callback",
}


def client_of(exchange: Exchange, kind: Any) -> Any:
    """A client that is registered at the raw socket."""
    return kind(base_url=f"http://{exchange.host}", retries=0, **REGISTERED)


def begin(client: Any) -> tuple[nibe_uplink.Login, str]:
    """A login, and the callback that the server would send the browser to."""
    attempt = nibe_uplink.Login.begin(client, ["READSYSTEM", "WRITESYSTEM"])
    state = parse_qs(urlsplit(attempt.url).query)["state"][0]
    return attempt, f"{REGISTERED['redirect_uri']}?code=AAEAc0de&state={state}"


def test_token_code_blocking() -> None:
    exchange = Exchange("token_code")
    client = client_of(exchange, nibe_uplink.Client)
    attempt, callback = begin(client)
    attempt.finish(callback).wait()
    exchange.expect_request("uplink-oauth")
    assert client.scopes == ["READSYSTEM", "WRITESYSTEM"]


def test_token_code_asynchronous() -> None:
    exchange = Exchange("token_code")
    client = client_of(exchange, nibe_uplink.AsyncClient)
    attempt, callback = begin(client)

    async def finish() -> list[str] | None:
        await attempt.finish(callback)
        return await client.granted()

    assert asyncio.run(finish()) == ["READSYSTEM", "WRITESYSTEM"]
    exchange.expect_request("uplink-oauth")


def test_token_refresh_blocking() -> None:
    exchange = Exchange("token_refresh")
    client = client_of(exchange, nibe_uplink.Client)
    client._core.keep("dead", "r3fr3sh", 0.0, ["READSYSTEM", "WRITESYSTEM"])
    # The raw socket answers the refresh and is closed for the call that follows.
    with pytest.raises(nibe_uplink.errors.TransportError):
        client.system_config(1)
    exchange.expect_request("uplink-oauth")


def test_token_refresh_asynchronous() -> None:
    exchange = Exchange("token_refresh")
    client = client_of(exchange, nibe_uplink.AsyncClient)
    client._core.keep("dead", "r3fr3sh", 0.0, ["READSYSTEM", "WRITESYSTEM"])

    async def call() -> None:
        with pytest.raises(nibe_uplink.errors.TransportError):
            await client.system_config(1)

    asyncio.run(call())
    exchange.expect_request("uplink-oauth")
