"""Logging a user in at myUplink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nibe_uplink._logs_in import LogsIn

if TYPE_CHECKING:
    from nibe_uplink.myuplink._generated import Scope
    from nibe_uplink.myuplink._generated.client import Client

login: LogsIn[Client, Scope] = LogsIn("nibe_uplink.myuplink")
