# Generated from kettle.toml (47f9b4b5ebdf3c9f); do not edit.
# To change it, edit the spec and run `make generate`.
"""Generated client of Kettle 2."""

SCOPES: tuple[str, ...] = ("LOOK", "BOIL", "offline")
"""All scopes of the API."""
