"""Tells of names and ids that a machine does not know: the clouds leave them out of their answers without a word."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from nibe_uplink import catalogue
from nibe_uplink.errors import UnknownParameter, UnknownParameterWarning

OURS = str(Path(__file__).parent)


def tell(how: Literal["warn", "error"], machine: object, wanted: Iterable[Any], answer: Iterable[Any]) -> None:
    """Compares what was wanted with what came; warns or raises."""
    came = set()
    for one in answer:
        if one.parameter_id is None:
            # What cannot be read could be any of them.
            return
        came |= {str(one.parameter_id), getattr(one, "name", None)}
    unknown = [one for one in wanted if not _is_there(str(one), came)]
    if not unknown:
        return
    listed = ", ".join(repr(one) for one in unknown)
    hints = "; ".join(filter(None, map(_hint, unknown)))
    sentence = f"{machine} knows no parameter {listed}" + (f"; {hints}" if hints else "")
    if how == "error":
        raise UnknownParameter(sentence, unknown=unknown)
    warnings.warn(sentence, UnknownParameterWarning, stacklevel=_level())


def hints(names: Iterable[Any]) -> list[str]:
    """What those of the names may have meant that are in no catalogue."""
    found = []
    for text in map(str, names):
        listed = text.isdigit() or any(text in (one.alias, one.name) for one in catalogue.find(text))
        if not listed and (hint := _hint(text)):
            found.append(f"{text}: {hint}")
    return found


def _is_there(wanted: str, came: set[str | None]) -> bool:
    return wanted in came or any(one.alias == wanted and str(one.id) in came for one in catalogue.find(wanted))


def _hint(wanted: Any) -> str | None:
    text = str(wanted)
    if text.isdigit():
        listed = catalogue.get(int(text)) if len(text) < 10 else None
        return f"{text} is {listed.title or listed.name} of other machines" if listed else None
    words: dict[str, str] = {}
    for one in map(catalogue.get, catalogue.ids()):
        if one is not None:
            words.setdefault(one.name.lower(), f"{one.id} ({one.name})")
            if one.alias:
                words[one.alias] = one.alias
    close = get_close_matches(text.lower(), words, n=1, cutoff=0.7)
    return f"did you mean {words[close[0]]}?" if close else None


def _level() -> int:
    """Where the program called the package, counted from the function that warns."""
    frame, level = sys._getframe(1), 1
    while frame.f_back is not None and frame.f_code.co_filename.startswith(OURS):
        frame, level = frame.f_back, level + 1
    return level
