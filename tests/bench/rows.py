"""What is measured, and beside what: the works, and the rows made of them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bench.answers import NOTHING, USUAL
from bench.measure import Cost, Work
from bench.places import ANSWERS, OURS, PEERS, RUST, WORKERS
from bench.table import Line

PYTHON_FEW, FLIGHT_FEW, RUST_FEW = (20, 120), (64, 320), (200, 1200)


def works(address: str) -> list[Work]:
    """All works; interleaved, each round does each once."""

    def ours(name: str, count: int, system: int = USUAL, few: tuple[int, int] = PYTHON_FEW) -> Work:
        title = f"ours {name}" if system == USUAL else f"ours {name} empty"
        program = (OURS / "bin/python", WORKERS / "ours.py", name, address, str(system))
        return Work(title, program, count, few)

    def peer(
        script: str, name: str, count: int, *needs: str, few: tuple[int, int] = PYTHON_FEW, where: str | Path = address
    ) -> Work:
        program = (PEERS / "bin/python", WORKERS / f"{script}.py", name, where, str(USUAL))
        return Work(f"{script} {name}", program, count, few, needs)

    def rust(name: str, who: str, count: int, system: int = USUAL) -> Work:
        title = f"rust {who} {name}" if system == USUAL else f"rust {who} {name} empty"
        return Work(title, (RUST, name, who, address, str(system)), count, RUST_FEW)

    answer = ANSWERS / f"categories-{USUAL}.json"
    aiohttp = ("aiohttp", "msgspec")
    return [
        ours("fields", 300),
        ours("fields", 1500, NOTHING),
        peer("decode", "msgspec", 5000, "msgspec", where=answer),
        peer("decode", "pydantic", 2000, "pydantic", where=answer),
        ours("parameters", 1500),
        peer("aiohttp_msgspec", "parameters", 1500, *aiohttp),
        peer("nibeuplink_dict", "parameters", 800, "nibeuplink"),
        peer("requests_dict", "parameters", 500, "requests"),
        ours("async-parameters", 1500),
        ours("async-parameters64", 2000, few=FLIGHT_FEW),
        peer("aiohttp_msgspec", "parameters64", 2000, *aiohttp, few=FLIGHT_FEW),
        ours("categories", 400),
        peer("aiohttp_msgspec", "categories", 1200, *aiohttp),
        peer("httpx_pydantic", "categories", 500, "httpx", "pydantic"),
        *(rust(name, who, 5000) for name in ("parameters", "parameters64") for who in ("ours", "owned")),
        rust("parameters", "unmerged", 5000),
        *(rust("categories", who, 2500, which) for who in ("ours", "owned", "borrowed") for which in (USUAL, NOTHING)),
    ]


class Cell(NamedTuple):
    """What ours is compared with: `work` without `less`."""

    against: str
    work: str
    bar: float | None
    less: str = ""


class Row(NamedTuple):
    """A row of the table."""

    title: str
    ours: str
    cells: list[Cell]
    less: str = ""
    counted: bool = False


ROWS = [
    Row(
        "Python: 24 kB answer to typed readings, every field read",
        "ours fields",
        [Cell("msgspec", "decode msgspec", 1.0), Cell("pydantic", "decode pydantic", 0.35)],
        less="ours fields empty",
        counted=True,
    ),
    Row(
        "Python sync, one 15-parameter read",
        "ours parameters",
        [
            Cell("aiohttp + msgspec", "aiohttp_msgspec parameters", 0.40),
            Cell("nibeuplink", "nibeuplink_dict parameters", None),
            Cell("requests", "requests_dict parameters", None),
        ],
    ),
    Row(
        "Python async, one 15-parameter read",
        "ours async-parameters",
        [Cell("aiohttp + msgspec", "aiohttp_msgspec parameters", 0.90)],
    ),
    Row(
        "Python async, the same, 64 in flight",
        "ours async-parameters64",
        [Cell("aiohttp + msgspec", "aiohttp_msgspec parameters64", 0.75)],
    ),
    Row(
        "Python sync, one `categories` call",
        "ours categories",
        [
            Cell("aiohttp + msgspec", "aiohttp_msgspec categories", 0.80),
            Cell("httpx + pydantic", "httpx_pydantic categories", 0.35),
        ],
    ),
    Row(
        "Rust, one 15-parameter read",
        "rust ours parameters",
        [Cell("reqwest + serde by hand", "rust owned parameters", 1.10)],
    ),
    Row(
        "Rust, the same, 64 in flight",
        "rust ours parameters64",
        [Cell("reqwest + serde by hand", "rust owned parameters64", 1.10)],
    ),
    Row(
        "Rust, one 15-parameter read, merged with others where there are some",
        "rust ours parameters",
        [Cell("the same without merging", "rust unmerged parameters", 1.03)],
        counted=True,
    ),
    Row(
        "Rust, 24 kB decoded to typed readings",
        "rust ours categories",
        [
            Cell("serde_json owned", "rust owned categories", 0.75, "rust owned categories empty"),
            Cell("serde_json borrowed", "rust borrowed categories", None, "rust borrowed categories empty"),
        ],
        less="rust ours categories empty",
        counted=True,
    ),
]


def lines(costs: dict[str, Cost]) -> list[Line]:
    """The lines of the rows, from what was measured."""
    return [line(row, cell, costs) for row in ROWS for cell in row.cells]


def line(row: Row, cell: Cell, costs: dict[str, Cost]) -> Line:
    """One comparison."""
    used = [costs[name] for name in (row.ours, row.less, cell.work, cell.less) if name]
    if problem := next((cost.problem for cost in used if cost.problem), ""):
        return Line(row.title, cell.against, bar=cell.bar, skipped=problem)
    ours, theirs = minus(costs, row.ours, row.less), minus(costs, cell.work, cell.less)
    return Line(
        row.title,
        cell.against,
        ratio(ours.cpu, theirs.cpu),
        ratio(ours.instructions, theirs.instructions),
        cell.bar,
        counted=row.counted,
        ours=absolute(ours),
    )


def absolute(cost: Cost) -> str:
    """Our cost itself: microseconds, and thousands of instructions."""
    time = f"{(cost.cpu or 0) / 1000:.0f} µs"
    return time if cost.instructions is None else f"{time}, {cost.instructions / 1000:.0f} k"


def minus(costs: dict[str, Cost], work: str, less: str) -> Cost:
    """The cost of a work without another's."""
    whole, part = costs[work], costs[less] if less else Cost(0, 0)

    def without(a: float | None, b: float | None) -> float | None:
        return None if a is None or b is None else a - b

    return Cost(without(whole.cpu, part.cpu), without(whole.instructions, part.instructions))


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """One cost over another."""
    return ours / theirs if ours is not None and theirs else None
