"""What questions cost in requests and in time, and what many clients cost: `python -m bench.requests`.

Counts are exact; times are those of the declared pace, one request in four seconds after a burst of five, in real time.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nibe_uplink import AsyncClient, Client, Simulator
from nibe_uplink.errors import UplinkError

FIRST = 40000
# A question of 150 parameters takes 10 requests: 5 at once, and 5 more at one in four seconds.
OPTIMUM = 20.0


def main() -> None:
    """Prints a row for each measure."""
    rows = [
        ("150 parameters in one list: requests", as_list(), 10),
        ("150 parameters from 150 tasks: requests", in_tasks([[FIRST + n] for n in range(150)]), 10),
        ("150 parameters from 150 threads and clones: requests", in_threads(150), 10),
        ("51 parameters from 51 tasks, 100 tasks for one of them: requests", in_tasks(mixed()), 4),
        ("100 tasks for one parameter: requests", in_tasks([[FIRST]] * 100), 1),
        ("150 tasks over 30 parameters: requests", in_tasks([[FIRST + n % 30] for n in range(150)]), 2),
        ("15 readers, the request fails once: readers without a value", losers(fails=True), 0),
        ("15 readers, one is cancelled: others without a value", losers(fails=False), 0),
        ("a refusal without a hint: seconds to the next request", after_refusal(), ">= 4"),
    ]
    seconds, refused = asyncio.run(paced())
    rows += [
        ("150 parameters under the pace: time over the optimum", seconds / OPTIMUM, "<= 1.01"),
        ("150 parameters under the pace: refusals", refused, 0),
    ]
    if importlib.util.find_spec("nibeuplink"):
        rows.append(("the same: time over that of nibeuplink", seconds / asyncio.run(nibeuplink_paced()), "<= 0.50"))
    rows += many_clients()
    rows += asyncio.run(open_connections(10_000))
    for name, figure, bar in rows:
        shown = f"{figure:.3f}".rstrip("0").rstrip(".") if isinstance(figure, float) else str(figure)
        print(f"{name:68} {shown:>9}   bar {bar}")


def reads(simulator: Simulator) -> list[int]:
    """The statuses of the reads of parameters that the service saw."""
    return [seen.status for seen in simulator.requests() if seen.function == "parameters"]


def as_list() -> int:
    """Requests of one call."""
    with Simulator() as simulator:
        simulator.client().parameters(simulator.systems[0], range(FIRST, FIRST + 150))
        return len(reads(simulator))


def mixed() -> list[list[int]]:
    """What v1's users were seen to ask: a page of parameters one by one, and one of them from everywhere."""
    return [[FIRST + n] for n in range(51)] + [[FIRST]] * 100


def in_tasks(wanted: list[list[int]]) -> int:
    """Requests of as many tasks."""

    async def read() -> int:
        with Simulator() as simulator:
            client, system = simulator.async_client(), simulator.systems[0]
            await asyncio.gather(*[client.parameters(system, parameters) for parameters in wanted])
            return len(reads(simulator))

    return asyncio.run(read())


def in_threads(count: int) -> int:
    """Requests of as many threads, each with its copy of the client."""
    with Simulator() as simulator:
        client, system = simulator.client(unknown="ignore"), simulator.systems[0]
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(lambda n: client.with_options().parameters(system, [FIRST + n]), range(count)))
        return len(reads(simulator))


def losers(*, fails: bool) -> int:
    """Readers who get nothing because of another's trouble."""

    async def read() -> int:
        with Simulator() as simulator:
            client, system = simulator.async_client(), simulator.systems[0]
            if fails:
                simulator.fault("status", on="parameters", status=503)
            else:
                simulator.fault("delay", on="parameters", seconds=0.2)
            tasks = [asyncio.create_task(client.parameters(system, [FIRST + n])) for n in range(15)]
            if not fails:
                while not reads(simulator):
                    await asyncio.sleep(0.005)
                tasks.pop(0).cancel()
            done = await asyncio.gather(*tasks, return_exceptions=True)
            return sum(isinstance(answer, BaseException) for answer in done)

    return asyncio.run(read())


def after_refusal() -> float:
    """Seconds from a refusal to the next request."""
    with Simulator() as simulator:
        client, system = simulator.client(keep_pace=True), simulator.systems[0]
        simulator.fault("status", on="parameters", status=429)
        start = time.monotonic()
        client.parameters(system, [FIRST])
        return time.monotonic() - start


async def paced() -> tuple[float, int]:
    """Seconds for 150 parameters at the declared pace, and refusals."""
    with Simulator(pace="spec") as simulator:
        client, system = simulator.async_client(keep_pace=True), simulator.systems[0]
        start = time.monotonic()
        await asyncio.gather(*[client.parameters(system, [FIRST + n]) for n in range(150)])
        return time.monotonic() - start, sum(status != 200 for status in reads(simulator))


async def nibeuplink_paced() -> float:
    """Seconds for the same with nibeuplink and its own wait between requests."""
    import nibeuplink

    with Simulator(pace="spec") as simulator:
        session = nibeuplink.UplinkSession(
            client_id=simulator.client_id,
            client_secret=simulator.client_secret,
            redirect_uri="https://home.example/auth/callback",
            base=simulator.base_url,
            scope=["READSYSTEM"],
        )
        async with session:
            callback = consent(session.get_authorize_url())
            await session.get_access_token(session.get_code_from_url(callback))
            async with nibeuplink.Uplink(session, base=simulator.base_url) as uplink:
                start = time.monotonic()
                await asyncio.gather(*[uplink.get_parameter(simulator.systems[0], FIRST + n) for n in range(150)])
                return time.monotonic() - start


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect where it is."""

    def redirect_request(self, *_: object) -> None:
        return None


def consent(link: str) -> str:
    """Where the consent of the demo owner leads."""
    try:
        urllib.request.build_opener(NoRedirect).open(link)
    except urllib.error.HTTPError as redirect:
        redirect.close()
        return str(redirect.headers["Location"])
    raise AssertionError("the service sends the user back")


def resident() -> int:
    """Bytes of memory that this process holds."""
    return held("self")


def held(process: int | str) -> int:
    """Bytes of memory that a process holds."""
    return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def many_clients() -> list[tuple[str, float | int, str | int]]:
    """What 1,000 clients with tokens of their own cost, and 1,000 calls at once."""

    def connect(number: int) -> Client:
        client = Client.from_token(f"made-up-{number}", base_url="https://127.0.0.1:9", retries=0, keep_pace=False)
        try:
            client.system(1)
        except UplinkError:
            return client
        raise AssertionError("nobody listens there")

    connect(0)
    memory, start = resident(), time.process_time()
    clients = [connect(number) for number in range(1, 1001)]
    each, seconds = (resident() - memory) / 1000, (time.process_time() - start) / 1000
    del clients
    with Simulator() as simulator:
        before = len(os.listdir("/proc/self/fd"))
        most = asyncio.run(connections(simulator.async_client(), simulator.systems[0], before))
    return [
        ("1,000 clients over https: kilobytes each", each / 1000, "<= 25"),
        ("1,000 clients over https: milliseconds of CPU each", seconds * 1000, "<= 0.2"),
        # The service is in this process: each connection has two ends here.
        ("1,000 calls at once of one client: connections", most // 2, "<= 32"),
        ("the same: threads", threads(), "<= 8"),
    ]


async def connections(client: AsyncClient, system: int, before: int) -> int:
    """The most descriptors that were opened for 1,000 calls at once."""
    most = 0
    done = asyncio.Event()

    async def watch() -> None:
        nonlocal most
        while not done.is_set():
            most = max(most, len(os.listdir("/proc/self/fd")) - before)
            await asyncio.sleep(0.002)

    watching = asyncio.create_task(watch())
    await asyncio.gather(*[client.system(system) for _ in range(1000)])
    done.set()
    await watching
    return most


async def open_connections(count: int) -> list[tuple[str, float | int, str | int]]:
    """What open connections on which nothing is asked cost the service, and others meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # The service inherits it, and has an end of each, too.
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(count, hard - 200) if hard != resource.RLIM_INFINITY else count
    command = [sys.executable, "-m", "nibe_uplink", "simulate"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = json.loads(process.stdout.readline())
        host, port = line["base_url"].removeprefix("http://").split(":")

        async def ask() -> float:
            began = time.perf_counter()
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(b"GET /api/v1/systems HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = await reader.read()
            assert answer.startswith(b"HTTP/1.1 401"), answer[:100]
            writer.close()
            return time.perf_counter() - began

        await ask()
        before = held(process.pid)
        connections = [await asyncio.open_connection(host, int(port)) for _ in range(count)]
        slowest = max([await ask() for _ in range(100)])
        each = (held(process.pid) - before) / count
        for _, writer in connections:
            writer.close()
        process.terminate()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return [
        (f"{count:,} open connections: kilobytes of the service each", each / 1000, "<= 20"),
        ("the same: milliseconds of the slowest of 100 requests meanwhile", slowest * 1000, "<= 100"),
    ]


def threads() -> int:
    """Threads of this process."""
    return len(os.listdir("/proc/self/task"))


if __name__ == "__main__":
    main()
