# Generated from kettle.toml (62d9cda4dd35d7e4); do not edit.
# To change it, edit the spec and run `make generate`.
"""Generated client of Kettle 2."""

SCOPES: tuple[str, ...] = ("LOOK", "BOIL", "offline")
"""All scopes of the API."""
