"""Programs that share a token file share the pace of the API."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import nibe_uplink
from nibe_uplink.errors import RateLimited

# Distinct parameters one after the other; each takes a turn or is told at once that there is none.
PROGRAM = """
import sys

from nibe_uplink import Client, FileStore
from nibe_uplink.errors import RateLimited

base_url, client_id, client_secret, path, system, first = sys.argv[1:]
client = Client(base_url, client_id, client_secret, token_store=FileStore(path))
answered = 0
for number in range(10):
    try:
        client.parameters(int(system), [int(first) + number], timeout=1)
        answered += 1
    except RateLimited as refused:
        assert 0 < refused.retry_after < 60
print(answered)
"""


def programs(sim: nibe_uplink.Simulator, path: Path) -> list[int]:
    """How many answers each of four programs got that ran at the same time."""
    running = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                PROGRAM,
                sim.base_url,
                sim.client_id,
                sim.client_secret,
                str(path),
                str(sim.systems[0]),
                str(40000 + 100 * number),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    answers = [program.communicate(timeout=60)[0] for program in running]
    assert all(program.returncode == 0 for program in running)
    return [int(answer) for answer in answers]


def test_four_programs_never_send_more_than_one_may(tmp_path: Path) -> None:
    with nibe_uplink.Simulator(pace="spec") as sim:
        path = tmp_path / "tokens.json"
        sim.client(token_store=nibe_uplink.FileStore(path))
        answered = programs(sim, path)
        seen = [request.status for request in sim.requests()]
        # A burst of five, and one more for each four seconds that the programs took to start.
        assert 5 <= sum(answered) <= 15
        assert seen == [200] * sum(answered)
        assert [file.name for file in tmp_path.iterdir() if file.suffix == ".pace"]


def test_programs_without_a_file_in_common_know_nothing_of_each_other(tmp_path: Path) -> None:
    with nibe_uplink.Simulator(pace="spec") as sim:

        def burst(folder: str) -> None:
            store = nibe_uplink.FileStore(tmp_path / folder / "tokens.json")
            client = sim.client(keep_pace=True, retries=0, unknown="ignore", token_store=store)
            for number in range(5):
                client.parameters(sim.systems[0], [40000 + number])

        burst("one")
        with pytest.raises(RateLimited):
            burst("other")
