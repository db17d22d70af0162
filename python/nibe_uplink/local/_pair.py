"""Pairing with a pump."""

from __future__ import annotations

import os
from typing import NamedTuple

from nibe_uplink import _core
from nibe_uplink._core import nibe
from nibe_uplink._options import hidden


class Pairing(NamedTuple):
    """A pump that was paired.

    Attributes:
        base_url: Where it is.
        username: Who speaks to it.
        fingerprint: The SHA-256 of its certificate; no other one is taken from now on.
    """

    base_url: str
    username: str
    fingerprint: str


def _begin(
    address: str,
    username: str,
    password: _core.Secret,
    fingerprint: str | None,
    file: str | os.PathLike[str] | None,
) -> _core.Pending[tuple[str, str, _core.Secret, str]]:
    path = file or os.environ.get("NIBE_LOCAL_PIN_FILE") or None
    return nibe.local_pair(address, username, password, fingerprint, None if path is None else os.fspath(path))


def _read(kept: tuple[str, str, _core.Secret, str]) -> Pairing:
    base_url, username, _, fingerprint = kept
    return Pairing(base_url, username, fingerprint)


def pair(
    address: str,
    username: str,
    password: str | _core.Secret,
    *,
    fingerprint: str | None = None,
    file: str | os.PathLike[str] | None = None,
) -> Pairing:
    """Looks at the certificate of a pump, tries the password, and keeps both in a file that only its owner can read.

    The API is turned on in the pump's menu 7.5.15, where user name and password are set too. Compare the fingerprint
    with the one that the myUplink app shows for the pump.

    Args:
        address: Where the pump is, such as `192.168.1.20`; with a port where it is not 8443.
        username: The user name of menu 7.5.15.
        password: The password that was set there.
        fingerprint: The one that the certificate has to have; needed where a paired pump has a new certificate. None
            trusts what is seen.
        file: Where to keep it; None for `NIBE_LOCAL_PIN_FILE`, or the file of the program `nibe-uplink`.

    Raises:
        SetupError: The pump is not there, shows another certificate than it did, or refuses the password.

    Example:
        >>> pairing = local.pair(pump_address, username, password)
    """
    password = hidden(password)
    return _read(_begin(address, username, password, fingerprint, file).wait())


async def apair(
    address: str,
    username: str,
    password: str | _core.Secret,
    *,
    fingerprint: str | None = None,
    file: str | os.PathLike[str] | None = None,
) -> Pairing:
    """As `pair`; a coroutine.

    Example:
        >>> pairing = await local.apair(pump_address, username, password)
    """
    password = hidden(password)
    return _read(await _begin(address, username, password, fingerprint, file))
