"""How the steps of a login are carried out: one after the other, or while an event loop goes on."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from ._core import Pending

T = TypeVar("T")

# Tells a step that nobody waits for it any more.
GivenUp = Callable[[], bool]
# Longer than the terminal takes to notice that it was given up, and to be as it was before.
_FAREWELL = 0.2


class Blocking:
    """Waits for each step, so that nothing suspends."""

    on_loop = False

    async def wait(self, work: Pending[T]) -> T:
        """What a piece of work gives."""
        return work.wait()

    async def aside(self, step: Callable[[GivenUp], T]) -> T:
        """What a step gives that may take long."""
        return step(lambda: False)


class OnLoop:
    """Lets the event loop go on at each step."""

    on_loop = True

    async def wait(self, work: Pending[T]) -> T:
        """What a piece of work gives."""
        return await work

    async def aside(self, step: Callable[[GivenUp], T]) -> T:
        """What a step gives that may take long, from a thread that holds nothing up when it is cancelled."""
        import asyncio
        from contextlib import suppress
        from contextvars import copy_context
        from threading import Event, Thread

        loop, over = asyncio.get_running_loop(), Event()
        done: asyncio.Future[T] = loop.create_future()

        def tell(say: Callable[[Any], None], what: object) -> None:
            def unless_over() -> None:
                if not done.done():
                    say(what)

            # The loop may be closed by now.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(unless_over)

        def run() -> None:
            try:
                tell(done.set_result, step(over.is_set))
            except BaseException as error:
                tell(done.set_exception, error)

        thread = Thread(target=copy_context().run, args=(run,), name="uplink-login", daemon=True)
        thread.start()
        try:
            return await done
        except asyncio.CancelledError:
            over.set()
            thread.join(_FAREWELL)
            raise


def at_once(steps: Coroutine[Any, Any, T]) -> T:
    """The end of a coroutine that never suspends, as those do whose steps are `Blocking`."""
    try:
        steps.send(None)
    except StopIteration as end:
        value: T = end.value
        return value
    raise RuntimeError("this is a bug, please report it: a blocking login suspended")
