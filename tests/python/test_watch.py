"""Readings that come again and again."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import threading
import time
import warnings
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Literal

import pytest

from nibe_uplink import AsyncClient, Client, Simulator, myuplink
from nibe_uplink.errors import (
    ArgumentError,
    LoginRequired,
    MissingScope,
    SetupError,
    UnknownParameter,
    UnknownParameterWarning,
)

if TYPE_CHECKING:
    from conftest import Script, Silent

OFFLINE = '{"httpStatusCode":400,"errorCode":26,"details":[]}'


def asked(sim: Simulator) -> int:
    """How often parameters were read."""
    return sum("/parameters" in str(request) for request in sim.requests())


def test_readings_of_several_systems(sim: Simulator) -> None:
    one, two = sim.systems[:2]
    watch = sim.client().watch({one: [40004, "hot_water_temperature"], two: [43005]}, every=1)
    assert asked(sim) == 0, "nothing is read before somebody asks"
    events = list(islice(watch, 6))
    assert [event.system for event in events] == [one, one, two] * 2
    assert [event.reading and event.reading.parameter_id for event in events] == [40004, 40013, 43005] * 2
    assert all(event.kind == "reading" and event.error is None for event in events)
    assert all(datetime.now(UTC) - event.time < timedelta(seconds=60) for event in events)
    assert isinstance(events[0].reading and events[0].reading.value, float)
    assert repr(watch) == f"<Watch of {one}, {two}>"


def test_what_cannot_be_watched_is_refused() -> None:
    with Simulator(pace="spec") as sim:
        client, system = sim.client(keep_pace=True), sim.systems[0]
        with pytest.raises(SetupError, match=r"needs 9 s; read every 9 s or more, or read less$"):
            client.watch({system: range(40000, 40016)}, every=5)
        assert client.watch({system: range(40000, 40016)}, every=timedelta(seconds=9))
        for every in (0, -1, 0.5, "soon", None):
            with pytest.raises(SetupError, match=r"every has to be seconds|from 1 second"):
                client.watch({system: [40004]}, every=every)  # type: ignore[arg-type]
        with pytest.raises(SetupError, match="nothing to watch"):
            client.watch({})
        with pytest.raises(SetupError, match=r"as \{system: \[parameters\]\}"):
            client.watch([system])  # type: ignore[arg-type]
        with pytest.raises(ArgumentError, match="parameter_ids"):
            client.watch({system: []})
        with pytest.raises(SetupError, match="without with_response"):
            client.with_response().watch({system: [40004]})
        assert sim.requests() == []


def test_a_text_is_one_parameter(sim: Simulator) -> None:
    watch = sim.client().watch({sim.systems[0]: "outdoor_temperature"})
    reading = next(watch).reading
    assert reading is not None
    assert reading.parameter_id == 40004


def test_failures_are_told_once_and_end_nothing(sim: Simulator) -> None:
    watch = sim.client(retries=0).watch({sim.systems[0]: [40004]}, every=1)
    assert next(watch).kind == "reading"
    sim.fault("status", on="parameters", status=500, times=2)
    kinds = [event.kind for event in islice(watch, 4)]
    assert kinds == ["failed", "offline", "back", "reading"]
    sim.fault("status", on="parameters", status=400, body=OFFLINE)
    offline = next(watch)
    assert (offline.kind, offline.reading, type(offline.error).__name__) == ("offline", None, "BadRequest")
    assert offline.system == sim.systems[0]


def test_what_does_not_pass_is_raised(sim: Simulator) -> None:
    client = sim.client()
    watch = client.watch({sim.systems[0]: [40004]}, every=1)
    next(watch)
    client.logout()
    with pytest.raises(LoginRequired):
        list(watch)
    with pytest.raises(MissingScope):
        next(sim.client(scopes=["WRITESYSTEM"]).watch({sim.systems[0]: [40004]}))


def test_options_of_the_client_count(sim: Simulator) -> None:
    client = sim.client().with_options(max_age=3600)
    list(islice(client.watch({sim.systems[0]: [40004]}, every=1), 2))
    assert asked(sim) == 2, "what was read before is no reading"


def test_closing_ends_it(sim: Simulator) -> None:
    with sim.client().watch({sim.systems[0]: [40004]}) as watch:
        next(watch)
        closer = threading.Timer(0.2, watch.close)
        closer.start()
        start = time.monotonic()
        assert list(watch) == []
        assert time.monotonic() - start < 5
        closer.join()
    assert list(watch) == []
    assert asked(sim) == 1


def test_a_handler_of_a_signal_may_close_it(sim: Simulator) -> None:
    with sim.client().watch({sim.systems[0]: [40004]}) as watch:
        next(watch)
        usual = signal.signal(signal.SIGUSR1, lambda *_: watch.close())
        sender = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1))
        sender.start()
        try:
            assert list(watch) == []
        finally:
            sender.join()
            signal.signal(signal.SIGUSR1, usual)


def test_a_handler_of_a_signal_cannot_wait_for_a_call(sim: Simulator) -> None:
    client, told = sim.client(), list[Exception]()
    with client.watch({sim.systems[0]: [40004]}) as watch:

        def handle(*_: object) -> None:
            for call in (client.granted, lambda: client.system(sim.systems[0])):
                try:
                    call()
                except Exception as error:
                    told.append(error)
            watch.close()

        next(watch)
        usual = signal.signal(signal.SIGUSR1, handle)
        sender = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1))
        sender.start()
        try:
            assert list(watch) == []
        finally:
            sender.join()
            signal.signal(signal.SIGUSR1, usual)
    assert [type(error) for error in told] == [SetupError] * 2
    assert "let it set a flag, or call from another thread" in str(told[0])
    assert client.granted() is not None


@pytest.mark.parametrize("unknown", ["warn", "error"])
def test_what_a_long_list_names_is_unknown_only_when_no_answer_has_it(
    unknown: Literal["warn", "error"], sim: Simulator
) -> None:
    system = sim.systems[0]
    there = [
        reading.parameter_id for page in sim.client().categories(system, parameters=True) for reading in page.parameters
    ]
    wanted = [one for one in dict.fromkeys(there) if one][:20]
    client = sim.client(unknown=unknown)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        events = list(islice(client.watch({system: wanted}, every=1), 20))
    assert [event.reading and event.reading.parameter_id for event in events] == wanted
    watch = client.watch({system: [*wanted, 1]}, every=1)
    told = pytest.raises(UnknownParameter) if unknown == "error" else pytest.warns(UnknownParameterWarning)
    with told as found:
        list(islice(watch, 20))
    message = str(found.value if unknown == "error" else found[0].message)
    assert message.startswith(f"system {system} knows no parameter 1")
    # What came with it is not lost.
    assert (
        unknown == "warn" or [event.reading and event.reading.parameter_id for event in islice(watch, 5)] == wanted[15:]
    )


def test_ctrl_c_ends_it(script: Script, sim: Simulator) -> None:
    program = script(
        f"""
import os, time
from nibe_uplink import Client
client = Client.from_token({str(sim._service.issue([])[0])!r}, base_url=os.environ["BASE_URL"])
try:
    for event in client.watch({{{sim.systems[0]}: [40004]}}):
        print(event.kind, flush=True)
except KeyboardInterrupt:
    print("ended", time.time(), flush=True)
""",
        base_url=sim.base_url,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "reading\n"
    pressed = time.time()
    program.send_signal(signal.SIGINT)
    word, at = program.communicate(timeout=20)[0].split()
    assert word == "ended"
    # 0.05 s between two looks, and what a busy machine takes.
    assert float(at) - pressed < 0.5


def test_a_task_reads_and_is_cancelled(sim: Simulator) -> None:
    seen: list[int] = []

    async def read() -> None:
        async for event in sim.async_client().watch({sim.systems[0]: [40004]}, every=1):
            assert event.reading is not None
            seen.append(event.reading.parameter_id)

    async def run() -> None:
        task = asyncio.create_task(read())
        while len(seen) < 2:
            await asyncio.sleep(0.01)
        start = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - start < 0.5
        count = asked(sim)
        await asyncio.sleep(1.2)
        assert asked(sim) == count

    asyncio.run(run())
    assert seen[:2] == [40004, 40004]


@pytest.mark.parametrize("end", ["close", "drop"])
def test_an_asynchronous_watch_that_ends_takes_its_request_along(silent: Silent, end: str) -> None:
    async def run() -> None:
        watch = AsyncClient.from_token("T", base_url=silent.base_url).watch({1: [40004]})
        task = asyncio.create_task(anext(watch))
        while not silent.asked.is_set():
            await asyncio.sleep(0.01)
        task.cancel()
        # What pytest expects, it keeps, and with it the watch.
        with contextlib.suppress(asyncio.CancelledError):
            await task
        assert task.cancelled()
        if end == "close":
            watch.close()
            assert [event async for event in watch] == []
        del watch, task
        gc.collect()
        assert await asyncio.to_thread(silent.hung_up.wait, 5)

    asyncio.run(run())


def test_closing_ends_the_request(silent: Silent) -> None:
    watch = Client.from_token("T", base_url=silent.base_url).watch({1: [40004]})
    waits = threading.Thread(target=list, args=[watch], daemon=True)
    waits.start()
    assert silent.asked.wait(20)
    watch.close()
    waits.join(20)
    assert not waits.is_alive()
    assert silent.hung_up.wait(5)


def test_devices_of_myuplink() -> None:
    with myuplink.Simulator() as sim:
        client = sim.client()
        device = client.systems().collect()[0].devices[0].id  # type: ignore[index]
        events = list(islice(client.watch({device: [40004]}, every=1), 2))
        assert [event.system for event in events] == [device] * 2
        assert all(event.reading and event.reading.parameter_id == "40004" for event in events)
        everything = client.watch({device: None})
        assert len(list(islice(everything, 40))) == 40

        async def read() -> str:
            async for event in sim.async_client().watch({device: [40004]}):
                assert event.reading is not None
                return event.reading.parameter_id
            return ""

        assert asyncio.run(read()) == "40004"
