# Generated from nibe-uplink-v1.toml (5836729e4243c3f9); do not edit.
# To change it, edit the spec and generate it again.
"""Generated client of NIBE Uplink v1."""

SCOPES: tuple[str, ...] = ("READSYSTEM", "WRITESYSTEM")
"""All scopes of the API."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Scope: TypeAlias = Literal["READSYSTEM", "WRITESYSTEM"]
