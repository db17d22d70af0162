# Generated from kettle.toml (d9963a8573f12bd5); do not edit.
# To change it, edit the spec and generate it again.
"""Generated client of Kettle 2."""

SCOPES: tuple[str, ...] = ("LOOK", "BOIL", "offline")
"""All scopes of the API."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Scope: TypeAlias = Literal["LOOK", "BOIL", "offline"]
