# Generated from nibe-uplink-v1.toml (1dbfb8a0c49b74a8); do not edit.
# To change it, edit the spec and run `make generate`.
"""Generated client of NIBE Uplink v1."""

SCOPES: tuple[str, ...] = ("READSYSTEM", "WRITESYSTEM")
"""All scopes of the API."""
