# Generated from kettle.toml (e530b3b58cc2b025); do not edit.
# To change it, edit the spec and generate it again.
"""Generated client of Kettle 2."""

SCOPES: tuple[str, ...] = ("LOOK", "BOIL", "offline")
"""All scopes of the API."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Scope: TypeAlias = Literal["LOOK", "BOIL", "offline"]
