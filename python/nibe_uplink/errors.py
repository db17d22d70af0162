"""What can go wrong. Every exception is an `UplinkError`; its message is one sentence that says what to do.

No message, field or pickle of these holds a code, state, token or secret.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar


class UplinkError(Exception):
    """Base of all exceptions of this package.

    Attributes:
        kind: One word for the kind of failure, such as `login_required`; the same in Rust.
        is_retryable: Whether the same may succeed later, with nothing changed here. A write may have been carried out
            all the same.
    """

    kind: ClassVar[str] = "failed"
    is_retryable: ClassVar[bool] = False

    def __init__(self, message: str, **fields: Any) -> None:
        super().__init__(message)
        self._fields = fields
        for name, value in fields.items():
            setattr(self, name, value)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), str(self), self._fields)


def _restore(kind: type[UplinkError], message: str, fields: dict[str, Any]) -> UplinkError:
    return kind(message, **fields)


class SetupError(UplinkError, ValueError):
    """The client or the local service is set up wrongly; nothing was sent."""

    kind = "setup"


class ArgumentError(UplinkError, ValueError):
    """An argument cannot be sent; nothing was sent.

    Attributes:
        function: The function that was called.
        argument: The argument, when it is about one.
    """

    kind = "argument"
    function: str
    argument: str | None


class MissingScope(UplinkError):
    """The user did not grant the scope that the function needs; nothing was sent.

    Attributes:
        function: The function that was called.
        needs: The scopes that it needs.
        granted: The scopes that the user granted.
    """

    kind = "missing_scope"
    function: str
    needs: list[str]
    granted: list[str]


class LoginError(UplinkError):
    """There is no access token, and the message says what to do about it."""

    kind = "login"


class LoginRequired(LoginError):
    """The user has to log in, or to log in again.

    Attributes:
        why: `never`, `expired`, `revoked`, `interrupted` or `store_unreadable`.
    """

    kind = "login_required"
    why: str


class LoginDenied(LoginError):
    """The user, or the server, refused the login.

    Attributes:
        by_user: Whether it was the user, on the page that asks for consent.
    """

    kind = "login_denied"
    by_user: bool


class StateMismatch(LoginError):
    """The callback does not belong to this login."""

    kind = "state_mismatch"


class BadCallback(LoginError):
    """The callback URL cannot be used."""

    kind = "bad_callback"


class PortBusy(LoginError):
    """Another program listens where the callback should arrive."""

    kind = "port_busy"


class Deadline(LoginError, TimeoutError):
    """Nobody completed the login in time."""

    kind = "deadline"


class Cancelled(LoginError):
    """The login was given up."""

    kind = "cancelled"


class ClientRejected(LoginError):
    """The server rejects the client identifier or secret, or has blocked the client. Stored tokens are kept."""

    kind = "client_rejected"


class Temporary(LoginError):
    """The login server cannot answer now. Stored tokens are kept.

    Attributes:
        retry_after: Seconds that the server asks to wait, or None.
    """

    kind = "temporary"
    is_retryable = True
    retry_after: float | None


class BadTokenAnswer(LoginError):
    """The login server answered something that is no token."""

    kind = "bad_token_answer"


class StoreError(LoginError):
    """The tokens could not be read or saved."""

    kind = "store_error"


class TransportError(UplinkError, ConnectionError):
    """There was no answer.

    Attributes:
        function: The function that was called.
    """

    kind = "transport"
    is_retryable = True
    function: str


class RequestTimeout(UplinkError, TimeoutError):
    """The answer took too long; a write may have been carried out.

    Attributes:
        function: The function that was called.
    """

    kind = "timeout"
    is_retryable = True
    function: str


class ApiError(UplinkError):
    """The server answered with an error.

    Attributes:
        function: The function that was called.
        status: The HTTP status.
        code: The API's own code, a number or a word as the API has it, or None.
        name: The name of the code, such as `NOT_ALLOWED_ON_SYSTEM`, or None.
        details: What the server says beyond the code.
        body: The whole body of the answer; None when nothing was sent.
        retry_after: Seconds that the server asks to wait, or None.
    """

    kind = "api"
    function: str
    status: int
    code: int | str | None
    name: str | None
    details: list[str]
    body: bytes | None
    retry_after: float | None


class BadRequest(ApiError):
    """The request was malformed, or a setting was refused (400)."""

    kind = "bad_request"


class Unauthorized(ApiError):
    """The access token was not accepted (401)."""

    kind = "unauthorized"


class Forbidden(ApiError):
    """The account or the application may not do this (403)."""

    kind = "forbidden"


class NotFound(ApiError):
    """There is no such thing (404)."""

    kind = "not_found"


class RateLimited(ApiError):
    """Too many requests; the caller is blocked for a while."""

    kind = "rate_limited"
    is_retryable = True


class ServerError(ApiError):
    """The server has trouble (5xx)."""

    kind = "server_error"
    is_retryable = True


class DecodeError(UplinkError):
    """The answer does not have the declared form.

    Attributes:
        function: The function that was called.
        path: The place in the JSON, such as `[0].rawValue`; empty for the whole.
        accepted: The status, when the server took a write whose answer this is; None for reads.
    """

    kind = "decode"
    function: str
    path: str
    accepted: int | None


class UnknownParameter(UplinkError):
    """A machine does not know parameters that were asked for, and the client was made with `unknown="error"`.

    Attributes:
        unknown: The names and ids, as they were given.
    """

    kind = "unknown_parameter"
    unknown: list[int | str]


class UnknownParameterWarning(UserWarning):
    """A machine does not know parameters that were asked for; they are missing from the answer."""


class OddAnswerWarning(UserWarning):
    """Objects of an answer do not have the declared form.

    They are kept: what could not be read of them is None, and `extra` holds all that came.
    """
