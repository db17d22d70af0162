"""What both clients of a pump have in common."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from nibe_uplink import _core
from nibe_uplink._core import nibe
from nibe_uplink._options import Configured, hidden
from nibe_uplink.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import timedelta

    from nibe_uplink._response import RequestSent, ResponseReceived
    from nibe_uplink.local._reading import PointTold, WrittenTold


class OfPump(Configured):
    """A client of a pump, in whichever way it waits."""

    _api = "local"
    _environment = "NIBE_LOCAL"
    _every_scope: ClassVar[tuple[str, ...]] = ()
    _leave_out: ClassVar[Mapping[str, tuple[str, str]]] = MappingProxyType({})
    _writes: ClassVar[Mapping[str, str]] = MappingProxyType({})
    _logs_in = False

    def __init__(
        self,
        address: str | None = None,
        username: str | None = None,
        password: str | _core.Secret | None = None,
        fingerprint: str | None = None,
        *,
        base_url: str | None = None,
        root_certificate: str | os.PathLike[str] | None = None,
        timeout: float | timedelta | None = 30.0,
        retries: int = 2,
        keep_pace: bool = True,
        on_request: Callable[[RequestSent], object] | None = None,
        on_response: Callable[[ResponseReceived], object] | None = None,
    ) -> None:
        """Sets the client up; nothing is sent. `paired` takes all of this from the file that `pair` wrote.

        Args:
            address: Where the pump is, such as `192.168.1.20`; with a port where it is not 8443.
            username: The user name of the pump's menu 7.5.15.
            password: The password that was set there.
            fingerprint: The SHA-256 of the pump's certificate: no other one is taken. None where an authority vouches
                for it.
            base_url: The same as `address`, as a URL.
            root_certificate: A PEM file of a certificate authority to trust beside those of the machine.
            timeout: Seconds to wait for an answer, or a timedelta, unless the function needs longer; None waits without
                end.
            retries: How often a read that failed for a passing reason is sent again. Writes never are.
            keep_pace: Whether one request at a time goes to the pump, from all clients of the process; more make real
                pumps take no connections any more.
            on_request: Called with a `RequestSent` for each request, for metrics.
            on_response: Called with a `ResponseReceived` for what became of each request.

        Raises:
            SetupError: A setting cannot work.
        """
        password = hidden(password)
        where = base_url or address
        if not where or not username or password is None:
            raise SetupError(
                "a client of a pump needs its address, username and password; `pair` keeps them, and "
                "`Client.paired()` takes them from there"
            )
        self._credentials = [("account", username, password)]
        self._pin = fingerprint
        super().__init__(
            base_url=nibe.local_base_url(where),
            timeout=timeout,
            retries=retries,
            keep_pace=keep_pace,
            root_certificate=root_certificate,
            on_request=on_request,
            on_response=on_response,
        )

    @classmethod
    def paired(cls, address: str | None = None, *, file: str | os.PathLike[str] | None = None, **options: Any) -> Self:
        """A client of a pump that was paired.

        Args:
            address: Which one; None for the one that was paired last.
            file: Where the pairing is kept; None for the file of the program `nibe-uplink`.
            options: Go to the constructor.

        Raises:
            SetupError: It was not paired yet, or the file cannot be read.

        Example:
            >>> pairing = local.pair(pump_address, username, password)
            >>> pump = local.Client.paired()
        """
        base_url, username, password, fingerprint = nibe.local_pairing(
            None if file is None else os.fspath(file), address
        )
        given: dict[str, Any] = {"username": username, "password": password, "fingerprint": fingerprint, **options}
        return cls(base_url, **given)

    @classmethod
    def from_env(cls, **options: Any) -> Self:
        """A client from the environment; `options` go to the constructor and win.

        Reads `NIBE_LOCAL_BASE_URL`, `NIBE_LOCAL_USERNAME`, `NIBE_LOCAL_PASSWORD` and `NIBE_LOCAL_FINGERPRINT`; what is
        not there comes from the pairing file, `NIBE_LOCAL_PIN_FILE` or that of the program `nibe-uplink`.

        Raises:
            SetupError: What a client needs is missing.

        Example:
            >>> pump = local.Client.from_env(timeout=10)
        """
        names = ("base_url", "username", "password", "fingerprint")
        found: dict[str, Any] = {name: os.environ.get(f"NIBE_LOCAL_{name.upper()}") or None for name in names}
        if found["password"]:
            found["password"] = hidden(found["password"])
        given = {name: value for name, value in found.items() if value is not None} | options
        if all(given.get(name) for name in ("base_url", "username", "password")):
            return cls(**given)
        kept = nibe.local_pairing(os.environ.get("NIBE_LOCAL_PIN_FILE") or None, given.get("base_url"))
        stored: dict[str, Any] = dict(zip(names, kept, strict=True))
        return cls(**(stored | given))

    def _begin_points(
        self, ids: Iterable[int | str] | None, device: int | str, language: str | None
    ) -> _core.Pending[list[PointTold]]:
        wanted = None if ids is None else [int(one) for one in ids]
        return nibe.local_points(self._core, device, wanted, language)

    def _begin_write(
        self,
        values: Mapping[int, float | str] | Mapping[str, float | str],
        device: int | str,
        looks: tuple[float, float] | None,
    ) -> _core.Pending[list[WrittenTold]]:
        """Writes that have not started; `looks` says within how many seconds and how often to look."""
        return nibe.local_write(self._core, device, {int(id_): value for id_, value in values.items()}, looks)

    def _begin_modes(
        self, device: int | str, aid: Literal["on", "off"] | None, smart: Literal["normal", "away"] | None
    ) -> _core.Pending[None]:
        return nibe.local_modes(self._core, device, aid, smart)
