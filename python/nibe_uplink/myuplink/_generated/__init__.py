# Generated from myuplink-v2.toml (0ca1ad55c2eae473); do not edit.
# To change it, edit the spec and run `make generate`.
"""Generated client of myUplink v2."""

SCOPES: tuple[str, ...] = ("READSYSTEM", "WRITESYSTEM", "offline_access")
"""All scopes of the API."""
