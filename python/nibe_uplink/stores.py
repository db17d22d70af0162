"""Where tokens are kept."""

from __future__ import annotations

from os import fspath

from . import _core
from .errors import SetupError

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
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
        path: The file; it and its folder are made when the first token is saved. None for `tokens.json` in the folder
            `nibe-uplink` (that of the program; `uplink-runtime` of packages on that) below `$XDG_STATE_HOME`, which is
            `~/.local/state` unless it is set.

    Raises:
        StoreError: There is no home directory and no path.
    """

    def __init__(self, path: str | PathLike[str] | None = None) -> None:
        self._path = _core.default_token_file() if path is None else fspath(path)
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

    Threads and tasks that share one store take turns at each login. Several processes do only with `lock`; without it
    each of them sends the refresh token, and a server that takes it once ends the login.

    Args:
        load: Is given a key and returns the text that was saved under it, or None.
        save: Is given a key and a text to keep durably, or None to keep nothing.
        lock: Is given a key and returns a context manager that keeps other processes out, such as a file lock or a row
            lock of a database. It is held over a whole renewal, which takes seconds, so that a lock that ends by itself
            after a while protects nothing. It is entered and left on one thread; what leaving raises is not seen.

    All three are plain functions, which a thread of their own calls, of asynchronous clients too; one that needs the
    event loop hands its work over, by `asyncio.run_coroutine_threadsafe(work(), loop).result()`.

    Raises:
        SetupError: One of them is a coroutine function.
    """

    def __init__(
        self,
        load: Callable[[str], str | None],
        save: Callable[[str, str | None], object],
        *,
        lock: Callable[[str], AbstractContextManager[object]] | None = None,
    ) -> None:
        from inspect import iscoroutinefunction

        for name, function in (("load", load), ("save", save), ("lock", lock)):
            if iscoroutinefunction(function):
                raise SetupError(
                    f"{name} has to be a plain function, which a thread of its own calls; one that needs the event "
                    f"loop hands its work over: asyncio.run_coroutine_threadsafe({name}(...), loop).result()"
                )
        self._store = _core.Store.callbacks(load, save, lock)

    def __repr__(self) -> str:
        return "CallbackStore(...)"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a CallbackStore cannot be pickled; make another in the other process")


class KeyringStore(CallbackStore):
    """Keeps tokens in the keyring of the system: Keychain, Secret Service, KWallet or Windows Credential Locker.

    Needs the extra `keyring`. Programs of one user that share the keyring take turns by a lock file beside
    `FileStore()`, which holds no secret. Where the system has no keyring this store refuses to be made; it never falls
    back to a file.

    Args:
        service: What the entries are filed under.

    Raises:
        SetupError: `keyring` is not installed, or has no keyring to use.
    """

    def __init__(self, service: str = _core.APPLICATION) -> None:
        # First, since tracebacks show it.
        self._service = service
        try:
            import keyring
            from keyring.backends.fail import Keyring as Nothing
        except ImportError:
            raise SetupError(
                f"KeyringStore needs the package keyring; install it with: pip install '{_core.DISTRIBUTION}[keyring]'"
            ) from None
        ring = keyring.get_keyring()
        if isinstance(ring, Nothing):
            raise SetupError("this system has no keyring that can be used; keep tokens in a FileStore")

        def save(key: str, text: str | None) -> None:
            if text is not None:
                ring.set_password(service, key, text)
            elif ring.get_password(service, key) is not None:
                ring.delete_password(service, key)

        super().__init__(lambda key: ring.get_password(service, key), save, lock=_turns)

    def __repr__(self) -> str:
        return f"KeyringStore({self._service!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return KeyringStore, (self._service,)


class PostgresStore:
    """Keeps tokens in a Postgres database that programs on many machines share, sealed with a key that it never sees.

    Of all programs one renews a login while its row is locked, and the others get its result; `owner` of a client says
    whose login it is. A renewal that was cut off is noticed, and a login that the server refused is left alone by all
    of them. The connection is protected unless it stays on this machine. A pooler may stand between, in transaction
    mode too.

    Args:
        dsn: The database: `postgres://USER@HOST:PORT/DATABASE`. An address without a password takes `PGPASSWORD`.
        key: 32 random bytes in Base64 (`openssl rand -base64 32`); None for the environment variable
            `NIBE_UPLINK_TOKEN_KEY` (`UPLINK_TOKEN_KEY` of packages on `uplink-runtime`). Of several keys, with commas
            between them, the first one seals and all of them
            open, so that a key can be replaced: logins take the first one when they are next renewed.
        insecure: Whether tokens and password may travel unprotected to another machine.
        limits: What the server's limit is bound to; all clients that share it take their turns together, each right
            before it sends: `"application"` (a client identifier), `"user"` (a login), or `"ip:NAME"` and
            `"device:NAME"` for whatever shares an address or a device, by a name of yours. Several hold together.
        share: How much of each limit is used, above 0 and at most 1; the rest is left to others.
        pace: Requests in seconds, such as `(25, 60)`; None for what the API declares.

    Raises:
        SetupError: The address or the key cannot be used. What the database refuses is a `StoreError` at first use.
    """

    _place = "..."

    def __init__(
        self,
        dsn: str | _core.Secret,
        key: str | _core.Secret | None = None,
        *,
        insecure: bool = False,
        limits: Iterable[str] = ("application",),
        share: float = 0.8,
        pace: tuple[int, float] | None = None,
    ) -> None:
        from os import environ

        if not isinstance(dsn, _core.Secret):
            dsn = _core.Secret(dsn)
        if key is None:
            key = environ.get(_core.TOKEN_KEY)
        if not key:
            raise SetupError(
                f"a PostgresStore needs a key that seals what it keeps: set {_core.TOKEN_KEY}, for instance to what "
                "`openssl rand -base64 32` gives, and keep it apart from the database"
            )
        if not isinstance(key, _core.Secret):
            key = _core.Secret(key)
        self._store = _core.Store.postgres(dsn, key, insecure, list(limits), share, pace)
        self._place = self._store.place()

    def __repr__(self) -> str:
        return f"PostgresStore({self._place!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a PostgresStore cannot be pickled, because it holds a key; make another in the other process")


def _turns(key: str) -> AbstractContextManager[object]:
    """Keeps other processes of this user out."""
    from contextlib import contextmanager
    from pathlib import Path

    @contextmanager
    def locked() -> Iterator[None]:
        path = Path(_core.default_token_file()).with_name("keyring.lock")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("ab") as file:
            try:
                from fcntl import LOCK_EX, LOCK_UN, flock
            except ImportError:
                # Windows: threads take turns all the same.
                yield
                return
            flock(file, LOCK_EX)
            try:
                yield
            finally:
                # A process that was forked meanwhile has the file open, too.
                flock(file, LOCK_UN)

    return locked()


TokenStore = MemoryStore | FileStore | CallbackStore | PostgresStore
