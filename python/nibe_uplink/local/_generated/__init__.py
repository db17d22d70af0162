# Generated from nibe-local.toml (4c694ce74fd5ab55); do not edit.
# To change it, edit the spec and generate it again.
"""Generated client of NIBE local v1."""

SCOPES: tuple[str, ...] = ()
"""All scopes of the API."""
