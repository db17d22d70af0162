"""What a call is made with, what it gives beside its value, and what can be seen of it."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

import nibe_uplink
from nibe_uplink import AsyncClient, Client, RequestSent, Response, ResponseReceived, Simulator
from nibe_uplink.errors import ApiError, RateLimited, RequestTimeout, SetupError

if TYPE_CHECKING:
    from conftest import Silent


def asked(sim: Simulator) -> int:
    """How often parameters were read."""
    return sum("/parameters" in str(request) for request in sim.requests())


def test_readers_in_threads_share_requests(sim: Simulator) -> None:
    client, system = sim.client(), sim.systems[0]
    with ThreadPoolExecutor(45) as pool:
        answers = list(pool.map(lambda wanted: client.parameters(system, [wanted]), [40004, 40013, 43005] * 15))
    assert [answer[0].parameter_id for answer in answers] == [40004, 40013, 43005] * 15
    # On a busy machine some threads come late.
    assert asked(sim) <= 10


def test_readers_in_tasks_share_requests(sim: Simulator) -> None:
    async def read() -> list[list[nibe_uplink.Reading]]:
        client, system = sim.async_client(), sim.systems[0]
        wanted = [40004, 40013, 43005, 47011]
        return await asyncio.gather(*[client.parameters(system, [wanted[n % 4]]) for n in range(100)])

    answers = asyncio.run(read())
    assert {answer[0].parameter_id for answer in answers} == {40004, 40013, 43005, 47011}
    # On a busy machine some tasks come late.
    assert asked(sim) <= 10


def test_a_task_that_is_cancelled_takes_nobody_down(sim: Simulator) -> None:
    async def read() -> list[nibe_uplink.Reading]:
        client, system = sim.async_client(), sim.systems[0]
        gone = asyncio.create_task(client.parameters(system, [40013]))
        stays = asyncio.create_task(client.parameters(system, [40004]))
        await asyncio.sleep(0)
        gone.cancel()
        return await stays

    assert asyncio.run(read())[0].parameter_id == 40004


def test_systems_are_not_mixed(sim: Simulator) -> None:
    async def read() -> list[list[nibe_uplink.Reading]]:
        client = sim.async_client()
        return await asyncio.gather(*[client.parameters(system, [40004]) for system in sim.systems])

    together = asyncio.run(read())
    assert asked(sim) == len(sim.systems)
    for system, answer in zip(sim.systems, together, strict=True):
        assert answer == sim.client().parameters(system, [40004])


def test_a_young_reading_answers_again(sim: Simulator) -> None:
    client, system = sim.client(), sim.systems[0]
    first = client.parameters(system, [40004, 40013])
    assert client.parameters(system, [40013], max_age=60) == first[1:]
    assert client.with_options(max_age=timedelta(minutes=1)).parameters(system, [40004]) == first[:1]
    assert asked(sim) == 1
    client.set_parameters(system, {47011: 1})
    client.parameters(system, [40004], max_age=60)
    assert asked(sim) == 3, "a read after a write never answers from before it"


def test_a_response_says_how_it_came(sim: Simulator) -> None:
    client, system = sim.client(), sim.systems[0]
    response: Response[nibe_uplink.System] = client.with_response().system(system)
    assert response.value == client.system(system)
    assert response.status == 200
    assert response.headers["content-type"].startswith("application/json")
    assert 0 < response.elapsed < 30
    assert response.failures == []
    assert "content-type" not in repr(response)
    with pytest.raises(SetupError, match="comes in pages"):
        client.with_response().systems()
    kept = client.with_response().with_options(max_age=60).system(system)
    assert (kept.value, kept.status, kept.headers) == (response.value, None, {})

    async def read() -> Response[nibe_uplink.System]:
        answer: Response[nibe_uplink.System] = await sim.async_client().with_response().system(system)
        return answer

    assert asyncio.run(read()).value == response.value


def test_a_list_whose_part_fails_gives_the_others_where_that_is_asked_for(sim: Simulator) -> None:
    client, system = sim.client(retries=0, unknown="ignore"), sim.systems[0]
    ids = [40004, 40013, *range(1, 29)]
    sim.fault("status", on="parameters", status=500)
    with pytest.raises(ApiError):
        client.parameters(system, ids)
    sim.fault("status", on="parameters", status=500)
    response = client.with_response().parameters(system, ids)
    [failure] = response.failures
    assert isinstance(failure.error, ApiError)
    assert len(failure.items) == 15
    came = {reading.parameter_id for reading in response.value}
    assert came == {40004, 40013} - set(failure.items)
    sim.fault("status", on="parameters", status=500, times=2)
    with pytest.raises(ApiError):
        client.with_response().parameters(system, ids)


def test_a_call_that_cannot_wait_for_its_turn_says_how_long_it_would_be(sim: Simulator) -> None:
    client, system = sim.client(keep_pace=True, unknown="ignore"), sim.systems[0]
    start = time.monotonic()
    for number in range(5):
        client.parameters(system, [number], timeout=2)
    with pytest.raises(RateLimited) as caught:
        client.parameters(system, [9], timeout=2)
    assert 2 < (caught.value.retry_after or 0) <= 4.04
    assert time.monotonic() - start < 2


def test_the_time_of_a_call_ends_it(silent: Silent) -> None:
    client = Client.from_token("T", base_url=silent.base_url)
    start = time.monotonic()
    with pytest.raises(RequestTimeout):
        client.system(1, timeout=0.2)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"timeout": "soon"}, "timeout has to be seconds"),
        ({"timeout": -1}, "timeout has to be seconds"),
        ({"max_age": float("nan")}, "max_age has to be seconds"),
        ({"extra_headers": "X: 1"}, "a mapping of names to texts"),
        ({"extra_headers": {"X": 1}}, "a mapping of names to texts"),
        ({"extra_headers": {"a b": "1"}}, "no HTTP header"),
        ({"extra_headers": {"Authorization": "Bearer x"}}, "set by the client itself"),
    ],
)
def test_options_that_cannot_work_are_refused(sim: Simulator, options: dict[str, object], words: str) -> None:
    client, system = sim.client(), sim.systems[0]
    with pytest.raises(SetupError, match=words):
        client.with_options(**options)
    with pytest.raises(SetupError, match=words):
        client.system(system, **options)
    assert sim.requests() == []


def test_a_word_that_no_function_knows_is_refused_as_python_does(sim: Simulator) -> None:
    with pytest.raises(TypeError, match=re.escape("system() got an unexpected keyword argument 'sytem_id'")):
        sim.client().system(sim.systems[0], sytem_id=1)


def test_the_log_says_why_a_call_took_long(sim: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    client, system = sim.client(), sim.systems[0]
    caplog.set_level(logging.INFO, logger="nibe_uplink")
    sim.fault("status", on="system", status=429, retry_after=2)
    start = time.monotonic()
    client.system(system)
    assert time.monotonic() - start >= 2
    lines = [record.getMessage() for record in caplog.records if record.name == "nibe_uplink"]
    assert [(line.split(":")[0], "2.0 s" in line) for line in lines] == [("system", True)] * len(lines), lines
    assert any("429" in line for line in lines), lines


def test_a_long_wait_is_told_while_it_lasts(sim: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="nibe_uplink")

    async def wait() -> list[str]:
        client = sim.async_client(keep_pace=True, unknown="ignore")
        for number in range(5):
            await client.parameters(sim.systems[0], [number])
        waits = asyncio.create_task(client.parameters(sim.systems[0], [9]))
        while not caplog.records:
            assert not waits.done()
            await asyncio.sleep(0.01)
        waits.cancel()
        return [record.getMessage() for record in caplog.records]

    [line] = asyncio.run(asyncio.wait_for(wait(), 10))
    assert re.fullmatch(r"parameters: waits [34]\.\d s to keep the pace", line)


def test_nothing_is_told_of_queries_headers_bodies_and_tokens(sim: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1, logger="nibe_uplink")
    client, system = sim.client(), sim.systems[0]
    client.parameters(system, [40004], extra_headers={"X-Marked": "marked-value"})
    client.set_parameters(system, {47011: 1})
    text = "\n".join(record.getMessage() for record in caplog.records if record.name == "nibe_uplink")
    assert "parameters: 200 after" in text
    for unsaid in ("40004", "47011", "marked-value", str(system), "Bearer"):
        assert unsaid not in text


def test_hooks_are_told_of_each_request(sim: Simulator) -> None:
    told: list[RequestSent | ResponseReceived] = []
    client = sim.client(on_request=told.append, on_response=told.append)
    sim.fault("status", on="system", status=503)
    client.system(sim.systems[0])
    first, refused, again, answered = told
    assert isinstance(first, RequestSent)
    assert isinstance(again, RequestSent)
    assert (first.function, first.method, first.path, first.attempt) == (
        "system",
        "GET",
        "/api/v1/systems/{system_id}",
        1,
    )
    assert again.attempt == 2
    assert isinstance(refused, ResponseReceived)
    assert isinstance(answered, ResponseReceived)
    assert (refused.status, refused.failure) == (503, "server_error")
    assert (answered.status, answered.failure, answered.request) == (200, None, again)
    assert answered.bytes > 100
    assert answered.elapsed > 0


def test_a_hook_that_fails_disturbs_nobody(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    failed: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", failed.append)

    def hook(_: object) -> None:
        raise ZeroDivisionError

    assert sim.client(on_request=hook).system(sim.systems[0]).system_id == sim.systems[0]
    assert len(failed) == 1


def test_hooks_of_an_asynchronous_client_run_in_the_thread_of_its_loop(sim: Simulator) -> None:
    import threading

    threads: list[int] = []

    async def read() -> None:
        client: AsyncClient = sim.async_client(on_response=lambda _: threads.append(threading.get_ident()))
        await client.system(sim.systems[0])

    asyncio.run(read())
    assert threads == [threading.get_ident()]
