"""What is not given stays apart from None."""

from __future__ import annotations

import copy
import pickle

from nibe_uplink._model import NOT_GIVEN, Model, NotGiven


class Phone(Model):
    """A model whose number may be left out and may be null."""

    name: str
    number: str | NotGiven | None = NOT_GIVEN


def test_what_is_not_given_is_left_out_and_none_is_null():
    assert Phone(name="x").to_json() == '{"name": "x"}'
    assert Phone(name="x", number=None).to_json() == '{"name": "x", "number": null}'
    assert Phone(name="x").to_dict() == {"name": "x"}
    assert Phone(name="x", number=None).replace(number=NOT_GIVEN) == Phone(name="x")


def test_it_is_one_object_and_false():
    assert not NOT_GIVEN
    assert repr(NOT_GIVEN) == "NOT_GIVEN"
    assert pickle.loads(pickle.dumps(NOT_GIVEN)) is NOT_GIVEN
    assert copy.deepcopy(NOT_GIVEN) is NOT_GIVEN
