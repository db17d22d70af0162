"""What the blocking client of myUplink stands on."""

from __future__ import annotations

from nibe_uplink._client import BaseClient as _BaseClient
from nibe_uplink._client import Pages
from nibe_uplink.myuplink._generated import SCOPES

__all__ = ["BaseClient", "Pages"]


class BaseClient(_BaseClient):
    """A blocking client of myUplink, without the functions of the API."""

    _api = "myuplink"
    _environment = "MYUPLINK"
    _every_scope = SCOPES
