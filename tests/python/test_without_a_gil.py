"""What has to hold where threads run at the same time, as they do in a free-threaded Python."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import sysconfig
import threading
from typing import TYPE_CHECKING

import pytest
from test_semantics import head, token_of

import nibe_uplink

if TYPE_CHECKING:
    from conftest import Script

THREADS = 8


def test_an_import_leaves_the_gil_as_it_was() -> None:
    # Python switches it on, with a warning, for an extension that does not say that it can do without.
    code = "import nibe_uplink._core, sys; print(getattr(sys, '_is_gil_enabled', lambda: True)())"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON_GIL"}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    free = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    assert (done.stdout.strip(), done.stderr) == (str(not free), "")


def test_threads_look_at_answers_while_others_are_made(sim: nibe_uplink.Simulator) -> None:
    """The objects of an answer, its texts and what is read of it later are shared by all threads."""
    client = sim.client()
    answers = [client.parameters(sim.systems[0], [40004, 43005, 40013])]
    units = ["°C", "DM", "°C"]
    barrier, wrong = threading.Barrier(THREADS), []

    def look(number: int) -> None:
        barrier.wait()
        for _ in range(20):
            if number % 2:
                answers.append(client.parameters(sim.systems[0], [40004, 43005, 40013]))
            for answer in answers[-5:]:
                values = [(reading.title, reading.unit, reading.value) for reading in answer]
                if pickle.loads(pickle.dumps(answer)) != answer or [unit for _, unit, _ in values] != units:
                    wrong.append(values)

    threads = [threading.Thread(target=look, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(answers) == 1 + 20 * THREADS // 2


def test_the_first_answers_may_come_at_once(script: Script, sim: nibe_uplink.Simulator) -> None:
    """The classes are imported and their slots found at the first answer."""
    text = (
        head(token_of(sim))
        + f"""
import threading
blocking, barrier, found = client(), threading.Barrier({THREADS}), []
def ask():
    barrier.wait()
    found.append([reading.value for reading in blocking.parameters({sim.systems[0]}, [40004, 43005])])
threads = [threading.Thread(target=ask) for _ in range({THREADS})]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(found), all(one == found[0] and None not in one for one in found))
"""
    )
    for _ in range(5):
        output, errors = script(text, base_url=sim.base_url).communicate(timeout=60)
        assert (output, errors) == (f"{THREADS} True\n", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_forked_in_the_middle_of_calls_makes_its_own(script: Script, sim: nibe_uplink.Simulator) -> None:
    program = script(
        head(token_of(sim))
        + f"""
import threading, warnings
warnings.simplefilter("ignore", DeprecationWarning)
blocking, ended = client(), threading.Event()
first = blocking.systems().collect()[0].system_id
def ask():
    while not ended.is_set():
        assert blocking.system(first).system_id == first
threads = [threading.Thread(target=ask) for _ in range({THREADS})]
for thread in threads: thread.start()
for _ in range(20):
    child = os.fork()
    if child == 0:
        os._exit(blocking.system(first).system_id != first)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
ended.set()
for thread in threads: thread.join()
print("done")
""",
        base_url=sim.base_url,
    )
    output, errors = program.communicate(timeout=60)
    assert (program.returncode, output) == (0, "done\n"), errors
