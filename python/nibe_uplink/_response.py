"""What is known of answers beside their values, and what hooks are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from .errors import UplinkError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PartFailure:
    """A part of a long list that failed.

    Attributes:
        items: The items of the list that it was about.
        error: Why there is no answer; not raised.
    """

    items: list[Any]
    error: UplinkError


@dataclass(frozen=True, slots=True)
class Response(Generic[T]):
    """A value with what is known of its answer, as `client.with_response()` gives it.

    Attributes:
        value: The value; of a list that was asked for in several requests and failed in part, what came.
        status: The HTTP status, of several requests that of the last; None when nothing was sent, because what was read
            before was young enough for `max_age`.
        headers: The headers of that answer, with their names in lower case.
        elapsed: Seconds from the call to its answer, waits included.
        failures: The parts of the list that failed.
    """

    value: T
    status: int | None
    headers: dict[str, str] = field(repr=False)
    elapsed: float
    failures: list[PartFailure]


@dataclass(frozen=True, slots=True)
class RequestSent:
    """A request that is about to be sent, as `on_request` is told. Neither its query nor its headers nor its body.

    Attributes:
        function: The function of the API, such as `parameters`.
        method: The HTTP method.
        path: The path as the API describes it, with names in place of arguments.
        attempt: Which attempt of the call it is, counted from 1.
        waited: Seconds that the call waited for its turn.
    """

    function: str
    method: str
    path: str
    attempt: int
    waited: float


@dataclass(frozen=True, slots=True)
class ResponseReceived:
    """What became of a request, as `on_response` is told.

    Attributes:
        request: The request.
        status: The HTTP status; None when there was no answer.
        failure: What kind of failure it is, a word such as `rate_limited`; None for an answer as it should be.
        bytes: Bytes of the body.
        elapsed: Seconds from sending it to the last byte.
    """

    request: RequestSent
    status: int | None
    failure: str | None
    bytes: int
    elapsed: float
