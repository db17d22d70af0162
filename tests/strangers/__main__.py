"""What clients of strangers' documents send, held against the documents.

    python tests/strangers [--beside] DOCUMENT...

Each document is imported, checked and made into a Python package, and each of its functions called twice, with all that it
takes and with what it needs alone, against a server that keeps what it gets. What each request should be is worked out from
the document here, by code that shares nothing with the importer. Prints a line for each document and each difference; with
`--beside` the same for openapi-python-client, and what each got right by kind.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

from document import CannotSample, Document
from expected import Expected
from ours import Ours
from recorder import Recorder


class Tally:
    """How the calls of a client went, and why not well."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        self.lines: dict[str, None] = {}

    def add(self, expected: Expected | None, outcome: str, line: str = "") -> None:
        self.calls[outcome] += 1
        if line:
            self.lines[f"  {outcome}: {line[:600]}"] = None
        for kind in expected.kinds if expected else ():
            self.seen[kind] += 1
            self.right[kind] += outcome == "right"


def call(client: Any, document: Document, prefixes: Ours, recorder: Recorder, tally: Tally) -> None:
    """Calls each function twice."""
    client.connect(recorder.base_url)
    for operation in document.operations():
        for whole in (True, False):
            try:
                expected = Expected(document, operation, whole)
            except CannotSample as why:
                tally.add(None, "not tried", f"{operation}: {why}")
                continue
            recorder.seen.clear()
            problem = None
            try:
                client.send(expected)
            except CannotSample as why:
                tally.add(None, "not tried", f"{operation}: {why}")
                continue
            # Whatever a client raises counts as a call that went wrong, where nothing was sent.
            except Exception as error:
                problem = f"{type(error).__name__}: {error}"
            if not recorder.seen:
                tally.add(expected, "not sent", f"{operation}: {problem}")
                continue
            if len(recorder.seen) > 1:
                tally.add(expected, "wrong", f"{operation}: sent {len(recorder.seen)} times")
                continue
            try:
                prefix = prefixes.prefix(operation) if client is prefixes else ""
                wrong = "; ".join(expected.differences(recorder.seen[0], prefix))
            except LookupError as error:
                wrong = str(error)
            tally.add(expected, "wrong" if wrong else "right", f"{operation}: {wrong}" if wrong else "")


def shown(name: str, tally: Tally, notes: int, seconds: float) -> None:
    counts = ", ".join(f"{n} {outcome}" for outcome, n in sorted(tally.calls.items()))
    print(f"{name}: calls {counts}; {notes} notes; {seconds:.0f} s")
    print("\n".join(tally.lines), end="\n" if tally.lines else "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="+", type=Path)
    parser.add_argument("--beside", action="store_true", help="also with openapi-python-client")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    recorder = Recorder()
    makers: dict[str, Any] = {"ours": Ours}
    if options.beside:
        # It need not be installed otherwise.
        from theirs import Theirs

        makers["theirs"] = Theirs
    totals = {who: Tally() for who in makers}
    for number, path in enumerate(options.documents):
        with tempfile.TemporaryDirectory() as folder:
            document, ours = Document(path), None
            for who, maker in makers.items():
                started, tally = time.monotonic(), Tally()
                try:
                    client = maker(path, Path(folder), f"{who}_{number}")
                except LookupError as error:
                    print(f"{path.name}, {who}: nothing is made: {error}")
                    continue
                ours = ours or client
                call(client, document, ours, recorder, tally)
                shown(f"{path.name}, {who}", tally, len(client.notes), time.monotonic() - started)
                total = totals[who]
                total.calls += tally.calls
                total.seen += tally.seen
                total.right += tally.right
    if options.beside:
        for kind in sorted({kind for tally in totals.values() for kind in tally.seen}):
            print(f"| {kind} | " + " | ".join(f"{t.right[kind]} of {t.seen[kind]}" for t in totals.values()) + " |")
    return 1 if totals["ours"].calls.keys() - {"right", "not tried"} else 0


if __name__ == "__main__":
    sys.exit(main())
