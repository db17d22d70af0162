# Generated from kettle.toml (75e9ee4d53e95b5f); do not edit.
# To change it, edit the spec and generate it again.
"""Generated client of Kettle 2."""

SCOPES: tuple[str, ...] = ("LOOK", "BOIL", "offline")
"""All scopes of the API."""
