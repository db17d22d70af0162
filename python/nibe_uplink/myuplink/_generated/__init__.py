# Generated from myuplink-v2.toml (4ac80ffe56f79359); do not edit.
# To change it, edit the spec and run `make generate`.
"""Generated client of myUplink v2."""

SCOPES: tuple[str, ...] = ("READSYSTEM", "WRITESYSTEM", "offline_access")
"""All scopes of the API."""
