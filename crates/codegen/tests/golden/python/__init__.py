# Generated from kettle.toml (b21e6456010a1d4a); do not edit.
# To change it, edit the spec and generate it again.
"""Generated client of Kettle 2."""

SCOPES: tuple[str, ...] = ("LOOK", "BOIL", "offline")
"""All scopes of the API."""
