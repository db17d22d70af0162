"""Enumerations that are open to words newer than this client."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class OpenEnum(StrEnum):
    """A word. One that is not listed becomes a member of its own, so that no answer is lost to a new word."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        # Equal words give the same member from now on.
        return cls._value2member_map_.setdefault(value, member)  # type: ignore[return-value]  # typeshed: Enum

    # Python 3.11.2, which Debian 12 has, looks a pickled member up by its name, where it does not find these.
    def __reduce_ex__(self, protocol: object) -> tuple[type[Self], tuple[str]]:
        return type(self), (self.value,)

    @property
    def known(self) -> bool:
        """Whether this word is listed."""
        return self._name_ in type(self).__members__
