"""httpx's blocking client with pydantic's models."""

from __future__ import annotations

import httpx
import work
from types_pydantic import CATEGORIES, READINGS

name, address, system, count = work.arguments()
base = f"{address}/api/v1/systems/{system}"
with httpx.Client(headers={"Authorization": "Bearer made-up"}, trust_env=False) as client:

    def parameters():
        answer = client.get(f"{base}/parameters", params=[("parameterIds", str(number)) for number in work.IDS])
        return READINGS.validate_json(answer.raise_for_status().content)

    def categories():
        answer = client.get(f"{base}/serviceinfo/categories", params={"parameters": "true"})
        return CATEGORIES.validate_json(answer.raise_for_status().content)

    work.repeat(categories if name == "categories" else parameters, count)
