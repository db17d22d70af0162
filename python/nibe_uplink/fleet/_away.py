"""What does not work for a while, told once."""

from __future__ import annotations

import logging

LOG = logging.getLogger("nibe_uplink.fleet")
DATABASE = "the database does not answer, and nothing is lost"
LAKE = "the lake takes no rows, which wait in the database"
LOGINS = "logins cannot be taken from the database, and their systems are tried again"


class Away:
    """What is away for a process."""

    def __init__(self) -> None:
        self._what: set[str] = set()

    def __contains__(self, what: str) -> bool:
        return what in self._what

    def tell(self, what: str, error: Exception) -> None:
        """Says once that something does not work, until it does again."""
        if what not in self._what:
            self._what.add(what)
            LOG.warning("%s: %s", what, " ".join(str(error).split()))

    def tell_back(self, what: str) -> None:
        """Says that it works again, if it did not."""
        if what in self._what:
            self._what.discard(what)
            LOG.warning("%s: that is over", what)
