"""Prints the table. `--markdown` prints the figures of the last run for docs/performance.md and measures nothing."""

from __future__ import annotations

import sys

from bench import answers, machines, many, measure, peaks, publish, rows, start, table, watch
from bench.places import ANSWERS, BENCH, build, install_peers, server

FIGURES = BENCH / "table.json"


def main() -> None:
    if "--markdown" in sys.argv:
        if not FIGURES.exists():
            sys.exit("error: there are no figures yet; run `make bench` first")
        print(table.markdown(table.from_json(FIGURES.read_text(encoding="utf-8"))))
        return
    missing = install_peers()
    build()
    sizes = answers.write(ANSWERS)
    with server() as address:
        lines = rows.lines(measure.costs(rows.works(address), missing))
        lines += start.lines()
        lines += peaks.lines(address, sizes)
        lines += many.lines(address)
    lines += watch.lines()
    lines += publish.lines()
    lines += machines.lines()
    FIGURES.write_text(table.to_json(lines), encoding="utf-8")
    print(table.text(lines))


if __name__ == "__main__":
    main()
