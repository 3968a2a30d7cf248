"""What the pages of an import show: the files so far, the columns, what would happen, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.models import Consultation
from consult.files.tables import Table
from consult.responses.actions.spreadsheets import (
    count_known,
)
from consult.responses.forms.officer.importing import (
    ColumnsForm,
    UploadForm,
    column_name,
)
from consult.responses.intake import Fault, Intake
from consult.responses.intake_mapping import ColumnMapping
from consult.responses.intake_matching import fold
from consult.responses.models import ImportBatch
from consult.responses.views.officer.blueprint import Around, address, around
from consult.web.forms import Form
from consult.web.page import Page
from consult.web.transaction import session

SAMPLES = 3


PREVIEW_ROWS = 5


FAULTS_SHOWN = 50


VALUES_ASKED = 60


LONGEST_CELL = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One file in the list of imports."""

    file_name: str
    href: str
    at: datetime
    n_added: int
    n_known: int
    is_finished: bool


@dataclass(frozen=True, kw_only=True)
class UploadsPage(Page):
    """The files that were imported, and the form for another."""

    template: ClassVar[str] = "responses/officer/uploads.html"

    around: Around
    form: UploadForm
    batches: tuple[BatchRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRow:
    """One column of the file, with a few of its cells."""

    heading: str
    name: str
    samples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ColumnsPage(Page):
    """What each column means."""

    template: ClassVar[str] = "responses/officer/columns.html"

    around: Around
    form: ColumnsForm
    fault: str
    n_rows: int
    warnings: tuple[str, ...]
    rows: tuple[ColumnRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """One row of the file as it would be stored."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CheckPage(Page):
    """What an import would do, and what stands in its way."""

    template: ClassVar[str] = "responses/officer/check.html"

    around: Around
    headings: tuple[str, ...]
    preview: tuple[PreviewRow, ...]
    faults: tuple[Fault, ...]
    n_faults: int
    n_new: int
    n_known: int
    n_empty: int
    n_repeated: int
    form: Form
    value_names: tuple[str, ...]
    columns_href: str
    import_href: str
    button: str


@dataclass(frozen=True, kw_only=True)
class ImportPage(Page):
    """What an import did, or how far it is."""

    template: ClassVar[str] = "responses/officer/import.html"

    around: Around
    is_finished: bool
    n_rows: int
    n_added: int
    n_known: int
    is_running: bool
    done: int
    total: int
    sentence: str
    fault: str
    check_href: str
    list_href: str


def batch_row(consultation: Consultation, batch: ImportBatch) -> BatchRow:
    """One file in the list, leading to the step at which it stands."""
    step = "check" if batch.mapping else "columns"
    endpoint = "one_import" if batch.finished_at is not None else step
    return BatchRow(
        file_name=batch.file_name,
        href=address(endpoint, consultation, batch_id=batch.id),
        at=batch.finished_at or batch.created_at,
        n_added=batch.n_added,
        n_known=batch.n_known,
        is_finished=batch.finished_at is not None,
    )


def columns_page(
    consultation: Consultation, batch: ImportBatch, table: Table, form: ColumnsForm, fault: str
) -> ColumnsPage:
    """The page that asks what each column means."""
    return ColumnsPage(
        title=_("What do the columns of %(name)s mean?", name=batch.file_name),
        around=around(consultation, here="uploads"),
        form=form,
        fault=fault,
        n_rows=len(table.rows),
        warnings=table.warnings,
        rows=tuple(
            ColumnRow(heading=heading, name=column_name(at), samples=_samples(table, at))
            for at, heading in enumerate(table.columns)
        ),
    )


def _samples(table: Table, position: int) -> tuple[str, ...]:
    """A few different cells of a column, shortened."""
    found: dict[str, None] = {}
    for row in table.rows[:200]:
        cell = " ".join(row.cells[position].split())
        if cell:
            found[cell[:60]] = None
        if len(found) == SAMPLES:
            break
    return tuple(found)


def values_asked(intake: Intake) -> list[tuple[str, str]]:
    """The odd values to ask about, the most frequent first, each spelling once."""
    asked: dict[tuple[str, str], tuple[str, str]] = {}
    for (target, cell), _count in intake.unmatched.most_common():
        asked.setdefault((target, fold(cell)), (target, cell))
    return list(asked.values())[:VALUES_ASKED]


def check_page(consultation: Consultation, batch: ImportBatch, table: Table, intake: Intake, form: Form) -> CheckPage:
    """The page that shows what an import would do."""
    mapping = ColumnMapping.from_json(batch.mapping)
    shown = [at for at, heading in enumerate(table.columns) if str(mapping.targets[heading]) != "nothing"]
    known = count_known(session(), consultation=consultation, intake=intake)
    n_new = len(intake.rows) - known
    return CheckPage(
        title=_("Check the import of %(name)s", name=batch.file_name),
        around=around(consultation, here="uploads"),
        headings=tuple(table.columns[at] for at in shown),
        preview=tuple(
            PreviewRow(line=row.line, cells=tuple(_shortened(row.cells[at]) for at in shown))
            for row in table.rows[:PREVIEW_ROWS]
        ),
        faults=tuple(intake.faults[:FAULTS_SHOWN]),
        n_faults=len(intake.faults),
        n_new=n_new,
        n_known=known,
        n_empty=intake.n_empty,
        n_repeated=intake.n_repeated,
        form=form,
        value_names=tuple(f"value_{at}" for at in range(len(values_asked(intake)))),
        columns_href=address("columns", consultation, batch_id=batch.id),
        import_href=address("bring_in", consultation, batch_id=batch.id),
        button=ngettext("Import %(num)s response", "Import %(num)s responses", n_new) if n_new else _("Finish"),
    )


def _shortened(cell: str) -> str:
    return cell if len(cell) <= LONGEST_CELL else f"{cell[:LONGEST_CELL]}…"
