"""Logins of the asynchronous client: interrupted, cancelled, and without anybody at a keyboard."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import socket
import subprocess
import sys
import termios
import time
import urllib.parse
from typing import TYPE_CHECKING

import pytest
from logins import application, browse, parameter

import nibe_uplink
from nibe_uplink import errors

if TYPE_CHECKING:
    from conftest import Script

# Prints the link once it listens, or asks for the address; then says how it ended.
PROGRAM = """
import asyncio, os
from nibe_uplink import AsyncClient
async def main():
    client = AsyncClient(os.environ["BASE_URL"], "key", redirect_uri="http://127.0.0.1:REDIRECT/callback")
    await client.login(open_browser=False, paste=PASTE, timeout=20)
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def test_ctrl_c_ends_an_asynchronous_login(script: Script, sim: nibe_uplink.Simulator) -> None:
    took = []
    # The machine may be busy for a moment; the best of three is what the login takes.
    for _ in range(3):
        program = script(PROGRAM.replace("REDIRECT", "0").replace("PASTE", "False"), base_url=sim.base_url)
        assert program.stdout
        assert program.stdout.readline().startswith(sim.base_url)
        started = time.monotonic()
        program.send_signal(signal.SIGINT)
        assert program.stdout.readline() == "interrupted\n"
        took.append(time.monotonic() - started)
        if took[-1] < 0.3:
            break
    assert min(took) < 0.3


def test_the_port_of_a_cancelled_login_binds_at_once(sim: nibe_uplink.Simulator) -> None:
    port = free_port()

    async def cancel() -> None:
        client = nibe_uplink.AsyncClient(**application(sim, f"http://127.0.0.1:{port}/callback"))
        loop, shown = asyncio.get_running_loop(), asyncio.Event()
        task = asyncio.create_task(
            client.login(open_browser=lambda _: loop.call_soon_threadsafe(shown.set), timeout=20)
        )
        await shown.wait()
        with pytest.raises(OSError, match="in use"):
            socket.create_server(("127.0.0.1", port)).close()
        task.cancel()
        # The traceback, which holds what the login stood on, lives on.
        with pytest.raises(asyncio.CancelledError) as info:
            await task
        socket.create_server(("127.0.0.1", port)).close()
        assert info.tb

    for _ in range(20):
        asyncio.run(cancel())


def test_the_event_loop_goes_on_while_the_browser_is_opened(sim: nibe_uplink.Simulator) -> None:
    async def log_in() -> bool:
        client = nibe_uplink.AsyncClient(**application(sim))
        looked = asyncio.Event()
        loop = asyncio.get_running_loop()

        def slow_browser(url: str) -> None:
            # Needs the loop before it goes on.
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(10)
            loop.call_soon_threadsafe(looked.set)
            browse(url)

        await client.login(open_browser=slow_browser, timeout=20)
        return looked.is_set()

    assert asyncio.run(log_in())


def test_what_the_browser_raises_ends_the_login(sim: nibe_uplink.Simulator) -> None:
    def broken(_: str) -> None:
        raise LookupError("no browser today")

    async def log_in() -> None:
        await nibe_uplink.AsyncClient(**application(sim)).login(open_browser=broken, timeout=20)

    with pytest.raises(LookupError, match="no browser today"):
        asyncio.run(log_in())


def test_ctrl_c_ends_pasting_and_leaves_the_terminal_as_it_was(sim: nibe_uplink.Simulator) -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.replace("REDIRECT", "9").replace("PASTE", "True")],
        env=os.environ | {"BASE_URL": sim.base_url},
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stderr
        assert program.stdout
        while "it is not shown" not in program.stderr.readline():
            assert program.poll() is None
        assert termios.tcgetattr(theirs) != before
        program.send_signal(signal.SIGINT)
        try:
            output, said = program.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            # It came in the moment before the event loop fell asleep, which asyncio misses until something wakes it.
            program.send_signal(signal.SIGINT)
            output, said = program.communicate(timeout=5)
        assert output.endswith("interrupted\n")
        assert (program.returncode, said) == (0, "")
        assert termios.tcgetattr(theirs) == before
    finally:
        program.kill()
        program.communicate()
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize("kind", ["blocking", "asynchronous"])
def test_without_a_keyboard_the_login_says_where_to_log_in(kind: str, sim: nibe_uplink.Simulator) -> None:
    if kind == "asynchronous":
        text = PROGRAM.replace("REDIRECT", "9").replace("PASTE", "True")
    else:
        text = (
            "import os, nibe_uplink\n"
            'nibe_uplink.login(base_url=os.environ["BASE_URL"], client_id="key", paste=True, open_browser=False)\n'
        )
    done = subprocess.run(
        [sys.executable, "-c", text],
        env=os.environ | {"BASE_URL": sim.base_url},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    last = done.stderr.splitlines()[-1]
    assert last.startswith("nibe_uplink.errors.SetupError: there is no keyboard here")
    assert "log in once where there is one" in last


@pytest.mark.parametrize(("word", "by_user"), [("access_denied", True), ("invalid_scope", False)])
def test_a_refusal_says_whose_it_was(sim: nibe_uplink.Simulator, word: str, by_user: bool) -> None:
    def refuse(url: str) -> None:
        answer = urllib.parse.urlencode({"error": word, "state": parameter(url, "state")})
        browse(f"{parameter(url, 'redirect_uri')}?{answer}")

    with pytest.raises(errors.LoginDenied, match=word) as info:
        nibe_uplink.login(open_browser=refuse, timeout=20, **application(sim))
    assert info.value.by_user is by_user
