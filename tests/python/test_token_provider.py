"""Access tokens that the program around the client takes care of."""

from __future__ import annotations

import asyncio
import inspect
import threading
import traceback
from collections.abc import Callable
from typing import Any

import pytest

import nibe_uplink
from nibe_uplink import errors


class Host:
    """What Home Assistant has: tokens that it renews itself."""

    def __init__(self, sim: nibe_uplink.Simulator) -> None:
        self.sim = sim
        self.asked = 0
        self.threads: set[str] = set()
        self._token = ""

    def fresh(self) -> str:
        """Another token."""
        self._token = self.sim._service.issue(["READSYSTEM"])[0]
        return self._token

    def plain(self) -> str:
        self.asked += 1
        self.threads.add(threading.current_thread().name)
        return self._token or self.fresh()

    async def awaited(self) -> str:
        await asyncio.sleep(0)
        return self.plain()


def both(sim: nibe_uplink.Simulator, provider: Callable[[], Any], **options: Any) -> list[Callable[[], Any]]:
    """A call of each kind of client that takes such a function."""
    settings: dict[str, Any] = {"base_url": sim.base_url, "keep_pace": False} | options

    async def awaited() -> Any:
        client = nibe_uplink.AsyncClient.from_token_provider(provider, **settings)
        return await client.system(sim.systems[0])

    def blocking() -> Any:
        return nibe_uplink.Client.from_token_provider(provider, **settings).system(sim.systems[0])

    return [lambda: asyncio.run(awaited())] + ([] if inspect.iscoroutinefunction(provider) else [blocking])


@pytest.mark.parametrize("way", ["plain", "awaited"])
def test_the_host_gives_the_token(sim: nibe_uplink.Simulator, way: str) -> None:
    host = Host(sim)
    for call in both(sim, getattr(host, way)):
        assert call().system_id == sim.systems[0]
    main = threading.current_thread().name
    assert host.threads == {main} if way == "awaited" else main not in host.threads
    assert sim.oauth_requests() == []


@pytest.mark.parametrize("way", ["plain", "awaited"])
def test_a_token_that_was_refused_is_asked_for_once_more(sim: nibe_uplink.Simulator, way: str) -> None:
    host = Host(sim)
    host._token = "ended"

    def renewing() -> str:
        return host.plain() if host.asked == 0 else host.fresh()

    async def awaited() -> str:
        return renewing()

    for call in both(sim, renewing if way == "plain" else awaited):
        host.asked, host._token = 0, "ended"
        assert call()
    for call in both(sim, lambda: "ended"):
        with pytest.raises(errors.LoginRequired, match="once more") as info:
            call()
        assert info.value.why == "revoked"


def test_what_the_host_raises_is_told_without_its_words(sim: nibe_uplink.Simulator) -> None:
    def raises() -> str:
        raise KeyError("5ecret")

    async def broken_too() -> str:
        return raises()

    for provider in (raises, broken_too):
        for call in both(sim, provider):
            with pytest.raises(errors.Temporary, match="raised KeyError") as info:
                call()
            assert "5ecret" not in str(info.value)
            # As with `raise ... from`: the line that failed is the program's own.
            assert type(info.value.__cause__) is KeyError
            assert [frame.name for frame in traceback.extract_tb(info.value.__cause__.__traceback__)][-1] == "raises"
    for wrong in (lambda: None, lambda: "", lambda: "two\nlines"):
        for call in both(sim, wrong):
            with pytest.raises(errors.Temporary, match="access tokens"):
                call()


def test_a_blocking_client_takes_plain_functions(sim: nibe_uplink.Simulator) -> None:
    host = Host(sim)
    with pytest.raises(errors.SetupError, match="plain function"):
        nibe_uplink.Client.from_token_provider(host.awaited)
    with pytest.raises(errors.SetupError, match="from_token takes"):
        nibe_uplink.Client.from_token_provider("token")  # type: ignore[arg-type]
    client = nibe_uplink.Client.from_token_provider(lambda: host.awaited(), base_url=sim.base_url)
    with pytest.raises(errors.Temporary, match="a coroutine to a blocking client"):
        client.system(sim.systems[0])


def test_nobody_logs_in_to_it(sim: nibe_uplink.Simulator) -> None:
    client = nibe_uplink.Client.from_token_provider(Host(sim).plain, scopes="READSYSTEM", base_url=sim.base_url)
    assert client.granted() == ["READSYSTEM"]
    with pytest.raises(errors.MissingScope):
        client.set_parameters(sim.systems[0], {47011: 1})
    with pytest.raises(errors.SetupError, match="nobody logs in"):
        client.login()


def test_cancelling_a_call_cancels_the_host(sim: nibe_uplink.Simulator) -> None:
    async def main() -> None:
        begun, ended = asyncio.Event(), asyncio.Event()

        async def never() -> str:
            begun.set()
            try:
                await asyncio.sleep(60)
            finally:
                ended.set()
            return ""

        client = nibe_uplink.AsyncClient.from_token_provider(never, base_url=sim.base_url)
        task = asyncio.ensure_future(client.system(sim.systems[0]))
        await asyncio.wait_for(begun.wait(), 20)
        task.cancel()
        await asyncio.wait_for(ended.wait(), 20)

    asyncio.run(main())


def test_the_loop_is_never_held_up(sim: nibe_uplink.Simulator) -> None:
    """As in Home Assistant: its provider, its loop, one call after another, then unloaded."""
    host = Host(sim)

    async def main() -> int:
        loop = asyncio.get_running_loop()
        gaps: list[float] = []
        watching = True

        async def heartbeat() -> None:
            while watching:
                before = loop.time()
                await asyncio.sleep(0)
                gaps.append(loop.time() - before)

        client = nibe_uplink.AsyncClient.from_token_provider(host.awaited, base_url=sim.base_url, keep_pace=False)
        # What is imported at the first call is no part of it.
        await client.system(sim.systems[0])
        heart = asyncio.create_task(heartbeat())
        for _ in range(20):
            await client.parameters(sim.systems[0], [40004, 40008])
        watching = False
        await heart
        return sum(gap > 0.005 for gap in gaps)

    # A busy machine holds everybody up now and then; what held the loop up would do so at each of the 20 calls.
    assert min(asyncio.run(main()) for _ in range(5)) < 10


def test_two_loops_have_their_own(sim: nibe_uplink.Simulator) -> None:
    host = Host(sim)
    loops: list[asyncio.AbstractEventLoop] = []

    async def provider() -> str:
        loops.append(asyncio.get_running_loop())
        return await host.awaited()

    client = nibe_uplink.AsyncClient.from_token_provider(provider, base_url=sim.base_url, keep_pace=False)

    async def main() -> asyncio.AbstractEventLoop:
        await client.system(sim.systems[0])
        return asyncio.get_running_loop()

    assert [asyncio.run(main()), asyncio.run(main())] == loops
