"""What the asynchronous client of myUplink stands on."""

from __future__ import annotations

from nibe_uplink._aclient import AsyncPages
from nibe_uplink._aclient import BaseAsyncClient as _BaseAsyncClient
from nibe_uplink.myuplink._generated import SCOPES

__all__ = ["AsyncPages", "BaseAsyncClient"]


class BaseAsyncClient(_BaseAsyncClient):
    """An asynchronous client of myUplink, without the functions of the API."""

    _api = "myuplink"
    _environment = "MYUPLINK"
    _every_scope = SCOPES
