# Generated from nibe-uplink-v1.toml (aa488c51630b7654); do not edit.
# To change it, edit the spec and run `make generate`.
"""Generated client of NIBE Uplink v1."""

SCOPES: tuple[str, ...] = ("READSYSTEM", "WRITESYSTEM")
"""All scopes of the API."""
