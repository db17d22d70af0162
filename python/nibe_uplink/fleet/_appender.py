"""The program that appends to the table, for as long as there is something to append."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

PROGRAM = Path(__file__).with_name("_table.py")


class Appender:
    """Starts the program with the first batch, and ends it at the end of the block.

    Args:
        path: The folder of the table.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.stdin is not None:
            # It ends when nothing more can come.
            self._process.stdin.close()
            await self._process.wait()

    async def append(self, name: str, batch: int, rounds: Sequence[str]) -> None:
        """Appends a batch of rounds, each a line of JSON.

        Raises:
            OSError: It could not be appended.
        """
        if self._process is None:
            # The folder of the program is kept out of the places where it looks for modules.
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", str(PROGRAM), str(self._path),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
        source, answers = self._process.stdin, self._process.stdout
        if source is None or answers is None:
            return
        source.write(json.dumps([name, batch, len(rounds)]).encode() + b"\n")
        for line in rounds:
            source.write(line.encode() + b"\n")
            await source.drain()
        said = (await answers.readline()).decode()
        if not said.endswith("\n"):
            raise OSError(f"the program that writes the table ended with {await self._process.wait()}")
        if said.strip():
            raise OSError(said.strip())
