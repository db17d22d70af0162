"""Figures of a process and its fleet for Prometheus, on this machine only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from nibe_uplink.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

# For a request to come.
PATIENCE = 10.0
TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Figure(NamedTuple):
    """A figure, by its name without what all of them begin with."""

    name: str
    kind: str
    help: str
    # By the value of the label, which is `label`; the empty one for none.
    values: dict[str, float]
    label: str = ""


def rendered(figures: Iterable[Figure]) -> str:
    """The figures in Prometheus' text format."""
    lines = []
    for figure in figures:
        name = f"nibe_uplink_fleet_{figure.name}"
        lines += [f"# HELP {name} {figure.help}", f"# TYPE {name} {figure.kind}"]
        for word, value in sorted(figure.values.items()):
            escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            label = f'{{{figure.label}="{escaped}"}}' if figure.label else ""
            lines.append(f"{name}{label} {float(value)!r}")
    return "\n".join(lines) + "\n"


async def of_fleet(pool: Any) -> list[Figure]:
    """What the database knows of the whole fleet, which is the same whichever process is asked."""
    question = """
        select count(*) filter (where stopped is null), coalesce(greatest(extract(epoch from
            clock_timestamp() - min(due) filter (where stopped is null and lease_until < clock_timestamp())
        ), 0), 0)::float8
        from fleet_system
    """
    async with pool.connection() as connection:
        systems, behind = await (await connection.execute(question)).fetchone()
        asked = await connection.execute(
            "select stopped, count(*) from fleet_system where stopped is not null group by stopped"
        )
        stopped = dict(await asked.fetchall())
        asked = await connection.execute(
            "select count(*), coalesce(sum(jsonb_array_length(rows)), 0)::float8 from fleet_outbox"
        )
        turns, readings = await asked.fetchone()
        asked = await connection.execute(
            "select coalesce(max(extract(epoch from frozen_until - clock_timestamp())), 0)::float8 "
            "from uplink_pace where frozen_until > clock_timestamp()"
        )
        (frozen,) = await asked.fetchone()
    return [
        Figure("systems", "gauge", "Systems that are read.", {"": systems}),
        Figure("stopped_systems", "gauge", "Systems that are not read any more, by why.", stopped, "why"),
        Figure("behind_seconds", "gauge", "How long the turn has been due that nobody took for longest.", {"": behind}),
        Figure("waiting_turns", "gauge", "Turns that wait for the lake.", {"": turns}),
        Figure("waiting_readings", "gauge", "Readings that wait for the lake.", {"": readings}),
        Figure("frozen_seconds", "gauge", "Until the server wants requests again.", {"": frozen}),
    ]


@asynccontextmanager
async def served(port: int, figures: Callable[[], Awaitable[list[Figure]]]) -> AsyncIterator[int]:
    """Answers scrapes at /metrics; gives the port.

    Args:
        port: On 127.0.0.1; 0 lets the system choose.
        figures: Asked at each scrape; where it fails, the answer is a 503 with the reason.

    Raises:
        SetupError: The port is taken.
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            request = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
            method, _, rest = request.partition(b" ")
            path = rest.partition(b" ")[0].partition(b"?")[0]
            if method not in (b"GET", b"HEAD"):
                status, text = "405 Method Not Allowed", "only GET and HEAD\n"
            elif path != b"/metrics":
                status, text = "404 Not Found", "metrics are at /metrics\n"
            else:
                try:
                    status, text = "200 OK", rendered(await asyncio.wait_for(figures(), PATIENCE))
                except Exception as error:
                    said = " ".join(str(error).split()) or "it takes too long"
                    status, text = "503 Service Unavailable", f"the database does not answer: {said}\n"
            body = text.encode()
            head = f"HTTP/1.1 {status}\r\nContent-Type: {TEXT}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
            writer.write(f"{head}\r\n".encode())
            writer.write(b"" if method == b"HEAD" else body)
            await writer.drain()
        writer.close()

    try:
        server = await asyncio.start_server(answer, "127.0.0.1", port)
    except OSError as error:
        raise SetupError(f"metrics cannot be served on 127.0.0.1:{port}: {error.strerror}; name another port") from None
    async with server:
        yield server.sockets[0].getsockname()[1]
