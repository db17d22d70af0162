"""Answers of which several types are possible, and bodies of them, in packages made from specs of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from kettles import generate, python
from test_bodies import said

MORE = """
[function.fittings]
doc = "What belongs to a kettle."
http = "GET /fittings"
auth = "none"
answer.200 = "[Fitting]"

[[example.fittings]]
answer = '[{"kind":"filter","mesh":0.5},{"kind":"spout","of":[{"kind":"sieve","mesh":2.0}]}]'

[function.fit]
doc = "Adds to a kettle."
http = "POST /fittings"
auth = "none"
content.fitting = { type = "Fitting", doc = "What is added." }
answer.200 = "Fitted"

[[example.fit]]
arguments = { fitting = { kind = "sieve", mesh = 0.5 } }
body = '{"kind":"sieve","mesh":0.5}'
answer = '{"id":3,"until":"2026"}'

[struct.Filter]
doc = "A filter."
field.kind = { type = "FilterKind", doc = "How fine it is." }
field.mesh = { type = "float", unit = "mm", doc = "How wide its holes are." }

[enum.FilterKind]
doc = "Kinds of filters."
values = ["filter", "sieve"]

[struct.Spout]
doc = "A spout."
field.kind = { type = "string", doc = "`spout`" }
field.of = { type = "[Fitting]", doc = "What is in it." }

[alias.Fitting]
doc = "A part of a kettle."
tag = "kind"
variants = { filter = "Filter", sieve = "Filter", spout = "Spout" }

[struct.Added]
doc = "It was added."
field.id = { type = "int", doc = "Its number." }

[struct.Lent]
doc = "It was added for some time."
field.id = { type = "int", doc = "Its number." }
field.until = { type = "string?", doc = "When it has to be back." }

[alias.Fitted]
doc = "What became of it."
type = "Added | Lent"
"""


@pytest.fixture(scope="module")
def kettle(generator: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("variants")
    made = generate(generator, folder, "nobody", more=MORE)
    assert made.returncode == 0, made.stderr
    return folder


def test_its_own_tests_pass(kettle: Path) -> None:
    assert "8 passed" in python(kettle, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")


def test_each_variant_is_its_class_and_others_are_kept(kettle: Path) -> None:
    got = said(
        kettle,
        """
import copy, pickle
import kettle

client = kettle.Client(base_url=base_url)
status = 200
answer = b'[{"kind":"sieve","mesh":1},{"kind":"spout","of":[{"kind":"lid","x":1}]},{"kind":7},{"mesh":2},null]'
first, spout, *others = client.fittings()
assert pickle.loads(pickle.dumps(spout)) == copy.deepcopy(spout) == spout
print(json.dumps([[type(first).__name__, first.mesh], [type(spout).__name__, spout.of], others]))
answer = b'{"id":1,"until":null}'
print(json.dumps([type(client.fit(first)).__name__, sent_body()]))
answer = b'{"id":1}'
print(json.dumps([type(client.fit(spout.replace(of=[first]))).__name__, sent_body()]))
async def later():
    async with kettle.AsyncClient(base_url=base_url) as client:
        return await client.fit({"kind": "spout", "of": []})
print(json.dumps([type(asyncio.run(later())).__name__, sent_body()]))
for wrong in ({"kind": "lid"}, {}, 5, kettle.Lent(id=1, until=None), {"kind": "filter"}, spout):
    try:
        client.fit(wrong)
    except kettle.errors.ArgumentError as error:
        print(json.dumps(str(error)))
""".replace("sent_body()", "json.loads(seen.pop()[2])"),
    )
    assert got[0] == [
        ["Filter", 1.0],
        ["Spout", [{"kind": "lid", "x": 1}]],
        [{"kind": 7}, {"mesh": 2}, None],
    ]
    sieve = {"kind": "sieve", "mesh": 1.0}
    assert got[1:4] == [
        ["Lent", sieve],
        ["Added", {"kind": "spout", "of": [sieve]}],
        ["Added", {"kind": "spout", "of": []}],
    ]
    must = "fit: `fitting` must be an object whose `kind` is filter or sieve or spout, not "
    assert got[4:] == [
        must + '{"kind":"lid"}',
        must + "{}",
        must + "5",
        must + '{"id":1,"until":null}',
        "fit: `fitting` lacks `mesh`",
        must.replace("`fitting`", "`fitting.of[0]`") + '{"kind":"lid","x":1}',
    ]


TEXTS = r"""
[function.manual]
doc = "How to use it."
http = "GET /manual"
auth = "none"
accept = "text/markdown"
answer.200 = "string"
answer.204 = "none"

[[example.manual]]
answer = '"# Manual\n\"Fill\" it."'
"""


def test_an_answer_that_is_text_is_taken_as_it_is(generator: Path, tmp_path: Path) -> None:
    assert generate(generator, tmp_path, "nobody", more=TEXTS).returncode == 0
    assert "6 passed" in python(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    got = said(
        tmp_path,
        """
import kettle
client = kettle.Client(base_url=base_url)
print(json.dumps(client.manual()))
status = 200
for answer in (b'"quoted"', "Grüße\\n".encode(), b"null", b""):
    print(json.dumps(client.manual()))
print(json.dumps(seen[-1][3]["Accept"]))
answer = b"\\xff"
try:
    client.manual()
except kettle.errors.DecodeError as error:
    print(json.dumps(str(error)))
""",
    )
    told = got.pop()
    assert got == [None, '"quoted"', "Grüße\n", "null", None, "text/markdown"]
    assert "it is not UTF-8" in str(told)
