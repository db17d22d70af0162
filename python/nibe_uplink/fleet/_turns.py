"""The turns of one process: taken from the database and ended there, many with one statement."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING

from nibe_uplink.fleet._away import DATABASE
from nibe_uplink.fleet._systems import Done

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from nibe_uplink.fleet._away import Away
    from nibe_uplink.fleet._systems import Job, Systems

LOG = logging.getLogger("nibe_uplink.fleet")
# Longer than a reading takes with all its waits.
LEASE = 600.0
# Seconds: turns are taken that come within this time, and others that have come are looked for twice in it.
AHEAD = 1.0
# How long what was read waits for more that goes to the database with it.
GATHER = 0.1
# For a database that is away.
PAUSE = 2.0


class Turns:
    """Takes turns and has each carried out when it comes.

    A turn that was taken waits for its time, then for a place, is carried out, and waits to be ended. What has not
    begun at the end is given back.

    Args:
        systems: Where turns are taken.
        at_once: How many are carried out at the same time.
        read: Carries one out.
        late: Is told of each that somebody else has carried out.
        away: What is away for this process.
    """

    def __init__(
        self,
        systems: Systems,
        at_once: int,
        read: Callable[[Job], Awaitable[Done]],
        late: Callable[[Job], None],
        away: Away,
    ) -> None:
        self._systems, self._at_once, self._away = systems, at_once, away
        self._read, self._late = read, late
        self._loop = asyncio.get_running_loop()
        # There is something to do for `run`.
        self._woken = asyncio.Event()
        self._woken.set()
        self._is_ended = False
        # Nobody is due, or the database is away.
        self._is_resting = False
        self._to_come: dict[Job, asyncio.TimerHandle] = {}
        self._due: deque[Job] = deque()
        self._reading = 0
        self._over: list[Done] = []
        self._gathered: asyncio.TimerHandle | None = None
        # Since turns were last asked for, and when that was.
        self._begun, self._asked = 0, self._loop.time()

    def end(self) -> None:
        """Takes no more; `run` ends when what was begun is over."""
        self._is_ended = True
        self._woken.set()

    async def run(self) -> None:
        """Works until `end` is called."""
        async with asyncio.TaskGroup() as self._group:
            try:
                while not self._is_ended or self._has_turns():
                    await self._woken.wait()
                    self._woken.clear()
                    await self._work()
            finally:
                self._forget()

    async def _work(self) -> None:
        if self._over:
            over, self._over = self._over, []
            if self._gathered is not None:
                self._gathered.cancel()
            await self._finish(over)
        if self._is_ended:
            await self._give_back()
        elif self._wants_turns():
            await self._take()

    def _has_turns(self) -> bool:
        return bool(self._reading or self._over or self._due or self._to_come)

    def _wants_turns(self) -> bool:
        has_place = self._reading < self._at_once and not self._due and not self._to_come
        return has_place and not self._is_resting and not self._is_ended

    async def _take(self) -> None:
        from psycopg import Error

        # One for each free place, and as many again as have begun a moment ago: then what is taken is soon begun,
        # also where places wait for the pace, and a process that is killed held few.
        more = min(self._begun, self._at_once) if self._loop.time() < self._asked + AHEAD else 0
        most = self._at_once - self._reading + more
        self._begun, self._asked = 0, self._loop.time()
        try:
            jobs = await self._systems.take(LEASE, most, AHEAD)
        except Error as error:
            self._away.tell(DATABASE, error)
            self._rest(PAUSE)
            return
        self._away.tell_back(DATABASE)
        if len(jobs) < most:
            self._rest(AHEAD / 2)
        for job in jobs:
            self._to_come[job] = self._loop.call_later(job.wait, self._comes, job)

    def _rest(self, duration: float) -> None:
        def over() -> None:
            self._is_resting = False
            self._woken.set()

        self._is_resting = True
        self._loop.call_later(duration, over)

    def _comes(self, job: Job) -> None:
        del self._to_come[job]
        self._due.append(job)
        self._begin()

    def _begin(self) -> None:
        """Begins what is due as long as there are places."""
        while self._due and self._reading < self._at_once:
            self._reading += 1
            self._begun += 1
            self._group.create_task(self._carry_out(self._due.popleft()))
        if self._wants_turns():
            self._woken.set()

    async def _carry_out(self, job: Job) -> None:
        done = await self._read(job)
        self._over.append(done)
        self._reading -= 1
        self._begin()
        if self._is_ended:
            self._woken.set()
        elif len(self._over) == 1:
            self._gathered = self._loop.call_later(GATHER, self._woken.set)

    async def _finish(self, over: list[Done]) -> None:
        """Ends what is over. While the database is away it is kept, and may be somebody else's turn by then."""
        from psycopg import DataError, Error

        was_away = False
        while True:
            try:
                done = await self._systems.finish(over)
                self._away.tell_back(DATABASE)
                break
            except DataError as error:
                # A text that no database takes must not keep the others from theirs.
                if len(over) > 1:
                    for turn in over:
                        await self._finish([turn])
                    return
                [turn] = over
                # The rest of what it says holds some of the readings.
                why = error.diag.message_primary or type(error).__name__
                LOG.warning("%s of %s cannot be kept: %s", turn.job.system, turn.job.owner, why)
                over = [Done(turn.job, error=type(error).__name__)]
            except Error as error:
                self._away.tell(DATABASE, error)
                was_away = True
                await asyncio.sleep(PAUSE)
        # After a commit whose answer was lost it was this process itself.
        if not was_away:
            for turn in over:
                if turn.job not in done:
                    self._late(turn.job)

    async def _give_back(self) -> None:
        """Lets others have what was not begun."""
        from psycopg import Error

        jobs = self._forget()
        if jobs:
            try:
                await self._systems.give_back(jobs)
            except Error as error:
                # Others take them when the time is over for which they were taken.
                self._away.tell(DATABASE, error)

    def _forget(self) -> list[Job]:
        """Begins nothing more; gives what was not begun."""
        for handle in self._to_come.values():
            handle.cancel()
        jobs = [*self._to_come, *self._due]
        self._to_come.clear()
        self._due.clear()
        return jobs
