"""What the clients of both clouds have in common, in whichever way they wait."""

from __future__ import annotations

from types import MappingProxyType

from nibe_uplink._generated import SCOPES
from nibe_uplink._options import Configured, hidden, hidden_secret, settings
from nibe_uplink.errors import SetupError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping
    from datetime import timedelta
    from typing import Any, ClassVar, Literal, Self, Unpack

    from nibe_uplink import _core
    from nibe_uplink._options import ClientOptions
    from nibe_uplink._response import RequestSent, ResponseReceived
    from nibe_uplink.errors import BadRequest
    from nibe_uplink.stores import TokenStore


class OfNibeUplink(Configured):
    """A client of NIBE Uplink with its settings, which `__init__` explains."""

    _api = "nibe-uplink"
    _environment = "NIBE_UPLINK"
    _every_scope = SCOPES
    # The functions that leave unknown parameters out: with their arguments that name the machine and the parameters.
    _leave_out: ClassVar[Mapping[str, tuple[str, str]]] = MappingProxyType(
        {"parameters": ("system_id", "parameter_ids")}
    )
    # The functions that write parameters: with their argument that names them.
    _writes: ClassVar[Mapping[str, str]] = MappingProxyType({"set_parameters": "settings"})

    def __init__(
        self,
        base_url: str | None = None,
        client_id: str | None = None,
        client_secret: str | _core.Secret | None = None,
        redirect_uri: str | None = None,
        scopes: Iterable[str] | None = None,
        token_store: TokenStore | None = None,
        *,
        timeout: float | timedelta | None = 30.0,
        retries: int = 2,
        keep_pace: bool = True,
        owner: str | None = None,
        client_auth: Literal["body", "basic_raw", "basic_encoded"] | None = None,
        pkce: bool | None = None,
        root_certificate: str | os.PathLike[str] | None = None,
        unknown: Literal["warn", "error", "ignore"] = "warn",
        on_request: Callable[[RequestSent], object] | None = None,
        on_response: Callable[[ResponseReceived], object] | None = None,
    ) -> None:
        """Sets the client up; nothing is sent.

        Args:
            base_url: Where the API is; None for the cloud. Moves the OAuth endpoints too, so that a code or secret
                meant for a local service never goes to the cloud.
            client_id: The key of the registered application.
            client_secret: Its secret; None for a public client.
            redirect_uri: Its callback URL.
            scopes: The scopes to ask for at a login; None for all.
            token_store: Where tokens are kept; None for memory. `FileStore()` is the file of the program
                `nibe-uplink`, of `login` and of `from_env`.
            timeout: Seconds, or a timedelta, to wait for an answer, unless the function needs longer; None waits
                without end.
            retries: How often a read that failed for a passing reason is sent again. Writes never are.
            keep_pace: Whether to keep the API's pace.
            owner: Whose tokens these are, when one store holds those of several users.
            client_auth: How the secret is shown to the server: in the `body`, or by HTTP Basic as it is
                (`basic_raw`) or percent-encoded first (`basic_encoded`); None for what the API's server is known to
                take.
            pkce: Whether to use PKCE; None for what the API's server is known to honour.
            root_certificate: A PEM file of a certificate authority to trust beside those of the machine, for the
                API and for tokens.
            unknown: What becomes of names and ids that a machine does not know, which are missing from its answer:
                `warn` (`UnknownParameterWarning`), `error` (`UnknownParameter`) or `ignore`.
            on_request: Called with a `RequestSent` for each request, for metrics. It is called in the thread that
                waits for the call (of an `AsyncClient`, in that of the event loop), at the latest before the call
                returns.
            on_response: The same with a `ResponseReceived`, for what became of the request.

        Each function also takes `timeout`, `max_age` and `extra_headers`; see `with_options`. What the client does is
        reported to the logger `nibe_uplink` of `logging`: waits and retries at INFO and WARNING, each request at DEBUG.

        Raises:
            SetupError: A setting cannot work.
        """
        client_secret = hidden(client_secret)
        if unknown not in ("warn", "error", "ignore"):
            raise SetupError('unknown has to be "warn", "error" or "ignore"')
        self._unknown = unknown
        super().__init__(
            base_url,
            client_id,
            client_secret,
            redirect_uri,
            scopes,
            token_store,
            timeout=timeout,
            retries=retries,
            keep_pace=keep_pace,
            owner=owner,
            client_auth=client_auth,
            pkce=pkce,
            root_certificate=root_certificate,
            on_request=on_request,
            on_response=on_response,
        )

    @classmethod
    def from_env(cls, **options: Unpack[ClientOptions]) -> Self:
        """A client from the environment; `options` go to the constructor and win.

        Reads `NIBE_UPLINK_BASE_URL`, `NIBE_UPLINK_CLIENT_ID`, `NIBE_UPLINK_CLIENT_SECRET`, `NIBE_UPLINK_REDIRECT_URI`,
        `NIBE_UPLINK_TOKEN_FILE`, `NIBE_UPLINK_CLIENT_AUTH` and `NIBE_UPLINK_PKCE` (`on` or `off`). Clients of myUplink
        read `MYUPLINK_BASE_URL` and so on.

        Tokens are in the file of `NIBE_UPLINK_TOKEN_FILE`, or else in that of the program `nibe-uplink`, `FileStore()`.

        Raises:
            SetupError: `NIBE_UPLINK_CLIENT_ID` is missing.

        Example:
            >>> client = nibe_uplink.Client.from_env(timeout=10)
        """
        options = hidden_secret(options)
        return cls(**settings(cls._environment, options))

    def _wanted(self, function: str, arguments: dict[str, Any]) -> tuple[str, list[Any]] | None:
        """Which parameters of which machine a call asks for, when it is to be told which are unknown."""
        if self._unknown == "ignore" or function not in self._leave_out:
            return None
        machine, parameters = self._leave_out[function]
        wanted = arguments.get(parameters)
        # A text, or no list at all, is refused elsewhere; an iterator is good for one look.
        if wanted is None or isinstance(wanted, str | bytes) or not hasattr(wanted, "__iter__"):
            return None
        if hasattr(wanted, "__next__"):
            arguments[parameters] = wanted = list(wanted)
        return f"{machine.removesuffix('_id')} {arguments.get(machine)}", list(wanted)

    def _tell_unknown(self, wanted: tuple[str, list[Any]], answer: Any) -> Any:
        """The answer, after a word about what it lacks."""
        readings, parameters = answer, wanted[1]
        if self._gives_response:
            readings, failed = answer.value, [item for part in answer.failures for item in part.items]
            parameters = [one for one in parameters if one not in failed]
        # An answer with as many readings as were asked for lacks none, and that is nearly every one.
        if self._unknown != "ignore" and len(readings) != len(parameters):
            from nibe_uplink._unknown import tell

            tell(self._unknown, wanted[0], parameters, readings)
        return answer

    def _hint(self, error: BadRequest, function: str, arguments: dict[str, Any]) -> None:
        """Adds to a refused write what its names may have meant."""
        names = arguments.get(self._writes.get(function, ""))
        if isinstance(names, dict):
            from nibe_uplink._unknown import hints

            for hint in hints(names):
                error.add_note(hint)
