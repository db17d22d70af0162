"""Where tokens are kept."""

from __future__ import annotations

from os import fspath

from nibe_uplink import _core

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from os import PathLike
    from pathlib import Path
    from typing import Any


class MemoryStore:
    """Keeps tokens until the program ends."""

    def __init__(self) -> None:
        self._store = _core.Store.memory()

    def __repr__(self) -> str:
        return "MemoryStore()"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a MemoryStore cannot be pickled, because it holds tokens; use a FileStore to share a login")


class FileStore:
    """Keeps tokens in a file that only its owner can read; several programs may share it.

    Args:
        path: The file; it and its folder are made when the first token is saved.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self._path = fspath(path)
        self._store = _core.Store.file(self._path)

    @property
    def path(self) -> Path:
        """The file."""
        from pathlib import Path

        return Path(self._path)

    def __repr__(self) -> str:
        return f"FileStore({self._path!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return FileStore, (self._path,)


class CallbackStore:
    """Lets the program around us keep tokens, as texts that it need not understand, for instance in its database.

    Threads and tasks that share one store take turns. Several processes do only with `lock`; without it each of them
    sends the refresh token, and a server that takes it once ends the login.

    Args:
        load: Is given a key and returns the text that was saved under it, or None.
        save: Is given a key and a text to keep durably, or None to keep nothing.
        lock: Is given a key and returns a context manager that keeps other processes out, such as a file lock or a row
            lock of a database. It is held over a whole renewal, which takes seconds, so that a lock that ends by itself
            after a while protects nothing. It is entered and left on one thread; what leaving raises is not seen.
    """

    def __init__(
        self,
        load: Callable[[str], str | None],
        save: Callable[[str, str | None], object],
        *,
        lock: Callable[[str], AbstractContextManager[object]] | None = None,
    ) -> None:
        self._store = _core.Store.callbacks(load, save, lock)

    def __repr__(self) -> str:
        return "CallbackStore(...)"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a CallbackStore cannot be pickled; make another in the other process")


TokenStore = MemoryStore | FileStore | CallbackStore
