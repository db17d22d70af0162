"""What is installed says its version; reading that takes a while, and few ask."""

from importlib.metadata import version

__version__ = version("nibe-uplink-client")
