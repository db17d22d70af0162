"""What a fleet is set up with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nibe_uplink.errors import SetupError
from nibe_uplink.stores import PostgresStore

# What the APIs declare: requests in seconds.
DECLARED = {"nibe-uplink": (1, 4.0), "myuplink": (25, 60.0)}
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
KNOWN = {
    "postgres": {"url", "insecure_postgres"},
    "collect": {"api", "base_url", "every", "limits", "share", "requests", "per", "at_once"},
    "lake": {"path", "every"},
}


@dataclass(frozen=True)
class Config:
    """What the file of a fleet says.

    Attributes:
        url: The database, without a password; that is `PGPASSWORD`.
        insecure: Whether tokens may travel unprotected to a database on another machine.
        api: `nibe-uplink` or `myuplink`.
        base_url: Where the API is; None for its own address.
        every: How often each system is read, in seconds.
        limits: What the server's limit is bound to, as for `PostgresStore`.
        share: How much of it is used.
        pace: Requests in seconds.
        at_once: Systems that one process reads at the same time.
        lake: The folder of the Delta table; None for none.
        flush: How often rows go there, in seconds.
    """

    url: str
    insecure: bool = False
    api: str = "myuplink"
    base_url: str | None = None
    every: float = 300.0
    limits: tuple[str, ...] = ("application",)
    share: float = 0.8
    pace: tuple[int, float] = field(default=DECLARED["myuplink"])
    at_once: int = 16
    lake: Path | None = None
    flush: float = 60.0

    @classmethod
    def read(cls, path: Path) -> Config:
        """Reads a file.

        Raises:
            SetupError: It cannot be read, or a word in it means nothing.
        """
        import tomllib

        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise SetupError(f"there is no file {path}; docs/fleet.md shows what stands in it") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SetupError(f"{path}: {error}") from None
        for table, content in given.items():
            known = KNOWN.get(table)
            if known is None or not isinstance(content, dict):
                raise SetupError(f"{path}: there is no table [{table}]; there are {', '.join(KNOWN)}")
            for word in content.keys() - known:
                raise SetupError(f"{path}: [{table}] has no {word}; it has {', '.join(sorted(known))}")
        postgres, collect, lake = (given.get(table, {}) for table in KNOWN)
        try:
            return cls._of(postgres, collect, lake)
        except (TypeError, ValueError) as error:
            raise SetupError(f"{path}: {error}") from None

    @classmethod
    def _of(cls, postgres: dict[str, Any], collect: dict[str, Any], lake: dict[str, Any]) -> Config:
        url = str(postgres.get("url", ""))
        if not re.match(r"postgres(ql)?://[^/@:]+@", url):
            raise ValueError(
                "[postgres] url: write postgres://USER@HOST/DATABASE; the password is the variable PGPASSWORD"
            )
        api = collect.get("api", "myuplink")
        if api not in DECLARED:
            raise ValueError(f"[collect] api is one of {', '.join(DECLARED)}, not {api!r}")
        requests, per = DECLARED[api]
        pace = (int(collect.get("requests", requests)), seconds(collect.get("per", per)))
        limits = collect.get("limits", ["application"])
        if not isinstance(limits, list):
            raise ValueError('[collect] limits is a list, such as ["application"]')
        at_once = int(collect.get("at_once", 16))
        if at_once < 1:
            raise ValueError("[collect] at_once is 1 or more")
        return cls(
            url=url,
            insecure=bool(postgres.get("insecure_postgres", False)),
            api=api,
            base_url=collect.get("base_url"),
            every=seconds(collect.get("every", "5m")),
            limits=tuple(limits),
            share=float(collect.get("share", 0.8)),
            pace=pace,
            at_once=at_once,
            lake=Path(lake["path"]) if "path" in lake else None,
            flush=seconds(lake.get("every", "1m")),
        )

    def store(self) -> PostgresStore:
        """Where tokens and the pace are."""
        return PostgresStore(self.url, insecure=self.insecure, limits=self.limits, share=self.share, pace=self.pace)

    def dsn(self) -> str:
        """The database for connections of our own, which are protected unless they stay on this machine."""
        host = urlsplit(self.url).hostname or ""
        if self.insecure or host in ("localhost", "::1") or host.startswith(("127.", "%2f")):
            return self.url
        return f"{self.url}{'&' if '?' in self.url else '?'}sslmode=verify-full&sslrootcert=system"


def seconds(given: Any) -> float:
    """A time such as 90, "90s", "5m" or "1h"."""
    if isinstance(given, int | float) and given > 0:
        return float(given)
    found = re.fullmatch(r"(\d+)([smhd])", str(given))
    if found is None or int(found[1]) == 0:
        raise ValueError(f"a time is written as 90s, 5m or 1h, not {given!r}")
    return float(int(found[1]) * UNITS[found[2]])


def cadence(systems: int, every: float, pace: tuple[int, float], share: float) -> str:
    """How often the limit lets so many systems be read, in a sentence."""
    requests, per = pace
    step = per / (requests * share)
    around = systems * step
    said = f"{systems:,} systems at {60 / step:g} requests a minute: one round takes {_span(around)}"
    if around > every:
        return f"{said}, longer than the {_span(every)} that are wanted; slots that come too early are left out"
    return f"{said}, within the {_span(every)} that are wanted"


def _span(duration: float) -> str:
    minutes, left = divmod(round(duration), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (left if not hours else 0, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"
