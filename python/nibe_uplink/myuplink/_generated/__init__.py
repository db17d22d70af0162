# Generated from myuplink-v2.toml (e9fc4eac97d30c42); do not edit.
# To change it, edit the spec and generate it again.
"""Generated client of myUplink v2."""

SCOPES: tuple[str, ...] = ("READSYSTEM", "WRITESYSTEM", "offline_access")
"""All scopes of the API."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Scope: TypeAlias = Literal["READSYSTEM", "WRITESYSTEM", "offline_access"]
