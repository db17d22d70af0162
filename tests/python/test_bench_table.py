"""The table of `make bench`: what it says about bars, about peers that are missing, and where its figures come from."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import nibe_uplink
from bench import answers, measure, rows, table
from bench.measure import Cost, Work
from bench.table import Line


def test_a_bar_holds_is_near_or_does_not() -> None:
    marks = [table.mark(Line("row", "peer", cpu=value, bar=1.0)) for value in (1.0, 1.2, 1.21)]
    assert marks == ["yes", "near", "no"]
    assert table.mark(Line("row", "peer", cpu=9.0)) == ""


def test_instructions_decide_where_they_are_counted_and_the_row_asks_for_it() -> None:
    assert table.mark(Line("row", "peer", cpu=2.0, instructions=1.0, bar=1.0, counted=True)) == "yes"
    assert table.mark(Line("row", "peer", cpu=2.0, instructions=1.0, bar=1.0)) == "no"
    assert table.mark(Line("row", "peer", cpu=2.0, bar=1.0, counted=True)) == "no"


def test_the_cost_of_an_empty_answer_is_taken_off() -> None:
    costs = {"whole": Cost(130.0, 1300.0), "empty": Cost(30.0, 300.0), "peer": Cost(50.0, 250.0)}
    cell = rows.Cell("peer", "peer", 1.0)
    line = rows.line(rows.Row("row", "whole", [cell], less="empty"), cell, costs)
    assert (line.cpu, line.instructions, line.ours) == (2.0, 4.0, "0 µs, 1 k")


def test_a_peer_that_is_missing_or_fails_is_a_skipped_row_with_its_reason(capfd: pytest.CaptureFixture[str]) -> None:
    fails = Work("fails", (sys.executable, "-c", "raise SystemExit('no such library')"), 1, (1, 2), ("fails",))
    absent = Work("absent", ("not-started",), 1, (1, 2), ("library",))
    costs = measure.costs([fails, absent], {"library": "library 1 cannot be installed"})
    for work, reason in ((fails, "no such library"), (absent, "library 1 cannot be installed")):
        cell = rows.Cell("peer", work.name, 1.0)
        line = rows.line(rows.Row("row", work.name, [cell]), cell, costs)
        assert table.mark(line) == "skipped"
        assert f"skipped: row against peer: {line.skipped}" in table.text([line])
        assert reason in line.skipped


def test_a_program_of_ours_must_not_fail() -> None:
    with pytest.raises(SystemExit, match="no such function"):
        measure.cpu(Work("ours", (sys.executable, "-c", "raise SystemExit('no such function')"), 1, (1, 2)))


def test_the_cost_of_a_call_is_what_the_program_prints(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("import sys; print(1000 * int(sys.argv[1]))", encoding="utf-8")
    assert measure.cpu(Work("any", (sys.executable, program), 7, (1, 2))) == (7000.0, "")


def test_every_row_names_works_that_there_are() -> None:
    works = {work.name: work for work in rows.works("http://127.0.0.1:1")}
    used = [(row.ours, row.less) for row in rows.ROWS] + [(c.work, c.less) for row in rows.ROWS for c in row.cells]
    assert {name for pair in used for name in pair if name} == set(works)
    scripts = [part for work in works.values() for part in work.command if str(part).endswith(".py")]
    assert scripts
    assert all(Path(script).is_file() for script in scripts)


def test_answers_have_the_size_and_form_of_the_api() -> None:
    answer = answers.categories(24_000)
    assert len(answer) == pytest.approx(24_000, rel=0.05)
    with nibe_uplink.Simulator() as sim:
        sim.fault("body", body=answer.decode(), on="categories")
        categories = sim.client().categories(sim.systems[0], parameters=True)
    assert [len(category.parameters or ()) for category in categories] == [
        len(category["parameters"]) for category in json.loads(answer)
    ]
    assert sum(len(category.parameters or ()) for category in categories) > 150


def test_the_figures_come_back_from_json_which_says_whether_bars_hold() -> None:
    lines = [Line("row", "peer", 1.5, 2.0, 1.0), Line("row", "other", skipped="it is missing")]
    assert table.from_json(table.to_json(lines)) == lines
    assert [line["holds"] for line in json.loads(table.to_json(lines))] == ["no", "skipped"]


def test_markdown_has_a_line_for_each_comparison() -> None:
    made = table.markdown([Line("row", "peer", 1.234, 2.0, 1.5), Line("start", "bare", 3.21, bar=4, unit="ms")])
    assert made.splitlines()[2:] == [
        "| row | peer |  | 1.23 | 2.00 | 1.5 | yes |",
        "| start | bare |  | 3.2 ms |  | 4 ms | yes |",
    ]
