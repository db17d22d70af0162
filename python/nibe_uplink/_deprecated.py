"""Functions that should not be called any more, and say so."""

from __future__ import annotations

from functools import wraps
from warnings import warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from typing_extensions import deprecated as deprecated
else:

    def deprecated(reason: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Lets each call of a function warn; `warnings.deprecated` of Python 3.13 for all versions."""

        def mark(function: Callable[..., Any]) -> Callable[..., Any]:
            text = f"{function.__qualname__} is deprecated: {reason}"

            if function.__code__.co_flags & CO_COROUTINE:

                @wraps(function)
                async def warning(*positional: Any, **named: Any) -> Any:
                    warn(text, DeprecationWarning, stacklevel=2)
                    return await function(*positional, **named)
            else:

                @wraps(function)
                def warning(*positional: Any, **named: Any) -> Any:
                    warn(text, DeprecationWarning, stacklevel=2)
                    return function(*positional, **named)

            warning.__deprecated__ = reason
            return warning

        return mark

    # `inspect.CO_COROUTINE`, without loading that module.
    CO_COROUTINE = 0x80
