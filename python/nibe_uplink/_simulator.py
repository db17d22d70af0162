"""A local service that answers in place of an API, for trying things out and for tests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from math import isfinite
from os import PathLike
from types import MappingProxyType, TracebackType
from typing import Any, ClassVar, Generic, Literal, Self, TypeVar

from . import _core
from ._bench import Application, Fault, SeenOAuthRequest, SeenRequest, Tally, Trouble
from ._options import scope_list
from .errors import SetupError

C = TypeVar("C")
A = TypeVar("A")


class BaseSimulator(Generic[C, A]):
    """A service on this machine that answers like a cloud. A context manager.

    `base_url` opened in a browser shows the machines with their last day, applications, tokens and requests, and
    switches troubles and faults by buttons.

    Args:
        auto_approve: Whether consent is given at once; otherwise a page asks for it.
        scopes: The scopes that consent grants at most; None for all.
        machines: Files with captured answers of real machines, in place of the demo machines; for myUplink also its
            lists of points, or folders with such a list and other answers.
        pace: Whether the service enforces the API's pace: `"spec"`, or `"off"` and False.
        speed: Simulated seconds for each real second; 0 stops the clock.
        at: The simulated time at the start; None for now.
        port: The port on 127.0.0.1; 0 lets the system choose.
        spec: A spec file; the service then answers from its examples.
        seed: Which houses and which weather the demo machines have: the same number gives the same ones, another one
            others, and with `at` and `speed=0` a run can be repeated. None for those that docs/heat-pump.md describes.
            With a `state`, give the number that it began with.
        owners: How many owners there are, `owner-00001` and so on, each with a demo machine in a house of its own; None
            for the owners of the demo machines. With `auto_approve` it is the first one who consents, or the one whom
            `login_hint` names in the link.
        rate: Another pace than the API's, as of a contract: so many requests in so many simulated seconds.
        limits: What the pace is bound to, of `"application"`, `"user"`, `"ip"` and `"device"`: each has a count of its
            own, and a request is part of one of each. Without any, all requests are counted together.
        profile: How strict the authorization server is; None for the way of the cloud that is imitated. `"nibe"`: as
            NIBE's was, as far as is known: no PKCE, old refresh tokens live on, a bare `invalid_request` for a dead
            one, a 400 with a code for too many requests; any web address may be the callback, so that no program needs
            to be registered again. `"myuplink"`: codes and refresh tokens are good once, PKCE is honoured. `"strict"`:
            as RFC 9700 asks: PKCE for applications without a secret (and honoured for others), exact callbacks (only
            the port of 127.0.0.1 or [::1] is free), codes and refresh tokens that are good once, a second use of one
            ends the login, and no implicit grant; besides, tokens are given back at `/oauth/revoke` (RFC 7009),
            applications with a secret ask at `/oauth/introspect` what a token of theirs is worth (RFC 7662), and
            `/.well-known/oauth-authorization-server` says what there is (RFC 8414).
        rotation: What a refresh does to the refresh token: `"never"` gives no new one, `"loose"` lets the old one live
            on, `"once"` ends it; None for what the profile has.
        grace: Simulated seconds in which a spent refresh token still works, where the rotation is `"once"`; None for 0.
        pkce: Which logins must use PKCE: `"spec"`: none has to, and it is honoured where the spec says so; `"public"`:
            those of applications without a secret, and it is honoured for others; `"everyone"`; None for what the
            profile has.
        basic: How HTTP Basic is read: `"raw"`, form-`"encoded"`, `"either"`, or `"refused"`; None for either.
        redirect_uri: The callback URL of the application that is registered from the start.
        state: A file for what survives a restart: applications, tokens, and the settings of the machines. Only one
            service at a time can use it.

    Raises:
        SetupError: A file cannot be used, the port is taken, or options do not go together.
    """

    _api: ClassVar[str]
    _every_scope: ClassVar[tuple[str, ...]]
    # How a pump at its own address is set.
    _manners: Mapping[str, Any] = MappingProxyType({})

    def __init__(
        self,
        *,
        auto_approve: bool = True,
        scopes: Iterable[str] | None = None,
        machines: Iterable[str | PathLike[str]] = (),
        pace: Literal["spec", "off"] | bool = False,
        speed: float = 1.0,
        at: datetime | str | None = None,
        port: int = 0,
        spec: str | PathLike[str] | None = None,
        seed: int | None = None,
        owners: int | None = None,
        rate: tuple[int, float] | None = None,
        limits: Iterable[Literal["application", "user", "ip", "device"]] = (),
        profile: Literal["nibe", "myuplink", "strict"] | None = None,
        rotation: Literal["never", "loose", "once"] | None = None,
        grace: float | None = None,
        pkce: Literal["spec", "public", "everyone"] | None = None,
        basic: Literal["either", "raw", "encoded", "refused"] | None = None,
        redirect_uri: str | None = None,
        state: str | PathLike[str] | None = None,
    ) -> None:
        if pace not in ("spec", "off", True, False):
            raise SetupError(f'pace has to be "spec" or "off", not {pace!r}')
        if not 0 <= port < 65536:
            raise SetupError("port has to be from 0 to 65535")
        if seed is not None and not 0 <= seed < 2**64:
            raise SetupError("seed has to be a whole number from 0 to 18446744073709551615")
        if rate is not None and not 1 <= rate[0] < 2**32:
            raise SetupError("rate has to be a number of requests, 1 or more, and seconds")
        if owners is not None and owners < 1:
            raise SetupError("owners has to be a whole number, 1 or more")
        self._service = _core.Simulator(
            api=self._api,
            auto_approve=auto_approve,
            scopes=None if scopes is None else scope_list(scopes),
            machines=[machines] if isinstance(machines, str | PathLike) else list(machines),
            pace=pace in ("spec", True),
            speed=speed,
            at=_moment("at", at),
            port=port,
            spec=spec,
            seed=seed,
            owners=owners,
            rate=rate,
            limits=[limits] if isinstance(limits, str) else list(limits),
            profile=profile,
            rotation=rotation,
            grace=grace,
            pkce=pkce,
            basic=basic,
            redirect_uri=redirect_uri,
            state=state,
            read_only=self._manners.get("read_only", False),
            whole_points=self._manners.get("whole_points", False),
            bears_overlap=self._manners.get("bears_overlap", False),
            firmware=self._manners.get("firmware"),
            update_at=_moment("update_at", self._manners.get("update_at")),
        )

    @property
    def base_url(self) -> str:
        """Where the service listens."""
        return self._service.base_url

    @property
    def client_id(self) -> str:
        """The key of the application that is registered there."""
        return self._service.client_id

    @property
    def client_secret(self) -> str:
        """Its secret, good for this service only."""
        return self._service.client_secret

    @property
    def redirect_uri(self) -> str:
        """Its callback URL; any other web address is accepted too, unless the profile is strict."""
        return self._service.redirect_uri

    @property
    def now(self) -> datetime:
        """The simulated time."""
        return datetime.fromisoformat(self._service.now)

    def _kinds(self) -> tuple[type[C], type[A]]:
        """The classes of the clients; the service of each API names its own."""
        raise NotImplementedError

    def client(self, scopes: Iterable[str] | None = None, *, keep_pace: bool = False, **options: Any) -> C:
        """A client of this service that is logged in.

        Args:
            scopes: What the user granted; None for everything.
            keep_pace: Whether the client keeps the API's pace.
            options: Further options of `Client`.

        Example:
            >>> client = sim.client(scopes=["READSYSTEM"])
        """
        client: C = self._logged_in(self._kinds()[0], scopes, keep_pace=keep_pace, **options)
        return client

    def async_client(self, scopes: Iterable[str] | None = None, *, keep_pace: bool = False, **options: Any) -> A:
        """An asynchronous client of this service that is logged in; see `client`.

        Example:
            >>> client = sim.async_client(scopes=["READSYSTEM"])
        """
        client: A = self._logged_in(self._kinds()[1], scopes, keep_pace=keep_pace, **options)
        return client

    def access_token(self, scopes: Iterable[str] | None = None) -> str:
        """An access token of this service, for programs that bring a client of their own.

        Args:
            scopes: What the user granted; None for everything.

        Example:
            >>> token = sim.access_token(["READSYSTEM"])
        """
        token, *_ = self._service.issue(self._asked(scopes))
        return token

    def _asked(self, scopes: Iterable[str] | None) -> list[str]:
        """Scopes that can be granted."""
        asked = list(self._every_scope) if scopes is None else scope_list(scopes)
        if unknown := [scope for scope in asked if scope not in self._every_scope]:
            raise SetupError(f"there is no scope {unknown[0]}; there are {', '.join(self._every_scope)}")
        if self._every_scope and not asked:
            raise SetupError("consent to no scope gives no token; name a scope, or leave `scopes` out for all")
        return asked

    def _logged_in(self, kind: Any, scopes: Iterable[str] | None, **options: Any) -> Any:
        asked = self._asked(scopes)
        client = kind(
            base_url=self.base_url,
            client_id=self.client_id,
            client_secret=self.client_secret,
            redirect_uri=self.redirect_uri,
            scopes=asked,
            **options,
        )
        client._core.keep(*self._service.issue(asked))
        return client

    def requests(self) -> list[SeenRequest]:
        """The API requests that were seen, in order, at most the last 10,000; those of OAuth are not listed.

        Example:
            >>> system = sim.client().system(80101)
            >>> sim.requests()[-1].function
            'system'
        """
        return [SeenRequest(*seen) for seen in self._service.requests()]

    def advance(self, seconds: float) -> None:
        """Sets the simulated clock forward: values, the life of tokens and the pace move at once.

        Example:
            >>> sim.advance(24 * 3600)
        """
        self._service.advance(seconds)

    def register(self, name: str, redirect_uri: str, *, public: bool = False) -> Application:
        """Registers another application.

        Args:
            name: What the consent page calls it.
            redirect_uri: Its callback URL.
            public: Whether it has no secret, as programs on the user's side cannot keep one.

        Example:
            >>> application = sim.register("My program", "http://127.0.0.1:8976/callback", public=True)
        """
        return Application(*self._service.register(name, redirect_uri, public))

    @property
    def tally(self) -> Tally:
        """How often the token endpoint did what so far: tests read here whether a client behaves."""
        return Tally(*self._service.tally)

    def expire_tokens(self) -> None:
        """Ends the life of all access tokens; refresh tokens live on.

        Example:
            >>> sim.expire_tokens()
        """
        self._service.expire_tokens()

    def oauth_requests(self) -> list[SeenOAuthRequest]:
        """The requests to the authorization server, in order, at most the last 10,000.

        Example:
            >>> seen = sim.oauth_requests()
        """
        return [SeenOAuthRequest(*seen) for seen in self._service.oauth_requests()]

    def block(self, client_id: str | None = None) -> None:
        """Shuts an application out, as NIBE does with one that leaked. Its tokens are kept, but good for nothing.

        Args:
            client_id: Its key; None for the one that is registered from the start.

        Raises:
            SetupError: There is no such application.

        Example:
            >>> sim.block()
        """
        self._service.block(client_id or self.client_id, True)

    def unblock(self, client_id: str | None = None) -> None:
        """Lets an application in again; see `block`.

        Example:
            >>> sim.unblock()
        """
        self._service.block(client_id or self.client_id, False)

    def fault(
        self,
        kind: Fault,
        *,
        on: str | None = None,
        times: int = 1,
        carried_out: bool | None = None,
        status: int | None = None,
        body: str | None = None,
        field: str | None = None,
        seconds: float | None = None,
        form: str | None = None,
        scopes: Iterable[str] | None = None,
        share: float | None = None,
        retry_after: int | None = None,
        location: str | None = None,
        agent: str | None = None,
        begins: datetime | str | None = None,
        ends: datetime | str | None = None,
    ) -> None:
        """Spoils the next answers; each says so in the header `x-simulator-fault`.

        Args:
            kind: What to do. `"status"`: another status with a body. `"html"`: a page with status 200. `"truncate"`:
                the body ends in the middle. `"body"`: another body with status 200. `"add_field"`: unknown fields.
                `"null_field"`: null in a field. `"wrap"`: the body stands in a `field` of an
                object, as older servers sent it. `"drop_items"`: a `share` of a list is left out, each time another.
                `"hang_up"`: the connection ends without an answer. `"delay"`: the
                answer comes late. `"drip"`: the body comes byte by byte. `"endless"`: the body never ends.
                `"token_answer"`: a token answer in a `form` of `MALFORMED` or `ODD`. `"deny"`: the user denies.
                `"fewer_scopes"`: the user grants some `scopes` at most.
            on: Where: the name of a function, `"functions"` for all of them (the default), `"authorize"`, `"token"`,
                `"revoke"`, `"introspect"` or `"metadata"`.
            times: How many answers.
            carried_out: Whether what was asked is done all the same. None: not for `"status"`, as of a server that
                refuses; yes for the others, so `"hang_up"` on `"token"` loses an answer after the tokens were changed.
            status: For `"status"`.
            body: For `"status"` and `"body"`.
            field: For `"null_field"` and `"wrap"`, by its name in the JSON.
            seconds: For `"delay"`, and for `"drip"` between two bytes; real time.
            form: For `"token_answer"`.
            scopes: For `"fewer_scopes"`.
            share: For `"drop_items"`, from 0 to 1.
            retry_after: Seconds that the answer asks to wait.
            location: Where the answer redirects to, with a status of 3xx.
            agent: Only requests of programs whose `User-Agent` holds this, as networks refuse some by their name.
            begins: The simulated time from which answers are spoilt; None for now.
            ends: The simulated time at which that is over; None for when `times` is used up.

        Raises:
            SetupError: Something is missing or unknown.

        Example:
            >>> sim.fault("status", on="parameters", status=503, retry_after=7, times=2)
        """
        if seconds is not None and not (isfinite(seconds) and seconds >= 0):
            raise SetupError("seconds has to be a number, 0 or more")
        if share is not None and not 0 <= share <= 1:
            raise SetupError("share has to be a number from 0 to 1")
        given = {
            "kind": kind,
            "on": on,
            "times": times,
            "carried_out": carried_out,
            "status": status,
            "body": body,
            "field": field,
            "seconds": seconds,
            "form": form,
            "scopes": None if scopes is None else scope_list(scopes),
            "share": share,
            "retry_after": retry_after,
            "location": location,
            "agent": agent,
            "from": _moment("begins", begins),
            "until": _moment("ends", ends),
        }
        self._service.fault(json.dumps({word: value for word, value in given.items() if value is not None}))

    def clear_faults(self) -> None:
        """Takes back every fault that has not struck yet.

        Example:
            >>> sim.clear_faults()
        """
        self._service.clear_faults()

    def trouble(self, system: int | str, kind: Trouble) -> None:
        """Begins a trouble of a demo machine, which `end_trouble` ends.

        Args:
            system: The id of the system.
            kind: What happens. `"sensor"`: the outdoor sensor gives nothing. `"low_pressure"`: the compressor is locked
                and the addition heats. `"filter"`: a third of the heating water comes through. `"offline"`: the cloud
                hears nothing, and shows what it heard last. `"power_cut"`: the same, and the house gets cold.
                `"firmware_update"`: some parameters are missing; at its end the software is newer. `"clock"`: the
                machine is a year behind. `"replaced_controller"`: another serial number, counters from zero, settings
                as delivered.

        Raises:
            SetupError: There is no such trouble or no such machine.

        Example:
            >>> sim.trouble(80101, "low_pressure")
        """
        self._service.trouble(str(system), kind, True)

    def end_trouble(self, system: int | str, kind: Trouble) -> None:
        """Ends a trouble of a demo machine; one that it has not is no error.

        Example:
            >>> sim.end_trouble(80101, "low_pressure")
        """
        self._service.trouble(str(system), kind, False)

    def tamper(
        self,
        kind: Fault,
        *,
        status: int | None = None,
        body: str | None = None,
        field: str | None = None,
        seconds: float | None = None,
        function: str | None = None,
        times: int = 1,
    ) -> None:
        """`fault` for functions, which are carried out all the same.

        Example:
            >>> sim.tamper("null_field", field="unit", function="parameters")
        """
        self.fault(
            kind,
            on=function,
            times=times,
            carried_out=True,
            status=status,
            body=body,
            field=field,
            seconds=seconds,
        )

    def close(self) -> None:
        """Ends the service.

        Example:
            >>> sim.close()
        """
        self._service.stop().wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._service.stop()

    def __repr__(self) -> str:
        # Tracebacks that show variables also show one that never started, or is closed.
        try:
            return f"<{type(self).__name__} at {self.base_url}>"
        except (AttributeError, SetupError):
            return f"<{type(self).__name__} that does not run>"


def _moment(name: str, at: datetime | str | None) -> str | None:
    if not isinstance(at, datetime):
        return at
    if at.tzinfo is None:
        raise SetupError(f"`{name}` needs its zone, such as datetime(2024, 1, 15, 6, tzinfo=timezone.utc)")
    return at.isoformat()
