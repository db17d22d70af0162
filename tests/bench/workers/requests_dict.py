"""A session of requests, with dictionaries."""

from __future__ import annotations

import requests
import work

_, address, system, count = work.arguments()
with requests.Session() as session:
    session.headers["Authorization"] = "Bearer made-up"

    def parameters():
        query = [("parameterIds", str(number)) for number in work.IDS]
        answer = session.get(f"{address}/api/v1/systems/{system}/parameters", params=query)
        answer.raise_for_status()
        return answer.json()

    work.repeat(parameters, count)
