"""One heat pump over its APIs: the pump itself first, a cloud second."""

import asyncio

import pytest

import nibe_uplink
from nibe_uplink import AsyncHome, Home, errors, local, myuplink

# The machine of the newer family, which the pump and the cloud both serve.
IDS = [4, 8, 3671, 3751, 121]


@pytest.fixture
def pump():
    with local.Simulator(speed=0, at="2026-11-27T06:00:00Z") as service:
        yield service


@pytest.fixture
def cloud():
    with myuplink.Simulator(speed=0, at="2026-11-27T06:00:00Z") as service:
        yield service


def told(reading):
    """What a reading says, without when and by whom."""
    return reading.id, reading.title, reading.value, reading.unit, reading.word


def test_both_say_the_same_in_one_form_and_who_said_it(pump, cloud):
    with Home(cloud.client(), pump.client(), serial_number=pump.devices[0], again=0) as home:
        at_home = home.read(IDS)
        assert home.answered == "local" and {one.source for one in at_home} == {"local"}
        pump.fault("hang_up", on="point", times=20)
        pump.fault("hang_up", on="all_points", times=20)
        through_cloud = home.read(IDS)
        assert home.answered == "myuplink" and {one.source for one in through_cloud} == {"myuplink"}
        assert isinstance(home.failures["local"], errors.TransportError)
    by_id = {one.id: one for one in through_cloud}
    for one in at_home:
        assert told(by_id[one.id]) == told(one)
        assert by_id[one.id].limits == one.limits or one.id in (4, 8)
        assert by_id[one.id].writable == one.writable and by_id[one.id].time.tzinfo is not None
    assert by_id[3751].word == "Auto" and by_id[121].value is None


def test_a_pump_that_is_silent_rests_for_a_while_and_is_asked_again(pump, cloud):
    now = [1000.0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nibe_uplink._home.time.monotonic", lambda: now[0])
        home = Home(pump.client(retries=0), cloud.client(), serial_number=pump.devices[0])
        home.read([4])
        pump.fault("hang_up", on="point", times=1)
        assert home.read([4])[0].source == "myuplink"
        asked = len(pump.requests())
        now[0] += 59
        assert home.read([4])[0].source == "myuplink"
        assert len(pump.requests()) == asked, "it rests"
        now[0] += 1
        assert home.read([4])[0].source == "local" and home.failures == {}


def test_when_nobody_answers_the_failures_are_told(pump, cloud):
    home = Home(pump.client(retries=0), cloud.client(retries=0), serial_number=pump.devices[0])
    home.read([4])
    pump.fault("hang_up", on="point", times=1)
    cloud.fault("status", on="points", status=503, times=1)
    cloud.fault("status", on="systems", status=503, times=1)
    with pytest.raises(errors.ServerError) as caught:
        home.read([4])
    assert any("point: " in note for note in caught.value.__notes__)
    assert set(home.failures) == {"local", "myuplink"}


def test_what_is_wrong_is_not_asked_elsewhere(pump, cloud):
    home = Home(pump.client(), cloud.client(), serial_number=pump.devices[0])
    with pytest.raises(errors.ArgumentError, match="takes -10 to 10"):
        home.write({3671: 99})
    with pytest.raises(errors.ArgumentError):
        home.read([-1])
    assert cloud.requests() == []
    with pytest.raises(errors.SetupError, match="needs a client"):
        Home()
    with pytest.raises(errors.SetupError, match="several machines; give the serial_number"):
        Home(cloud.client()).read([4])
    with pytest.raises(errors.SetupError, match="no machine with the serial number 7"):
        Home(pump.client(), serial_number="7").read([4])


def test_a_write_goes_to_who_answers_and_nowhere_else(pump, cloud):
    home = Home(pump.client(retries=0), cloud.client(), serial_number=pump.devices[0], again=0)
    done = home.write({3671: -1})
    assert (done[3671].state, home.answered) == ("accepted", "local")
    assert home.read(["3671"])[0].value == -1
    # The answer to the write is lost: whether it was carried out is not known.
    pump.fault("hang_up", on="set_points", times=1)
    with pytest.raises(errors.TransportError):
        home.write({3671: 2})
    assert not [one for one in cloud.requests() if one.method != "GET"]
    pump.fault("hang_up", on="point", times=1)
    assert home.write({3671: 3})[3671].state == "accepted" and home.answered == "myuplink"


def test_the_older_cloud_is_read_in_the_same_form():
    with nibe_uplink.Simulator() as cloud, Home(cloud.client(), serial_number="06512018000101") as home:
        outdoor, offset = home.read([40004, 47011])
        assert (outdoor.source, outdoor.unit, outdoor.id) == ("nibe-uplink", "°C", 40004)
        assert isinstance(outdoor.value, float) and offset.writable
        assert len(home.read()) > 50
        assert home.write({47011: 1})[47011].state == "accepted"


def test_the_same_with_asyncio(pump, cloud):
    async def all_of_it():
        clients = pump.async_client(retries=0), cloud.async_client()
        async with AsyncHome(*clients, serial_number=pump.devices[0], again=0) as home:
            first = (await home.read([4]))[0].source
            done = await home.write({3671: -2}, verify=True)
            pump.fault("hang_up", on="point", times=1)
            return first, done[3671].state, (await home.read([4]))[0].source

    assert asyncio.run(all_of_it()) == ("local", "applied", "myuplink")
