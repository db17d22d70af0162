"""What the cloud is known to do on bad days: each as a switch of the local service, and none takes more down than itself."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from nibe_uplink import errors, myuplink

HTML = "<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>"
MANY = 1000


class Quirk(NamedTuple):
    """A bad day of one function.

    Attributes:
        on: The function that has it.
        fault: What the service is told.
        raises: What calls of that function raise; None when the client copes.
        matches: What the error says.
    """

    on: str
    fault: dict[str, Any]
    raises: type[Exception] | None
    matches: str | None = None


def status(status: int, body: str = "", **more: Any) -> dict[str, Any]:
    """A status in place of the answer."""
    return {"kind": "status", "status": status, "body": body} | more


QUIRKS = {
    "subscriptions 500": Quirk("subscriptions", status(500), errors.ServerError),
    "HTML 502": Quirk("points", status(502, HTML), errors.ServerError, "HTML"),
    "HTML 200": Quirk("points", {"kind": "html"}, errors.DecodeError),
    "no JSON": Quirk("points", {"kind": "truncate"}, errors.TransportError),
    "timeout": Quirk("points", {"kind": "delay", "seconds": 3}, errors.RequestTimeout),
    "no answer": Quirk("points", {"kind": "hang_up"}, errors.TransportError),
    "429": Quirk("points", status(429), errors.RateLimited),
    "409": Quirk("set_points", status(409, '{"message":"Busy"}'), errors.ApiError, "Busy"),
    "agent refused": Quirk("points", status(403, "error code: 1010"), errors.Forbidden, "AGENT_REFUSED"),
    "agent refused, HTML": Quirk("points", status(403, HTML), errors.Forbidden, "HTML"),
    "other agents refused": Quirk("points", status(403, "error code: 1010", agent="python-urllib"), None),
    "points drop out": Quirk("points", {"kind": "drop_items", "share": 0.5}, None),
    "old form of writes": Quirk("set_points", {"kind": "wrap", "field": "payload"}, None),
    "new fields": Quirk("points", {"kind": "add_field"}, None),
}


@pytest.fixture
def cloud() -> Iterator[myuplink.Simulator]:
    """A service with the demo systems."""
    with myuplink.Simulator() as simulator:
        yield simulator


def calls(client: myuplink.Client, system: str, device: str) -> dict[str, Callable[[], object]]:
    """A call of each kind, by the name of its function."""
    return {
        "systems": lambda: client.systems().collect(),
        "device": lambda: client.device(device),
        "points": lambda: client.points(device),
        "scaled_points": lambda: client.scaled_points(device, parameter_ids=[40004]),
        "set_points": lambda: client.set_points(device, {47011: 0}),
        "subscriptions": lambda: client.subscriptions(system),
        "notifications": lambda: client.notifications(system).collect(),
        "smarthome_mode": lambda: client.smarthome_mode(system),
        "firmware_info": lambda: client.firmware_info(device),
    }


@pytest.mark.parametrize("name", QUIRKS)
def test_a_failing_function_takes_no_other_down(cloud: myuplink.Simulator, name: str) -> None:
    quirk = QUIRKS[name]
    # Its own timeout is a minute for writes, so that a slow one has to be a read.
    client = cloud.client(retries=0, timeout=0.5)
    system = next(iter(client.systems()))
    assert system.devices
    every = calls(client, system.system_id, system.devices[0].id)
    cloud.fault(**quirk.fault, on=quirk.on, times=MANY)
    for _ in range(2):
        if quirk.raises is None:
            assert every[quirk.on]()
        else:
            with pytest.raises(quirk.raises, match=quirk.matches):
                every[quirk.on]()
        for other in every.keys() - {quirk.on}:
            assert every[other]() is not None, other
    cloud.clear_faults()
    assert every[quirk.on]()


def test_points_drop_out_and_come_back(cloud: myuplink.Simulator) -> None:
    client = cloud.client()
    system = next(iter(client.systems()))
    assert system.devices
    device = system.devices[0].id
    whole = {point.parameter_id for point in client.points(device)}
    cloud.fault("drop_items", on="points", share=0.3, times=3)
    seen = [{point.parameter_id for point in client.points(device)} for _ in range(3)]
    assert all(some < whole for some in seen)
    assert seen[0] != seen[1]
    assert {point.parameter_id for point in client.points(device)} == whole


def test_both_forms_of_write_answers_are_one_to_the_client(cloud: myuplink.Simulator) -> None:
    client = cloud.client()
    system = next(iter(client.systems()))
    assert system.devices
    device = system.devices[0].id
    for values in ({47011: 0}, {47011: 0, 40004: 1}):
        now = client.set_points(device, values)
        cloud.fault("wrap", on="set_points", field="payload")
        assert client.set_points(device, values) == now
    assert [seen.status for seen in cloud.requests()][-4:] == [200, 200, 207, 207]
    # A form that nobody has seen, which shows that the others were wrapped too.
    cloud.fault("wrap", on="set_points", field="parcel")
    with pytest.raises(errors.DecodeError):
        client.set_points(device, {47011: 0})


def test_names_of_programs_are_refused_on_data_and_tokens_alike(cloud: myuplink.Simulator) -> None:
    for place in ("functions", "token"):
        cloud.fault("status", on=place, status=403, body="error code: 1010", agent="Python-urllib", times=MANY)
    for path, data in (("/v2/ping", None), ("/oauth/token", b"grant_type=client_credentials")):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(cloud.base_url + path, data=data)
        with refused.value as answer:
            assert (answer.code, answer.read()) == (403, b"error code: 1010")
            assert answer.headers["content-type"].startswith("text/plain")
    cloud.client().ping()
    for_itself(cloud).protected_ping()


def for_itself(cloud: myuplink.Simulator, **options: Any) -> myuplink.Client:
    """A client that asks for its tokens."""
    return myuplink.Client.client_credentials(
        base_url=cloud.base_url,
        client_id=cloud.client_id,
        client_secret=cloud.client_secret,
        keep_pace=False,
        **options,
    )


def test_too_many_requests_with_and_without_a_wait(cloud: myuplink.Simulator) -> None:
    client = cloud.client(retries=0)
    cloud.fault("status", on="ping", status=429, retry_after=7)
    with pytest.raises(errors.RateLimited) as said:
        client.ping()
    assert said.value.retry_after == 7.0
    cloud.fault("status", on="ping", status=429)
    with pytest.raises(errors.RateLimited) as silent:
        cloud.client(retries=0).ping()
    assert silent.value.retry_after is None
    cloud.fault("status", on="ping", status=429, retry_after=0)
    cloud.client(retries=1).ping()


def test_a_login_that_ends_by_itself_asks_for_another_one(cloud: myuplink.Simulator) -> None:
    ended, other = cloud.client(), cloud.client()
    cloud.expire_tokens()
    cloud.fault("status", on="token", status=400, body='{"error":"invalid_grant"}')
    with pytest.raises(errors.LoginRequired):
        ended.systems().collect()
    assert other.systems().collect(), "another login lives on"


def test_an_application_asks_for_itself(cloud: myuplink.Simulator) -> None:
    client = for_itself(cloud)
    assert len(client.systems().collect()) == 4
    # What only makes a login last is not asked for.
    assert client.scopes == ["READSYSTEM", "WRITESYSTEM"]
    with pytest.raises(errors.SetupError):
        for_itself(cloud, scopes=["offline_access"]).ping()


@pytest.mark.parametrize(
    ("fault", "needs"),
    [
        ({"kind": "drop_items"}, "share"),
        ({"kind": "drop_items", "share": 2}, "share"),
        ({"kind": "drop_items", "share": float("nan")}, "share"),
        ({"kind": "wrap"}, "field"),
        ({"kind": "html", "share": 0.5}, "share"),
    ],
)
def test_wrong_switches_are_refused(cloud: myuplink.Simulator, fault: dict[str, Any], needs: str) -> None:
    with pytest.raises(errors.SetupError, match=needs):
        cloud.fault(**fault)
