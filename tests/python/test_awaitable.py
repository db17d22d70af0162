"""Work that has not started: waited for, awaited, or dropped; and where it may be awaited."""

from __future__ import annotations

import asyncio
import sys
import threading
import warnings
import weakref
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest
import trio
from logins import REDIRECT, application, ends_at

import nibe_uplink
from nibe_uplink import errors

if TYPE_CHECKING:
    from conftest import Script


def pending(client: nibe_uplink.Client | nibe_uplink.AsyncClient, system: int) -> Any:
    return client._core.call("system", {"system_id": system})


def test_work_is_done_once(sim: nibe_uplink.Simulator) -> None:
    work = pending(sim.client(), sim.systems[0])
    assert work.wait().system_id == sim.systems[0]
    with pytest.raises(RuntimeError, match="waited for already"):
        work.wait()

    async def again() -> None:
        with pytest.raises(RuntimeError, match="waited for already"):
            await work

    asyncio.run(again())
    assert len(sim.requests()) == 1


def test_one_client_waits_and_awaits(sim: nibe_uplink.Simulator) -> None:
    client = sim.client()

    async def both() -> tuple[object, object]:
        return pending(client, sim.systems[0]).wait(), await pending(client, sim.systems[0])

    waited, awaited = asyncio.run(both())
    assert waited == awaited


def fail(_: object) -> None:
    raise LookupError("later")


def test_a_login_whose_end_is_dropped_goes_on(sim: nibe_uplink.Simulator) -> None:
    client = nibe_uplink.Client(**application(sim, "http://127.0.0.1:9/callback"))
    login = nibe_uplink.Login.begin(client)
    address = ends_at(login.url)
    with pytest.warns(RuntimeWarning, match=r"never carried out; end the line with \.wait\(\)"):
        login.finish(address)
    # An exception that is on its way arrives all the same.
    with pytest.warns(RuntimeWarning, match="never carried out"), pytest.raises(LookupError, match="later"):
        fail(login.finish(address))
    # What comes between it and its wait, as Ctrl-C may, is no slip.
    always = warnings.catch_warnings(record=True, action="always")
    with always as told, pytest.raises(LookupError, match="later"):
        # It returns nothing, and that is the point: the wait is never reached.
        login.finish(address).wait(fail(None))  # type: ignore[func-returns-value]
    assert told == []
    assert login.finish(address).wait() == ["READSYSTEM", "WRITESYSTEM"]


def test_the_service_ends_once_and_not_before(sim: nibe_uplink.Simulator) -> None:
    end = sim._service.stop()
    assert sim.client().system(sim.systems[0])
    assert end.wait() is None
    assert sim._service.stop().wait() is None
    with pytest.raises(errors.SetupError, match="has been closed"):
        sim.base_url  # noqa: B018


Action = Callable[[nibe_uplink.AsyncClient, int], Awaitable[object]]

ACTIONS: dict[str, Action] = {
    "read": lambda client, system: client.system(system),
    "write": lambda client, system: client.set_parameters(system, {47011: 1}),
    "pages": lambda client, _: client.systems().collect(),
    "login": lambda client, _: client.login(open_browser=lambda url: None, timeout=20),
}


def slow(sim: nibe_uplink.Simulator) -> None:
    sim.fault("delay", seconds=0.2, carried_out=True)


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("runner", ["trio", "bare"])
def test_without_asyncio_nothing_is_sent(sim: nibe_uplink.Simulator, runner: str, name: str) -> None:
    client = sim.async_client()

    async def act() -> None:
        await ACTIONS[name](client, sim.systems[0])

    def run() -> None:
        if runner == "trio":
            trio.run(act)
        else:
            act().send(None)

    # Slow, so that an answer cannot come by luck before anybody has to be woken.
    slow(sim)
    with pytest.raises(errors.SetupError, match=r"asyncio.*trio.*use Client, in a thread"):
        run()
    asyncio.run(asyncio.sleep(0))
    with pytest.raises(errors.SetupError, match="asyncio"):
        run()
    assert sim.requests() == []
    assert sim.oauth_requests() == []


def test_asyncio_is_not_imported_to_look_for_its_loop(script: Script, sim: nibe_uplink.Simulator) -> None:
    program = script(
        """
import os, sys
from nibe_uplink import AsyncClient, errors
client = AsyncClient.from_token("token", base_url=os.environ["BASE_URL"])
try:
    client.system(1).send(None)
except errors.SetupError as error:
    print("asyncio" in str(error), "asyncio" in sys.modules)
""",
        base_url=sim.base_url,
    )
    output, said = program.communicate(timeout=30)
    assert output == "True False\n", said
    assert sim.requests() == []


class Mark:
    """Says when it is dropped."""


def others_had_a_turn(client: nibe_uplink.Client) -> bool:
    """Whether another thread ran while one instruction dropped fifty logins that wait."""
    events: list[object] = []
    marks = [Mark() for _ in range(51)]
    # Told by `list.append`, so that no Python code of this thread runs meanwhile.
    told = [weakref.ref(mark, events.append) for mark in marks]
    dropped: list[object] = [marks.pop()]
    while marks:
        login = nibe_uplink._core.Login.listening(client._core, ["READSYSTEM"])
        login.listen(60)
        dropped += [login, marks.pop()]
    del login
    over = threading.Event()

    def count() -> None:
        while not over.is_set():
            events.append(None)

    thread = threading.Thread(target=count)
    thread.start()
    dropped.clear()
    over.set()
    thread.join()
    places = [place for place, event in enumerate(events) if event is not None]
    assert len(places) == len(told)
    return None in events[places[0] : places[-1]]


def test_dropped_logins_do_not_hold_up_other_threads(sim: nibe_uplink.Simulator) -> None:
    """Each waits until its port is free, and meanwhile lets others run."""
    client = nibe_uplink.Client(**application(sim, REDIRECT))
    interval = sys.getswitchinterval()
    # A thread that has waited for this long gets the next turn.
    sys.setswitchinterval(1e-6)
    try:
        # Whether a turn falls into so short a time is up to the system; held up, no thread ever has one.
        assert any(others_had_a_turn(client) for _ in range(100))
    finally:
        sys.setswitchinterval(interval)
