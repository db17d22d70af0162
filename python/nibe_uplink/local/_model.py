"""What models stand on."""

from nibe_uplink._model import NOT_GIVEN, Model, NotGiven, computed

__all__ = ["NOT_GIVEN", "Model", "NotGiven", "computed"]
