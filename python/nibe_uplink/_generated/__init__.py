# Generated from nibe-uplink-v1.toml (a3fd15bcd1932811); do not edit.
# To change it, edit the spec and run `make generate`.
"""Generated client of NIBE Uplink v1."""

SCOPES: tuple[str, ...] = ("READSYSTEM", "WRITESYSTEM")
"""All scopes of the API."""
