"""What models stand on."""

from nibe_uplink._model import Model, read_bytes, read_datetime

__all__ = ["Model", "read_bytes", "read_datetime"]
