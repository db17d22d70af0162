"""What the local services of generated packages stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from . import _core
from ._simulator import BaseSimulator
from .errors import SetupError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Literal

C = TypeVar("C")
A = TypeVar("A")


class DescribedSimulator(BaseSimulator[C, A]):
    """A service on this machine that answers from the examples of the spec. A context manager.

    Args:
        auto_approve: Whether consent is given at once; otherwise a page asks for it.
        scopes: The scopes that consent grants at most; None for all.
        pace: Whether the service enforces the API's pace: `"spec"`, or `"off"` and False.
        speed: Simulated seconds for each real second; 0 stops the clock.
        at: The simulated time at the start; None for now.
        port: The port on 127.0.0.1; 0 lets the system choose.
        profile: How strict the authorization server is; `"strict"` as RFC 9700 asks, None for one that takes much.
        redirect_uri: The callback URL of the application that is registered from the start.
        state: A file for what survives a restart: applications and tokens.

    Raises:
        SetupError: The port is taken, or options do not go together.
    """

    def __init__(
        self,
        *,
        auto_approve: bool = True,
        scopes: Iterable[str] | None = None,
        pace: Literal["spec", "off"] | bool = False,
        speed: float = 1.0,
        at: datetime | str | None = None,
        port: int = 0,
        profile: Literal["strict"] | None = None,
        redirect_uri: str | None = None,
        state: str | os.PathLike[str] | None = None,
    ) -> None:
        super().__init__(
            auto_approve=auto_approve,
            scopes=scopes,
            pace=pace,
            speed=speed,
            at=at,
            port=port,
            profile=profile,
            redirect_uri=redirect_uri,
            state=state,
        )

    def _logged_in(self, kind: Any, scopes: Iterable[str] | None, **options: Any) -> Any:
        for name, username, secret in self._service.credentials():
            names = kind._options[name]
            options |= dict(zip(names, [secret] if username is None else [username, secret], strict=True))
        if kind._logs_in:
            return super()._logged_in(kind, scopes, **options)
        if scopes is not None and list(scopes):
            raise SetupError("this API has no login, so nobody grants scopes")
        if kind._takes_token:
            # The service takes any, since nobody gives them.
            options |= {"token": _core.Secret("any")}
        return kind(base_url=self.base_url, **options)
