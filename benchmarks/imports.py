"""How long a spreadsheet takes from upload to stored responses, and how long nobody else can write meanwhile.

    python benchmarks/imports.py [--rows 5000 50000]

The database is a SQLite file with our settings (WAL, synchronous=FULL). Half of each row's columns are closed answers.
Goals: 5,000 rows in seconds, 50,000 within a minute.
"""

from __future__ import annotations

import argparse
import csv
import io
import resource
import tempfile
import time
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import openpyxl

from consult.consultations.models import Consultation
from consult.demo.makers.consultations import OPENS_AT, make_consultation, make_group
from consult.responses.actions.importing import describe_columns
from consult.responses.actions.spreadsheets import make_ready, store_ready, upload_table
from consult.responses.models import ImportBatch
from consult.responses.queries.things import things_to_fill
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database

NOW = OPENS_AT + timedelta(days=14)
WORDS = "We need more places, and my son waits for a bus every day in the rain. "
HEADING = f"{'rows':>7} {'kind':>5} {'read s':>8} {'judged s':>9} {'stored s':>9} {'all s':>7} {'peak MB':>8}"


def main() -> None:
    """Measure each size as CSV and as XLSX, and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[5_000, 50_000])
    load_shelf("models")
    print(HEADING)
    for rows in parser.parse_args().rows:
        for kind in ("csv", "xlsx"):
            print(measure(rows, kind))


def measure(rows: int, kind: str) -> str:
    """Import one spreadsheet into an empty database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database.at(f"sqlite:///{folder}/consult.sqlite3")
        with database.engine.begin() as connection:
            create_schema(connection)
        with database.transaction() as session:
            make_group(session, code="parent", name="Parents and carers", answering_as="a parent or carer")
            consultation_id = make_consultation(session).id
        times = [time.perf_counter()]
        batch_id = upload(database, consultation_id, Path(folder), sheet(rows, kind), f"responses.{kind}")
        times.append(time.perf_counter())
        with database.transaction(writing=False) as session:
            consultation = session.get_one(Consultation, consultation_id)
            batch = session.get_one(ImportBatch, batch_id)
            ready = make_ready(session, consultation=consultation, batch=batch, folder=Path(folder), now=NOW)
        times.append(time.perf_counter())
        with database.transaction() as session:
            consultation = session.get_one(Consultation, consultation_id)
            batch = session.get_one(ImportBatch, batch_id)
            stored = store_ready(session, consultation=consultation, batch=batch, ready=ready, now=NOW)
            assert stored.n_added == rows
        times.append(time.perf_counter())
        database.close()
    read, judged, kept = (after - before for before, after in pairwise(times))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{rows:>7,} {kind:>5} {read:>8.1f} {judged:>9.1f} {kept:>9.1f} {times[-1] - times[0]:>7.1f} {peak:>8}"


def upload(database: Database, consultation_id: int, folder: Path, data: bytes, name: str) -> int:
    """Read the file and say what its columns mean."""
    with database.transaction() as session:
        consultation = session.get_one(Consultation, consultation_id)
        by_id = consultation.created_by_id
        batch = upload_table(
            session, consultation=consultation, folder=folder, data=data, name=name, heading_row=1, by_id=by_id, now=NOW
        )
        text, scale, choice = (q.id for q in things_to_fill(session, consultation=consultation).questions)
        targets = {"Ref": "reference", "Group": "group", "When": "received_on"}
        targets |= {"Text": f"question:{text}", "Scale": f"question:{scale}", "First": f"question:{choice}"}
        describe_columns(session, batch=batch, mapping={"targets": targets, "received_on": "2026-02-20"})
        return batch.id


def sheet(rows: int, kind: str) -> bytes:
    """The bytes of a spreadsheet with so many rows."""
    lines = [("Ref", "Group", "When", "Text", "Scale", "First")]
    lines += [
        (f"R{n}", "Parent/carer", "20/2/2026", f"{WORDS * 3}School number {n}.", "tend to agree", "reading")
        for n in range(rows)
    ]
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(lines)
        return text.getvalue().encode()
    book = openpyxl.Workbook(write_only=True)
    table = book.create_sheet()
    for line in lines:
        table.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
