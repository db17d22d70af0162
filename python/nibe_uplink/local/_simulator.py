"""A pump on this machine, for trying things out and for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nibe_uplink.errors import SetupError
from nibe_uplink.simulator import BaseSimulator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from os import PathLike

    from nibe_uplink.local._generated.aio import AsyncClient
    from nibe_uplink.local._generated.client import Client


class Simulator(BaseSimulator["Client", "AsyncClient"]):
    """A pump on this machine that answers as one of the S-series does, over HTTPS. A context manager.

    Args:
        machine: A file with what a real pump answers to a request of all its points, in place of the demo machine.
        spec: A spec file; the service then answers from its examples, over HTTP.
        read_only: Whether it only lets its values be read, as menu 7.5.15 can.
        whole_points: Whether it answers a write with the whole point, as some firmware does; else with a word.
        bears_overlap: Whether it bears requests that overlap; else it takes no connection for half a minute after them,
            as real pumps do.
        firmware: The version of its software: `"4.5.7"`, `"4.12.8"` or `"4.13.12"`; None for 4.12.8.
        update_at: When its software is updated to the newest by itself, by its clock; None for never.
        speed: Simulated seconds for each real second; 0 stops the clock.
        at: The simulated time at the start; None for now.
        port: The port on 127.0.0.1; 0 lets the system choose.
        seed: Another house and another weather.
        state: A file for what survives a restart.

    Raises:
        SetupError: A file cannot be used, the port is taken, or options do not go together.
    """

    _api = "local"
    _every_scope: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        *,
        machine: str | PathLike[str] | None = None,
        spec: str | PathLike[str] | None = None,
        read_only: bool = False,
        whole_points: bool = False,
        bears_overlap: bool = False,
        firmware: Literal["4.5.7", "4.12.8", "4.13.12"] | None = None,
        update_at: datetime | str | None = None,
        speed: float = 1.0,
        at: datetime | str | None = None,
        port: int = 0,
        seed: int | None = None,
        state: str | PathLike[str] | None = None,
    ) -> None:
        self._manners = {
            "read_only": read_only,
            "whole_points": whole_points,
            "bears_overlap": bears_overlap,
            "firmware": firmware,
            "update_at": update_at,
        }
        machines = () if machine is None else (machine,)
        super().__init__(machines=machines, spec=spec, speed=speed, at=at, port=port, seed=seed, state=state)

    @property
    def username(self) -> str:
        """The user name that it takes."""
        return self._service.credentials()[0][1] or ""

    @property
    def password(self) -> str:
        """The password that it takes, good for this service only."""
        return self._service.password or ""

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of its certificate."""
        return self._service.fingerprint or ""

    @property
    def devices(self) -> list[str]:
        """The serial numbers of what is behind it."""
        return self._service.systems

    def restart(self) -> None:
        """Starts the controller anew: for a minute part of its points is missing.

        Example:
            >>> sim.restart()
        """
        self._service.trouble(self.devices[0], "restart", True)

    def update(self) -> None:
        """Updates its software to the newest: it is away for half a minute and starts with another certificate.

        Example:
            >>> sim.update()
        """
        self._service.trouble(self.devices[0], "update", True)

    def new_certificate(self) -> None:
        """Gives it another certificate, as a reset to what the factory set does.

        Example:
            >>> sim.new_certificate()
        """
        self._service.trouble(self.devices[0], "certificate", True)

    def _kinds(self) -> tuple[type[Client], type[AsyncClient]]:
        from nibe_uplink.local._generated.aio import AsyncClient
        from nibe_uplink.local._generated.client import Client

        return Client, AsyncClient

    def _logged_in(self, kind: Any, scopes: Iterable[str] | None, **options: Any) -> Any:
        if scopes is not None and list(scopes):
            raise SetupError("a pump has no login, so nobody grants scopes")
        (_, username, password), *_ = self._service.credentials()
        given = {"username": username, "password": password, "fingerprint": self.fingerprint or None, **options}
        return kind(self.base_url, **given)
