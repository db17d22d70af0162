"""How calls behave beside their answers: interrupts, cancelling, forks, threads, event loops, the end of the process."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

import nibe_uplink

if TYPE_CHECKING:
    from conftest import Script, Silent

# The beginning of programs: clients of the service whose address and token the test gives.
HEAD = """
import asyncio, os, sys
from nibe_uplink import AsyncClient, Client
base_url = os.environ["BASE_URL"]
def client(kind=Client):
    return kind.from_token(TOKEN, base_url=base_url, keep_pace=False, retries=0)
"""


def head(token: str = "token") -> str:
    return HEAD.replace("TOKEN", repr(token))


def token_of(sim: nibe_uplink.Simulator) -> str:
    """A token for programs of their own."""
    return str(sim._service.issue([])[0])


def test_ctrl_c_ends_a_blocking_call_and_its_request(script: Script, silent: Silent) -> None:
    program = script(
        head()
        + """
try:
    client().system(1)
except KeyboardInterrupt:
    print("interrupted", flush=True)
    sys.stdin.read()
""",
        base_url=silent.base_url,
    )
    assert silent.asked.wait(10)
    started = time.monotonic()
    program.send_signal(signal.SIGINT)
    assert program.stdout
    assert program.stdout.readline() == "interrupted\n"
    assert time.monotonic() - started < 1
    assert silent.hung_up.wait(2)


def test_a_cancelled_task_ends_its_request(silent: Silent) -> None:
    async def cancel() -> None:
        client = nibe_uplink.AsyncClient.from_token("token", base_url=silent.base_url)
        task = asyncio.create_task(client.system(1))
        assert await asyncio.to_thread(silent.asked.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        # The client lives on, so this is not its end that the server sees.
        assert await asyncio.to_thread(silent.hung_up.wait, 2)
        assert client.base_url

    asyncio.run(cancel())


def test_a_timeout_ends_the_call(silent: Silent) -> None:
    async def wait() -> None:
        client = nibe_uplink.AsyncClient.from_token("token", base_url=silent.base_url)
        async with asyncio.timeout(0.2):
            await client.system(1)

    with pytest.raises(TimeoutError):
        asyncio.run(wait())
    assert silent.hung_up.wait(2)


def test_a_coroutine_that_nobody_awaits_asks_nothing(sim: nibe_uplink.Simulator) -> None:
    client = sim.async_client()
    with pytest.warns(RuntimeWarning, match="never awaited"):
        client.system(sim.systems[0])
    with pytest.warns(RuntimeWarning, match="never carried out"):
        client._core.call("system", {"system_id": sim.systems[0]})
    time.sleep(0.1)
    assert sim.requests() == []


def test_a_task_that_is_left_at_the_end_of_the_loop_is_silent(sim: nibe_uplink.Simulator) -> None:
    client = sim.async_client()
    sim.tamper("delay", seconds=5, times=3)

    async def leave() -> None:
        tasks = [asyncio.create_task(client.system(sim.systems[0])) for _ in range(3)]
        await asyncio.sleep(0.1)
        assert not any(task.done() for task in tasks)

    started = time.monotonic()
    asyncio.run(leave())
    assert time.monotonic() - started < 2


def test_one_client_serves_several_event_loops(sim: nibe_uplink.Simulator) -> None:
    client = sim.async_client()

    async def ask() -> list[int]:
        systems = await asyncio.gather(*(client.system(id_) for id_ in sim.systems * 5))
        return [system.system_id for system in systems]

    def loop(_: int) -> list[int]:
        return asyncio.run(ask())

    assert loop(0) == loop(1) == sim.systems * 5
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(loop, range(4))) == [sim.systems * 5] * 4


def test_a_loop_that_ended_is_forgotten(sim: nibe_uplink.Simulator) -> None:
    client = sim.async_client()
    # Calls under way are woken for warnings of the log, which it takes with this.
    assert logging.getLogger("nibe_uplink").isEnabledFor(logging.WARNING)

    async def ask() -> weakref.ref[asyncio.AbstractEventLoop]:
        await client.system(sim.systems[0])
        return weakref.ref(asyncio.get_running_loop())

    ended = asyncio.run(ask())
    # The thread that carried out its call may not be through with it.
    deadline = time.monotonic() + 10
    while ended() is not None and time.monotonic() < deadline:
        gc.collect()
        asyncio.run(client.system(sim.systems[0]))
    assert ended() is None


def test_threads_share_a_client_and_wait_at_the_same_time(sim: nibe_uplink.Simulator) -> None:
    client = sim.client()
    sim.tamper("delay", seconds=0.5, times=8)
    started = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        systems = list(threads.map(lambda _: client.system(sim.systems[0]).system_id, range(8)))
    assert systems == [sim.systems[0]] * 8
    assert 0.5 <= time.monotonic() - started < 2


def test_a_blocking_call_lets_other_threads_run(sim: nibe_uplink.Simulator) -> None:
    client = sim.client()
    sim.tamper("delay", seconds=0.5)
    turns = 0
    done = threading.Event()

    def count() -> None:
        nonlocal turns
        while not done.wait(0.01):
            turns += 1

    thread = threading.Thread(target=count)
    thread.start()
    client.system(sim.systems[0])
    done.set()
    thread.join()
    # One, if the call had kept the interpreter; a busy machine lets few of fifty through.
    assert turns > 2


def test_a_blocking_call_works_inside_an_event_loop(sim: nibe_uplink.Simulator) -> None:
    """As in a notebook, whose kernel runs a loop."""

    async def cell() -> int:
        return sim.client().system(sim.systems[0]).system_id

    assert asyncio.run(cell()) == sim.systems[0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_uses_the_clients_of_its_parent(script: Script, sim: nibe_uplink.Simulator) -> None:
    program = script(
        head(token_of(sim))
        + """
blocking, waiting = client(), client(AsyncClient)
first = blocking.systems().collect()[0].system_id
async def ask():
    return (await waiting.system(first)).system_id
assert asyncio.run(ask()) == first
child = os.fork()
if child == 0:
    assert blocking.system(first).system_id == first
    assert asyncio.run(ask()) == first
    # A regular end of the interpreter, with its exit functions.
    sys.exit(0)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert blocking.system(first).system_id == first
assert asyncio.run(ask()) == first
print("done")
""",
        base_url=sim.base_url,
    )
    output, errors = program.communicate(timeout=30)
    assert (program.returncode, output) == (0, "done\n"), errors


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_pool_of_forked_processes_works(script: Script, sim: nibe_uplink.Simulator) -> None:
    program = script(
        head(token_of(sim))
        + """
import multiprocessing
blocking = client()
ids = [system.system_id for system in blocking.systems()]
def ask(id):
    return blocking.system(id).system_id
with multiprocessing.get_context("fork").Pool(2) as pool:
    assert pool.map(ask, ids * 4) == ids * 4
print("done")
""",
        base_url=sim.base_url,
    )
    output, errors = program.communicate(timeout=30)
    assert (program.returncode, output) == (0, "done\n"), errors


# Leaves answers on their way while the interpreter ends: on one core, with threads that take turns as often as they can.
LEAVE = """
sys.setswitchinterval(1e-6)
cores = getattr(os, "sched_getaffinity", lambda _: ())(0)
if cores:
    os.sched_setaffinity(0, {min(cores)})
waiting = client(AsyncClient)
async def ask():
    return await waiting.system(SYSTEM)
async def first():
    tasks = [asyncio.ensure_future(ask()) for _ in range(24)]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    return tasks
class Told(asyncio.SelectorEventLoop):
    def add_reader(self, *_):
        raise NotImplementedError
Loop = Told if NUMBER % 4 > 1 else asyncio.SelectorEventLoop
if NUMBER % 2:
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(first())
else:
    # Without the clean-up of asyncio.run: the loop and its tasks end with the interpreter.
    import logging
    logging.disable()
    loop = Loop()
    tasks = loop.run_until_complete(first())
"""


def test_the_interpreter_ends_in_peace_right_after_asynchronous_calls(
    script: Script, sim: nibe_uplink.Simulator
) -> None:
    token = token_of(sim)
    for number in range(100):
        text = head(token) + LEAVE.replace("SYSTEM", str(sim.systems[0])).replace("NUMBER", str(number))
        program = script(text, base_url=sim.base_url)
        _, errors = program.communicate(timeout=30)
        assert program.returncode == 0, (number, errors)


def test_the_interpreter_waits_for_a_thread_that_is_waking_its_loop(script: Script, sim: nibe_uplink.Simulator) -> None:
    """The same where a thread tells the loop, with short moments made long: it is inside Python code at the end."""
    program = script(
        head(token_of(sim))
        + f"""
import time
class Loop(asyncio.SelectorEventLoop):
    def add_reader(self, *_):
        raise NotImplementedError
    def call_soon_threadsafe(self, *arguments, **context):
        handle = super().call_soon_threadsafe(*arguments, **context)
        time.sleep(0.3)
        return handle
class Last:
    def __del__(self, sleep=time.sleep):
        sleep(0.6)
# What `sys` holds goes last, when the interpreter is all but gone.
sys.last = Last()
async def ask():
    await client(AsyncClient).system({sim.systems[0]})
with asyncio.Runner(loop_factory=Loop) as runner:
    runner.run(ask())
""",
        base_url=sim.base_url,
    )
    _, errors = program.communicate(timeout=30)
    assert (program.returncode, errors) == (0, "")


def test_a_thread_that_still_waits_does_not_hold_up_the_end(script: Script, silent: Silent) -> None:
    program = script(
        head()
        + """
import threading, time
threading.Thread(target=client().system, args=(1,), daemon=True).start()
time.sleep(0.3)
""",
        base_url=silent.base_url,
    )
    _, errors = program.communicate(timeout=10)
    assert (program.returncode, errors) == (0, "")


def test_importing_loads_neither_asyncio_nor_pandas(script: Script) -> None:
    program = script(
        "import sys, nibe_uplink; print(sorted({'asyncio', 'pandas', 'matplotlib', 'typing'} & sys.modules.keys()))",
        base_url="",
    )
    output, _ = program.communicate(timeout=10)
    assert "asyncio" not in output
    assert "pandas" not in output
    assert "matplotlib" not in output


def test_methods_say_that_they_are_coroutines() -> None:
    import inspect

    assert inspect.iscoroutinefunction(nibe_uplink.AsyncClient.system)
    assert sys.version_info >= (3, 11)
