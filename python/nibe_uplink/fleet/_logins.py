"""Logins of owners, one or ten thousand, in any order."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from nibe_uplink import Login
from nibe_uplink.errors import SetupError, UplinkError
from nibe_uplink.fleet._collector import found, made
from nibe_uplink.fleet._systems import Systems, connected

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nibe_uplink.fleet._config import Config

# Owners that are named where somebody is missing.
MOST_NAMED = 10


def take_in(config: Config, owners: Sequence[str], addresses: Iterable[str]) -> None:
    """Prints a link for each owner and adds the systems of those whose browsers' addresses come.

    Args:
        config: What the fleet is set up with.
        owners: Whose logins are asked for.
        addresses: What their browsers end at, one in a line, in any order; others in between are told.

    Raises:
        SetupError: The addresses end before everybody has logged in.
    """
    store = config.store()
    # Found by the state of the link, so that each address costs the same however many wait.
    waiting: dict[str, tuple[str, Any, Login]] = {}
    failed: list[str] = []
    for owner in owners:
        client = made(config, store, owner, blocking=True)
        login = Login.begin(client)
        waiting[_state(login.url)] = owner, client, login
        print(f"{owner}\t{login.url}", flush=True)
    print("paste the addresses that the browsers end at, one in a line", file=sys.stderr, flush=True)
    with asyncio.Runner() as runner:
        pool = runner.run(connected(config.dsn(), 1))
        try:
            table = Systems(pool)
            for line in addresses:
                address = line.strip()
                known = waiting.get(_state(address))
                if known is None:
                    print("error: this address belongs to none of these links", file=sys.stderr, flush=True)
                    continue
                owner, client, login = known
                try:
                    login.check(address)
                    # A login is good for one answer.
                    del waiting[_state(address)]
                    login.finish(address).wait()
                    systems = found(config.api, client)
                except UplinkError as error:
                    print(f"error: {owner}: {error}", file=sys.stderr, flush=True)
                    # Whose link is still good may try again.
                    if _state(address) not in waiting:
                        failed.append(owner)
                    print(f"{owner}\tno systems", flush=True)
                else:
                    runner.run(table.add(config.api, owner, systems, config.every))
                    print(f"{owner}\t{len(systems)} systems", flush=True)
                if not waiting:
                    break
        finally:
            runner.run(pool.close())
    if missing := [*failed, *(owner for owner, *_ in waiting.values())]:
        more = f" and {len(missing) - MOST_NAMED:,} others" if len(missing) > MOST_NAMED else ""
        raise SetupError(
            f"nobody has logged in for {', '.join(missing[:MOST_NAMED])}{more}; run `fleet add` again for them"
        )


def _state(address: str) -> str:
    """What tells which link an address belongs to; a text that is no address belongs to none."""
    try:
        return parse_qs(urlsplit(address).query).get("state", [""])[0]
    except ValueError:
        return ""
