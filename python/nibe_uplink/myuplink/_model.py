"""What models stand on."""

from nibe_uplink._model import Model, computed

__all__ = ["Model", "computed"]
