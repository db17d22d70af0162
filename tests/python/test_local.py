"""A pump at its own address: read, written and paired, blocking and with asyncio."""

import asyncio
import os
import stat

import pytest

from nibe_uplink import errors
from nibe_uplink.local import AsyncClient, Client, Simulator, apair, pair


@pytest.fixture
def pump():
    with Simulator() as service:
        yield service


def test_points_are_read_for_the_user(pump):
    with pump.client() as client:
        everything = client.points()
        assert len(everything) > 80
        assert all(one.source == "local" and one.time.tzinfo is not None for one in everything)
        offset, outdoor = client.points([3671, "4"], language="de")
    assert (offset.id, offset.limits, offset.writable, offset.unit) == (3671, (-10.0, 10.0), True, None)
    assert outdoor.title == "Aktuelle Außenlufttemperatur (BT1)"
    assert outdoor.unit == "°C" and isinstance(outdoor.value, float) and not outdoor.writable
    by_id = {one.id: one for one in everything}
    assert by_id[121].value is None, "the sensor is absent"
    assert by_id[3708].value == "02:00:00" and not by_id[3708].writable
    assert by_id[3751].words == {0: "Auto", 1: "Manual", 2: "Add. heat only"}
    assert by_id[3751].word == "Auto"


def test_t34_a_pump_is_reached_without_the_proxy(pump, monkeypatch):
    # Nobody listens there.
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with pump.client() as client:
        assert client.points([4])


def test_what_is_written_is_read_back(pump):
    with pump.client() as client:
        done = client.write_points({3671: 1}, verify=True, every=0.01)
        assert done[3671].state == "applied" and done[3671].reading.value == 1
        assert client.write_points({"3751": "manual"})[3751].state == "accepted"
        assert client.points([3751])[0].word == "Manual"
        both = client.write_points({3671: 0, 999999: 1})
        assert (both[3671].state, both[999999].state) == ("accepted", "refused")
        for values, says in [
            ({3671: 99}, "takes -10 to 10"),
            ({3708: 1}, "time of the day"),
            ({3671: 0.5}, "steps of 1"),
        ]:
            with pytest.raises(errors.ArgumentError, match=says):
                client.write_points(values)


def test_a_pump_that_only_lets_its_values_be_read_says_what_to_do():
    says = r"turn `read only` off in its menu 7\.5\.15"
    with Simulator(read_only=True) as service, service.client() as client, pytest.raises(errors.ApiError, match=says):
        client.write_points({3671: 1})


def test_t75_another_certificate_gets_nothing(pump):
    with Simulator() as other:
        client = pump.client(fingerprint=other.fingerprint)
        with pytest.raises(errors.UplinkError) as caught:
            client.devices()
        assert pump.fingerprint in str(caught.value) and other.fingerprint in str(caught.value)
        assert "will not speak to 127.0.0.1" in str(caught.value)
    assert pump.requests() == []
    with pytest.raises(errors.UplinkError):
        pump.client(fingerprint=None).devices()


def test_a_wrong_password_is_refused(pump):
    with pytest.raises(errors.Unauthorized):
        pump.client(password="wrong").devices()


def test_a_page_in_place_of_json_and_a_pump_that_hangs(pump):
    client = pump.client(timeout=0.3, retries=0)
    pump.fault("html", on="devices")
    with pytest.raises(errors.UplinkError, match="HTML"):
        client.devices()
    pump.fault("delay", on="devices", seconds=3)
    with pytest.raises(errors.UplinkError, match="did not answer within"):
        client.devices()


def test_t76_pairing_is_kept_for_its_owner_alone(pump, tmp_path, monkeypatch):
    file = tmp_path / "state" / "local.json"
    with pytest.raises(errors.SetupError, match="was not paired yet"):
        Client.paired(file=file)
    with pytest.raises(errors.SetupError, match="refuses this user name and password"):
        pair(pump.base_url, pump.username, "wrong", file=file)
    assert not file.exists()
    kept = pair(pump.base_url, pump.username, pump.password, file=file)
    assert (kept.base_url, kept.fingerprint) == (pump.base_url, pump.fingerprint)
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert len(Client.paired(file=file).devices().devices) == 1
    monkeypatch.setenv("NIBE_LOCAL_PIN_FILE", str(file))
    assert Client.from_env().points([4])[0].id == 4
    file.write_text(file.read_text().replace(pump.fingerprint, "AB:" * 31 + "AB"))
    with pytest.raises(errors.SetupError, match="was paired with AB:AB"):
        pair(pump.base_url, pump.username, pump.password, file=file)
    pair(pump.base_url, pump.username, pump.password, fingerprint=pump.fingerprint, file=file)
    assert Client.from_env().points([4])


def test_the_same_with_asyncio(pump, tmp_path):
    async def all_of_it():
        await apair(pump.base_url, pump.username, pump.password, file=tmp_path / "local.json")
        async with AsyncClient.paired(file=tmp_path / "local.json") as client:
            done = await client.write_points({3671: -2}, verify=True, every=0.01)
            assert done[3671].state == "applied"
            (offset,) = await client.points([3671])
            return offset.value

    assert asyncio.run(all_of_it()) == -2


def test_points_are_missing_after_a_restart_and_hidden_without_their_switch(pump):
    with pump.client() as client:
        before = {one.id for one in client.points()}
        assert 10614 not in before and client.points([10614]) == []
        client.write_points({10613: 1})
        assert client.points([10614]) == [], "it takes a minute"
        pump.advance(60)
        assert client.points([10614])[0].value == 1
        pump.restart()
        assert before - {one.id for one in client.points()}
        pump.advance(61)
        assert before <= {one.id for one in client.points()}


def test_no_password_is_shown(pump):
    client = pump.client()
    for text in (repr(client), repr(vars(client)), str(client)):
        assert pump.password not in text


def test_a_client_without_a_password_is_told_what_to_do():
    with pytest.raises(errors.SetupError, match=r"Client\.paired\(\)"):
        Client("192.168.1.20")
