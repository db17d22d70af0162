"""What models and words of answers promise."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest

import nibe_uplink
from nibe_uplink import Reading, SmartHomeMode
from nibe_uplink._generated import enums, models
from nibe_uplink._model import Model
from nibe_uplink.errors import DecodeError

DATA: dict[str, Any] = {
    "parameterId": 40004,
    "name": "40004",
    "title": "outdoor temp.",
    "designation": "BT1",
    "unit": "°C",
    "displayValue": "-1.3°C",
    "rawValue": -13,
}
SYSTEM: dict[str, Any] = {
    "systemId": 40201,
    "name": "Cellar",
    "productName": "NIBE F1255",
    "productImage": {"name": None, "sizes": [{"width": 75, "height": 100, "url": "/x.png"}]},
    "securityLevel": "ADMIN",
    "serialNumber": "06512018123456",
    "lastActivityDate": "2023-02-03T04:05:06.1234567Z",
    "connectionStatus": "ONLINE",
    "address": None,
    "hasAlarmed": False,
}


def reading(**changes: Any) -> Reading:
    return Reading.from_json(json.dumps(DATA | changes))


def test_texts_that_are_nearly_alike_stay_apart() -> None:
    # Short texts that came before are found again, by their length and their bytes.
    texts = ["", "é", "€", "a\0", "\0a", "\0"]
    for length in range(1, 27):
        plain = "x" * length
        texts += [plain, *(plain[:at] + "y" + plain[at + 1 :] for at in range(length))]
    for _ in range(2):
        assert [reading(title=text, unit=text.strip()).title for text in texts] == texts
        assert [reading(unit=text).raw_unit for text in texts] == texts
    assert reading(title="degree minutes").title is reading(title="degree minutes").title


def test_units_have_their_one_spelling_each_time() -> None:
    for _ in range(2):
        sent = [" DM ", "dm", "\u2103", "l/m", None, "", *(f"unknown {n}" for n in range(40)), "dm"]
        assert [reading(unit=unit).unit for unit in sent][:4] == ["DM", "DM", "\xb0C", "l/min"]
        assert reading(unit="dm").unit == "DM" and reading(unit="dm").raw_unit == "dm"
        assert reading(unit="unknown 39").unit == "unknown 39"


def test_models_are_equal_when_all_fields_are() -> None:
    assert reading() == reading()
    assert reading() != reading(rawValue=-14)
    assert reading() != reading(new=1)
    assert reading() != "something else"
    assert hash(reading()) == hash(reading())
    assert len({reading(), reading(), reading(rawValue=0)}) == 2


def test_models_that_hold_lists_have_a_hash_too() -> None:
    one, same = (models.System.from_json(json.dumps(SYSTEM | {"more": {"a": [1, {"b": None}]}})) for _ in range(2))
    other = models.System.from_json(json.dumps(SYSTEM | {"more": {"a": [2]}}))
    assert hash(one) == hash(same)
    assert {one, same, other} == {one, other}


def test_models_are_frozen() -> None:
    one = reading()
    with pytest.raises(AttributeError, match="frozen"):
        one.raw_value = 1
    with pytest.raises(AttributeError, match="frozen"):
        del one.raw_value
    with pytest.raises(AttributeError):
        one.new = 1  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        one.extra["new"] = 1  # type: ignore[index]
    assert one == reading()


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_models_survive_pickle_and_copy(protocol: int) -> None:
    for one in (reading(new=[1, None]), models.System.from_json(json.dumps(SYSTEM | {"securityLevel": "NEW_WORD"}))):
        again = pickle.loads(pickle.dumps(one, protocol))
        assert again == one
        assert again.extra == one.extra
        assert copy.deepcopy(one) == copy.copy(one) == one


def test_a_copy_has_some_fields_changed() -> None:
    one = reading(new=1)
    other = one.replace(raw_value=5)
    assert (other.raw_value, other.title, other.extra) == (5, one.title, {"new": 1})
    assert one.raw_value == -13
    assert one.__replace__(raw_value=5) == other
    with pytest.raises(TypeError, match="no_field"):
        one.replace(no_field=1)


class Room(Reading):
    """A reading that somebody says more of."""

    room: str = "hall"

    def shout(self) -> str:
        return f"{self.room}: {self.value}!".upper()


def test_a_class_of_ones_own_stands_on_a_model() -> None:
    one = Room.from_dict({**reading().to_dict(), "room": "attic"})
    assert (one.shout(), one.unit, one.parameter_id) == ("ATTIC: -1.3!", "°C", 40004)
    assert one.replace(room="hall") == Room.from_dict(reading().to_dict())
    assert pickle.loads(pickle.dumps(one)) == one
    assert list(inspect.signature(Room).parameters)[-2:] == ["room", "extra"]
    assert json.loads(one.to_json())["room"] == "attic"


def test_constructors_say_what_they_take() -> None:
    assert str(inspect.signature(Reading)).startswith(
        "(*, parameter_id: 'int', name: 'str | None' = None, title: 'str'"
    )
    with pytest.raises(TypeError, match="lacks parameter_id, display_value, raw_value"):
        Reading(title="x")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="has no field colour"):
        Reading.from_dict({**reading().to_dict(), "colour": "red"})


def test_models_as_json_have_the_names_of_the_api() -> None:
    for one in (reading(new=1), models.System.from_json(json.dumps(SYSTEM))):
        assert type(one).from_json(one.to_json()) == one
    assert json.loads(reading(new=1).to_json()) == DATA | {"new": 1}
    for text, said in (("{}", "missing field"), ("[", "not JSON"), ("[]", "expected an object")):
        with pytest.raises(DecodeError, match=said):
            Reading.from_json(text)


def test_what_is_worked_out_is_in_dictionaries_and_worked_out_anew() -> None:
    made = reading().to_dict()
    assert (made["value"], made["unit"], made["source"]) == (-1.3, "°C", "factor")
    assert Reading.from_dict({**made, "raw_value": 55, "display_value": "5.5°C"}).value == 5.5
    assert "value" not in json.loads(reading().to_json())


def test_models_as_dictionaries_have_python_names() -> None:
    made = models.System.from_json(json.dumps(SYSTEM)).to_dict()
    assert made["system_id"] == 40201
    assert made["product_image"] == {"name": None, "sizes": [{"width": 75, "height": 100, "url": "/x.png"}]}
    assert made["last_activity_date"] == datetime(2023, 2, 3, 4, 5, 6, 123456, UTC)
    assert "extra" not in made
    assert reading(new=1).to_dict()["extra"] == {"new": 1}


def test_unknown_fields_are_kept() -> None:
    assert reading(new={"a": None}).extra == {"new": {"a": None}}
    assert reading().extra == {}


def test_what_notebooks_show_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    one = reading(title=evil, displayValue=evil)
    for html in (one._repr_html_(), nibe_uplink.table([one])._repr_html_()):
        assert "<script>" not in html
        assert "&lt;script&gt;" in html
        assert html.startswith("<table>")
        assert html.endswith("</table>")


def test_notebooks_show_the_value_too() -> None:
    html = reading()._repr_html_()
    for name, shown in (("raw_value", "-13"), ("value", "-1.3"), ("unit", "°C"), ("source", "factor")):
        assert f">{name}</th><td style='text-align:left'>{shown}</td>" in html


def test_models_say_what_they_are() -> None:
    assert repr(reading()) == (
        "Reading(parameter_id=40004, name='40004', title='outdoor temp.', designation='BT1', raw_unit='°C', "
        "display_value='-1.3°C', raw_value=-13, unit='°C', value=-1.3, source='factor')"
    )
    assert dict(reading().__rich_repr__())["value"] == -1.3
    assert dict(reading().__rich_repr__())["raw_value"] == -13


def test_values_are_read() -> None:
    assert (reading().value, reading().source) == (-1.3, "factor")
    absent = reading(displayValue="--", rawValue=-32768)
    assert (absent.value, absent.source) == (None, "absent")
    text = reading(parameterId=0, displayValue="F1255-6 R PC", unit="")
    assert (text.value, text.source) == ("F1255-6 R PC", "text")


def test_unknown_words_are_members_of_their_own() -> None:
    new = SmartHomeMode("PARTY")
    assert (new, new.known, str(new), new.name) == ("PARTY", False, "PARTY", "PARTY")
    assert SmartHomeMode("PARTY") is new
    assert pickle.loads(pickle.dumps(new)) is new
    assert new not in list(SmartHomeMode)
    assert SmartHomeMode.VACATION.known
    assert SmartHomeMode("VACATION") is SmartHomeMode.VACATION
    with pytest.raises(ValueError, match="3"):
        SmartHomeMode(3)


def test_every_generated_class_is_in_reach() -> None:
    for module, base in ((models, Model), (enums, enums.OpenEnum)):
        names = [n for n, v in vars(module).items() if isinstance(v, type) and issubclass(v, base) and v is not base]
        assert names
        for name in names:
            assert getattr(nibe_uplink, name) is getattr(module, name)
    with pytest.raises(AttributeError, match="Nonsense"):
        nibe_uplink.Nonsense  # noqa: B018
    assert set(nibe_uplink.__all__) <= set(dir(nibe_uplink))


def test_the_catalogue_knows_parameters() -> None:
    from nibe_uplink import catalogue

    outdoor = catalogue.get(40004)
    assert outdoor is not None
    assert (outdoor.alias, outdoor.unit, outdoor.factor) == ("outdoor_temperature", "°C", 10)
    assert catalogue.get(1) is None
    assert any(p.id == 48132 for p in catalogue.find("hot_water_boost"))
    assert 40004 in catalogue.ids()


def test_every_type_is_offered_by_the_package_and_slips_are_not() -> None:
    offered = dir(nibe_uplink)
    assert {*enums.__all__, *models.__all__, "Parameter", "Client"} <= set(offered)
    assert all(getattr(nibe_uplink, name) is not None for name in offered)
    assert nibe_uplink.__version__.count(".") == 2
    with pytest.raises(AttributeError, match="no attribute 'Readingg'"):
        nibe_uplink.Readingg  # type: ignore[attr-defined]  # noqa: B018 (the slip is the test)
