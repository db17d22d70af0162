"""The card of a system says what it does, and how it is."""

from __future__ import annotations

import asyncio
import warnings
from datetime import UTC, datetime

import pytest

import nibe_uplink
from nibe_uplink import Card, errors, myuplink

NOW = datetime(2024, 1, 15, 6, 30, tzinfo=UTC)


def test_a_card_has_the_main_readings_and_takes_three_requests() -> None:
    with nibe_uplink.Simulator(at=NOW, speed=0) as sim, warnings.catch_warnings(action="error"):
        client = sim.client(scopes=["READSYSTEM"])
        card = client.card(sim.systems[0])
        assert len(sim.requests()) == 3
        [outdoor] = client.parameters(sim.systems[0], [40004])
        async_card = asyncio.run(sim.async_client().card(sim.systems[0]))
        with_response = client.with_response().card(sim.systems[0])
    assert card == async_card == with_response
    assert (card.name, card.product, card.online, card.active) == ("Lake house", "NIBE F1255", True, [])
    assert card.seen is not None
    assert card.readings[0].value == outdoor.value
    assert [row.id for row in card.readings] == [40004, 40033, 40013, 40008, 43009, 43005, 43136]
    lines = str(card).splitlines()
    assert lines[0] == "Lake house (NIBE F1255), online, heard of at 2024-01-15 06:30 UTC"
    assert lines[1] == f"  outdoor temp. BT1: {outdoor.value:g} °C"


def test_a_machine_that_is_ill_says_so() -> None:
    with nibe_uplink.Simulator(at=NOW, speed=0) as sim:
        client, system = sim.client(), sim.systems[0]
        sim.trouble(system, "sensor")
        ill = client.card(system)
        sim.trouble(system, "offline")
        sim.advance(3600)
        gone = client.card(system)
    assert len(ill.active) == 1
    assert 40004 not in [row.id for row in ill.readings], "a sensor that is absent is left out"
    assert f"  active: {ill.active[0]}" in str(ill)
    assert '<div role="alert"' in ill._repr_html_()
    assert not gone.online
    assert "offline, heard of at 2024-01-15 06:30 UTC" in str(gone)


def test_a_card_is_html_without_colours_of_its_own_for_text() -> None:
    card = Card("<b>house</b>", "F1255 & co", True, None, ["it's <hot>"], [])
    page = card._repr_html_()
    assert "&lt;b&gt;house&lt;/b&gt;" in page
    assert "F1255 &amp; co" in page
    assert "it&#x27;s &lt;hot&gt;" in page
    assert "background" not in page
    assert "; color:" not in page


@pytest.mark.parametrize(("place", "name", "first"), [(0, "Lake house", 40004), (3, "Hill house", 4)])
def test_systems_of_myuplink_have_cards(place: int, name: str, first: int) -> None:
    """An F-series machine and one of the S-series, whose numbers are others."""
    with myuplink.Simulator(at=NOW, speed=0) as sim:
        client = sim.client(scopes=["READSYSTEM"])
        systems = client.systems().collect()
        card = client.card(systems[place].system_id)
        assert card == asyncio.run(sim.async_client().card(systems[place].system_id))
        with pytest.raises(errors.ArgumentError, match=r"there is no system nowhere; there are .*\(Lake house\)"):
            client.card("nowhere")
    assert (card.name, card.online) == (name, True)
    assert card.readings[0].id == first
    assert card.readings[0].unit == "°C"
    assert len(card.readings) >= 6
    assert card.seen is not None


def test_alarms_of_myuplink_are_told() -> None:
    with myuplink.Simulator(at=NOW, speed=0) as sim:
        client = sim.client(scopes=["READSYSTEM"])
        [ill] = [system for system in client.systems() if system.has_alarm]
        card = client.card(ill.system_id)
        told = client.active_notifications(ill.system_id).collect()
    assert card.active == [one.header for one in told]
    assert card.active[0] == "Fan alarm from outdoor unit"
