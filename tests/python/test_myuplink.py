"""What the clients of myUplink make of what devices send, and of a cloud in trouble, against the local service."""

from __future__ import annotations

import asyncio
import base64
import json
import pickle
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

import nibe_uplink
from nibe_uplink import errors, myuplink


@pytest.fixture
def cloud() -> Iterator[myuplink.Simulator]:
    """A service with the demo systems."""
    with myuplink.Simulator() as simulator:
        yield simulator


def device_of(client: myuplink.Client, name: str) -> str:
    """The device of the system of a name."""
    system = next(system for system in client.systems() if system.name == name)
    assert system.devices
    return system.devices[0].id


def point(client: myuplink.Client, device: str, id_: int) -> myuplink.Point:
    """A point of a device."""
    return client.points(device, parameter_ids=[id_])[0]


def test_values_are_numbers_words_or_absent(cloud: myuplink.Simulator) -> None:
    client = cloud.client()
    device = device_of(client, "Lake house")
    outdoor = point(client, device, 40004)
    assert isinstance(outdoor.value, float)
    assert outdoor.parameter_unit == "°C"
    assert point(client, device, 47398).value == 21.0
    boost = point(client, device, 48132)
    assert (boost.value, boost.raw, boost.words[1]) == ("off", 0, "3h")
    gone = point(client, device, 40071)
    assert (gone.value, gone.raw, gone.str_val) == (None, -32768, "-32768°C")


def test_limits_are_shown_ones_whichever_function_sent_them(cloud: myuplink.Simulator) -> None:
    client = cloud.client()
    device = device_of(client, "Lake house")
    stored = point(client, device, 47398)
    scaled = client.scaled_points(device, parameter_ids=[47398])[0]
    assert (stored.min_value, stored.max_value, stored.step_value) == (50, 350, 5)
    assert stored.limits == scaled.limits == myuplink.Limits(5, 35, 0.5)


def test_every_variant_of_an_id_stays_within_reach(cloud: myuplink.Simulator) -> None:
    client = cloud.client()
    points = client.points(device_of(client, "Lake house"))
    merged = myuplink.merge(points)
    assert sum(len(entry.variants) for entry in merged.values()) == len(points)
    twice = merged["40008"]
    assert len(twice.variants) == 2
    assert twice.point is twice.variants[-1]
    assert list(merged) == list(dict.fromkeys(p.parameter_id for p in points))


def test_times_keep_their_offset_and_odd_ones_are_read(cloud: myuplink.Simulator) -> None:
    client = cloud.client()
    newer = client.points(device_of(client, "Hill house"), parameter_ids=[4])[0]
    assert newer.timestamp.utcoffset() == timedelta(hours=2)
    assert abs(newer.timestamp - cloud.now) < timedelta(minutes=2)
    alarm = next(iter(client.notifications(cloud.systems[0])))
    assert alarm.created_datetime
    assert alarm.created_datetime.endswith("+0")
    assert alarm.created_at == datetime.fromisoformat(alarm.created_datetime[:-2]).replace(tzinfo=UTC)
    assert alarm.status_history
    assert alarm.status_history[0].at == alarm.created_at


def test_names_lose_their_soft_hyphens() -> None:
    point = myuplink.Point(
        parameter_id="1",
        writable=False,
        timestamp=datetime.now(UTC),
        parameter_name="Outdoor tempera\u00adture",
        raw=3,
        enum_values=[myuplink.EnumValue(value="3.0", text="hot wa\u00adter")],
    )
    assert point.title == "Outdoor temperature"
    assert (point.value, point.words) == ("hot water", {3: "hot water"})
    assert pickle.loads(pickle.dumps(point)) == point


ENGLISH = ["Degree minutes", "Supply line (BT2)", "Current outd temp (BT1)"]
SWEDISH = ["Gradminuter", "Framledning (BT2)", "Aktuell utetemperatur (BT1)"]
TITLES = {
    None: ENGLISH,
    "en-GB": ENGLISH,
    "fi-FI": ENGLISH,
    "de-DE": ["Gradminuten", "Vorlauf (BT2)", "Aktuelle Außenlufttemperatur (BT1)"],
    "sv-SE": SWEDISH,
    "fi, sv;q=0.5": SWEDISH,
}


@pytest.mark.parametrize("language", TITLES)
def test_titles_come_in_the_language_that_is_asked_for(cloud: myuplink.Simulator, language: str | None) -> None:
    client = cloud.client()
    lake, hill = device_of(client, "Lake house"), device_of(client, "Hill house")
    both = ((lake, [40940, 40008, 40004]), (hill, [781, 8, 4]))

    async def titles() -> list[str | None]:
        other = cloud.async_client()
        answers = [await other.scaled_points(device, parameter_ids=ids, language=language) for device, ids in both]
        return [point.title for points in answers for point in points]

    answers = [client.points(device, parameter_ids=ids, language=language) for device, ids in both]
    seen = [point.title for points in answers for point in points]
    assert seen == asyncio.run(titles())
    assert seen == TITLES[language] * 2


def test_pages_are_walked(cloud: myuplink.Simulator) -> None:
    client = cloud.client()
    whole = client.notifications(cloud.systems[0], items_per_page=100).collect()
    assert len(whole) > 30
    assert list(client.notifications(cloud.systems[0], items_per_page=7)) == whole
    with pytest.raises(errors.ArgumentError, match="from 1 to 100"):
        client.systems(items_per_page=101).collect()


def test_a_write_is_accepted_first_and_applied_later(cloud: myuplink.Simulator) -> None:
    client = cloud.client()
    device = device_of(client, "Lake house")
    assert client.set_points(device, {47011: -2}) == {"47011": "modified"}
    assert point(client, device, 47011).value == 0
    cloud.advance(30)
    assert point(client, device, 47011).value == -2


def test_one_refused_value_does_not_hide_the_others(cloud: myuplink.Simulator) -> None:
    client = cloud.client()
    outcome = client.set_points(device_of(client, "Lake house"), {47011: 1, 40004: 1})
    assert outcome == {"47011": "modified", "40004": "error: read only value"}


def test_a_zone_is_written_through_its_function(cloud: myuplink.Simulator) -> None:
    client = cloud.client()
    device = device_of(client, "Hill house")
    set_point = point(client, device, 47751)
    assert set_point.zone_id
    client.set_points(device, {47751: 23})
    cloud.advance(60)
    assert point(client, device, 47751).value == 21.0, "accepted without effect"
    client.set_zone(device, set_point.zone_id, setpoint_heat=23)
    cloud.advance(60)
    assert client.zones(device)[0].setpoint_heat == 23.0
    assert cloud.requests()[-2].body == '{"setpointHeat":23}'


def test_refusals_are_told_apart(cloud: myuplink.Simulator) -> None:
    client = cloud.client()
    device = device_of(client, "Town flat")
    with pytest.raises(errors.Forbidden) as premium:
        client.set_points(device, {47011: 1})
    assert premium.value.name == "PREMIUM_REQUIRED"
    with pytest.raises(errors.MissingScope):
        cloud.client(["READSYSTEM"]).set_points(device, {47011: 1})
    with pytest.raises(errors.Forbidden) as foreign:
        client.device("somebody else's")
    assert (foreign.value.name, foreign.value.details) == (None, ["You have no access to this system or device."])
    with pytest.raises(errors.BadRequest) as range_:
        client.set_points(device_of(client, "Lake house"), {47398: 220})
    assert range_.value.name == "OUT_OF_RANGE"


def test_a_scope_that_the_server_misses_is_no_missing_package(cloud: myuplink.Simulator) -> None:
    # A client that believes it may write.
    bold = myuplink.Client.from_token(issued(cloud, ["READSYSTEM"]), base_url=cloud.base_url)
    with pytest.raises(errors.MissingScope) as scope:
        bold.set_points(device_of(bold, "Lake house"), {47011: 1})
    assert scope.value.needs == ["WRITESYSTEM"]


def issued(cloud: myuplink.Simulator, scopes: list[str]) -> str:
    """An access token."""
    token: str = cloud._service.issue(scopes)[0]
    return token


def test_a_list_in_place_of_an_object(cloud: myuplink.Simulator) -> None:
    client = cloud.client(retries=0)
    cloud.tamper("body", body='["away"]')
    with pytest.raises(errors.DecodeError, match="smarthome_mode"):
        client.smarthome_mode(cloud.systems[0])


def test_the_network_in_front_is_recognised(cloud: myuplink.Simulator) -> None:
    client = cloud.client(retries=0)
    cloud.tamper("status", status=403, body="error code: 1010")
    with pytest.raises(errors.Forbidden) as refused:
        client.ping()
    assert refused.value.name == "AGENT_REFUSED"
    cloud.tamper("status", status=502, body="<html>Bad gateway</html>")
    with pytest.raises(errors.ServerError, match="HTML"):
        client.ping()


@pytest.mark.parametrize("body", ['{"message":"Busy"}', '{"title":"Busy","status":409}', "Busy"])
def test_errors_of_any_form_are_shown(cloud: myuplink.Simulator, body: str) -> None:
    client = cloud.client(retries=0)
    cloud.tamper("status", status=409, body=body)
    with pytest.raises(errors.ApiError, match="Busy") as conflict:
        client.set_points("any", {47011: 1})
    assert conflict.value.status == 409


def test_one_failing_function_takes_no_other_down(cloud: myuplink.Simulator) -> None:
    client = cloud.client(retries=0)
    cloud.tamper("status", status=500, function="subscriptions", times=2)
    with pytest.raises(errors.ServerError):
        client.subscriptions(cloud.systems[0])
    assert client.systems().collect()
    with pytest.raises(errors.ServerError):
        client.subscriptions(cloud.systems[0])
    packages = client.subscriptions(cloud.systems[0])
    assert packages
    assert packages[0].type is myuplink.SubscriptionType.MANAGE
    assert client.subscriptions(cloud.systems[1]) is None


def test_too_many_requests_say_how_long_to_wait() -> None:
    with myuplink.Simulator(pace="spec", speed=0) as cloud:
        client = cloud.client(retries=0)
        for _ in range(25):
            client.ping()
        with pytest.raises(errors.RateLimited) as limited:
            client.ping()
        assert limited.value.retry_after == 60.0


def test_what_the_server_says_is_left_is_followed() -> None:
    # A minute of the service takes half a second.
    with myuplink.Simulator(pace="spec", speed=120) as cloud:
        spender, careful = cloud.client(retries=0), cloud.client(retries=0, keep_pace=True)
        for _ in range(24):
            spender.ping()
        careful.ping()
        started = time.monotonic()
        careful.ping()
        assert time.monotonic() - started > 0.3, "it was told that nothing is left"
        assert [seen.status for seen in cloud.requests()] == [204] * 26


def test_logins_stay_only_with_their_scope(cloud: myuplink.Simulator) -> None:
    kept = cloud.client()
    passing = cloud.client(["READSYSTEM"])
    cloud.expire_tokens()
    assert kept.systems().collect()
    with pytest.raises(errors.LoginRequired):
        passing.systems().collect()


def test_a_login_with_pkce_gives_a_token_of_the_known_form(cloud: myuplink.Simulator) -> None:
    client = myuplink.login(
        open_browser=lambda link: follow(link),
        base_url=cloud.base_url,
        client_id=cloud.client_id,
        client_secret=cloud.client_secret,
        redirect_uri="http://127.0.0.1:0/callback",
        keep_pace=False,
    )
    assert client.scopes == ["READSYSTEM", "WRITESYSTEM", "offline_access"]
    assert len(client.systems().collect()) == 4
    head, claims, _ = issued(cloud, ["READSYSTEM"]).split(".")
    assert json.loads(base64.urlsafe_b64decode(head + "==")) == {"alg": "RS256", "typ": "JWT"}
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"]


def follow(link: str) -> None:
    """Opens a link as a browser does, and sees that it carries a challenge."""
    import urllib.request

    assert "code_challenge_method=S256" in link
    with urllib.request.urlopen(link):
        pass


def test_both_clients_are_of_their_own_api(cloud: myuplink.Simulator) -> None:
    async def run() -> int:
        async with cloud.async_client() as client:
            return len([system async for system in client.systems()])

    assert asyncio.run(run()) == 4
    assert not hasattr(myuplink.Client, "set_parameters")
    assert not hasattr(nibe_uplink.Client, "set_points")
    assert "Client" in dir(myuplink)
    assert "Point" in dir(myuplink)


def test_settings_come_from_an_environment_of_its_own(
    cloud: myuplink.Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYUPLINK_BASE_URL", cloud.base_url)
    monkeypatch.setenv("MYUPLINK_CLIENT_ID", cloud.client_id)
    monkeypatch.setenv("NIBE_UPLINK_BASE_URL", "https://elsewhere.example")
    assert myuplink.Client.from_env().base_url.rstrip("/") == cloud.base_url
