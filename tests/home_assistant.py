"""What Home Assistant's own schemas say of discovery messages.

Run by a Python that has the package `homeassistant`. A line of standard input is `["TOPIC", PAYLOAD]`; a line of standard
output is the number of entities and a list of `["PLACE", "REASON"]` for each that Home Assistant refuses, says it will
refuse, or takes without an option that it does not know.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
import sys
import tempfile
from typing import Any

import voluptuous
from homeassistant.components.mqtt import discovery, schemas
from homeassistant.core import HomeAssistant
from homeassistant.helpers import frame

# Known to versions that came later than the newest one for a usual Python.
LATER = {"default_entity_id"}


class Said(logging.Handler):
    """What was said."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


SAID = Said()


def reasons(platform: str, config: dict[str, Any]) -> list[str]:
    """What is wrong with the configuration of an entity."""
    if platform not in schemas.SUPPORTED_COMPONENTS:
        return [f"there is no platform {platform}"]
    schema = importlib.import_module(f"homeassistant.components.mqtt.{platform}").DISCOVERY_SCHEMA
    SAID.lines.clear()
    try:
        taken = schema(config)
    except voluptuous.Invalid as error:
        return [str(error)]
    dropped = config.keys() - taken.keys() - LATER
    return [*SAID.lines, *(f"the option {key} is dropped" for key in sorted(dropped))]


def of_device(payload: dict[str, Any]) -> tuple[int, list[tuple[str, str]]]:
    """Of a message for a device with its components."""
    # Children came later than the newest Home Assistant for a usual Python; each is a device of the same form.
    children = payload.pop("child_devices", [])
    count, wrong = 0, []
    for device in [payload, *({**payload, "device": {"identifiers": c["identifiers"], "name": c["name"]},
                               "components": c["components"]} for c in children)]:  # fmt: skip
        discovery._replace_all_abbreviations(device)
        try:
            schemas.DEVICE_DISCOVERY_SCHEMA(device)
        except voluptuous.Invalid as error:
            wrong.append(("device", str(error)))
        for name, component in device["components"].items():
            config = {key: value for key, value in component.items() if key != "platform"} | {
                "device": device["device"], "origin": device["origin"],
            }  # fmt: skip
            discovery._merge_common_device_options(config, device)
            count += 1
            wrong += [(name, reason) for reason in reasons(component["platform"], config)]
    return count, wrong


def of_entity(platform: str, payload: dict[str, Any]) -> tuple[int, list[tuple[str, str]]]:
    """Of a message for one entity."""
    discovery._replace_all_abbreviations(payload)
    wrong = [] if discovery._valid_origin_info(payload) else ["the origin"]
    return 1, [(payload.get("unique_id", "?"), reason) for reason in [*wrong, *reasons(platform, payload)]]


async def main() -> None:
    """Reads messages and says what is wrong with each."""
    # Templates are read by one that runs.
    frame.async_setup(HomeAssistant(tempfile.gettempdir()))
    logging.getLogger("homeassistant").addHandler(SAID)
    for line in sys.stdin:
        topic, payload = json.loads(line)
        platform = topic.split("/")[1]
        print(json.dumps(of_device(payload) if platform == "device" else of_entity(platform, payload)))


if __name__ == "__main__":
    asyncio.run(main())
