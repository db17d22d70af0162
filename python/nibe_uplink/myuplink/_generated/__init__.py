# Generated from myuplink-v2.toml (dceb6819ab2c2b5f); do not edit.
# To change it, edit the spec and generate it again.
"""Generated client of myUplink v2."""

SCOPES: tuple[str, ...] = ("READSYSTEM", "WRITESYSTEM", "offline_access")
"""All scopes of the API."""
