"""From the rows of a spreadsheet to what people sent in: pure, with a sentence for every line that is wrong."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from consult.consultations.rules import QuestionKind
from consult.files.rows import Row
from consult.files.tables import Table
from consult.responses.intake_draft import RowDraft
from consult.responses.intake_mapping import ColumnMapping, QuestionToFill, Target, TargetKind, ThingsToFill
from consult.responses.intake_matching import (
    Option,
    Options,
    fold,
    is_no_answer,
    read_day,
    read_scale,
    read_yes_no,
    shortened,
    split_choices,
)
from consult.responses.rules import (
    LONGEST_ANSWER,
    LONGEST_NAME,
    Channel,
    PublishAs,
    Submitted,
)

CHANNELS = {
    "paper": Channel.PAPER,
    "post": Channel.PAPER,
    "letter": Channel.PAPER,
    "form": Channel.PAPER,
    "email": Channel.EMAIL,
    "e mail": Channel.EMAIL,
    "phone": Channel.PHONE,
    "telephone": Channel.PHONE,
    "call": Channel.PHONE,
    "meeting": Channel.MEETING,
    "event": Channel.MEETING,
    "workshop": Channel.MEETING,
    "import": Channel.IMPORT,
    "online": Channel.IMPORT,  # on somebody else's site: our own form is the only way in for "web"
    "web": Channel.IMPORT,
    "website": Channel.IMPORT,
    "survey": Channel.IMPORT,
}
MOST_PEOPLE = 10_000_000


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with one cell: the line of the file, the heading, and a sentence."""

    line: int
    heading: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RowRead:
    """What one row says, the line it begins on, and the hash by which it is known again."""

    line: int
    submitted: Submitted
    row_hash: str


@dataclass(slots=True)
class Intake:
    """Everything that a table says: rows, faults, and the values of closed columns that meant nothing to us."""

    rows: list[RowRead] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unmatched: Counter[tuple[str, str]] = field(default_factory=Counter)  # (target, cell)
    n_empty: int = 0
    n_repeated: int = 0


def read_intake(table: Table, mapping: ColumnMapping, things: ThingsToFill, *, today: date, slug: str) -> Intake:
    """Read every row of ``table`` as ``mapping`` says.

    Args:
        table: headings and rows.
        mapping: what the columns mean.
        things: what the consultation asks, and the groups and wards there are.
        today: in London; nothing can have been received after it.
        slug: the consultation's, so that a row's key is its own in each consultation.
    """
    reader = _Reader(table.columns, mapping, things, today=today, slug=slug)
    for row in table.rows:
        reader.read(row)
    return reader.intake


class _Reader:
    """Reads row after row; remembers which rows it has seen."""

    def __init__(
        self, columns: tuple[str, ...], mapping: ColumnMapping, things: ThingsToFill, *, today: date, slug: str
    ) -> None:
        self.intake = Intake()
        self._mapping = mapping
        self._today = today
        self._slug = slug
        self._columns = [
            (position, heading, mapping.targets[heading])
            for position, heading in enumerate(columns)
            if heading in mapping.targets and mapping.targets[heading].kind is not TargetKind.NOTHING
        ]
        self._questions = {question.id: question for question in things.questions}
        self._options = {question.id: Options(question.choices) for question in things.questions}
        self._places = {TargetKind.GROUP: Options(things.groups), TargetKind.WARD: Options(things.wards)}
        self._headings = columns
        self._seen: Counter[str] = Counter()
        self._lines_of_references: dict[str, tuple[int, str]] = {}

    def read(self, row: Row) -> None:
        """Read one row into the intake."""
        draft = RowDraft(self._mapping)
        before = len(self.intake.faults)
        for position, heading, target in self._columns:
            cell = row.cells[position].strip()
            if cell:
                self._take(draft, row.line, heading, target, cell)
        answers = draft.given_answers()
        if len(self.intake.faults) > before:
            return
        if not answers:
            self.intake.n_empty += 1
            return
        row_hash = self._hash_of(row, draft.reference)
        if row_hash is not None:
            self.intake.rows.append(RowRead(row.line, draft.submitted(answers, row_hash, self._slug), row_hash))

    def _take(self, draft: RowDraft, line: int, heading: str, target: Target, cell: str) -> None:
        """Read one cell that holds something."""
        if target.kind is TargetKind.QUESTION:
            self._take_answer(draft, line, heading, target, cell)
        elif target.kind is TargetKind.CHOICE:
            self._take_tick(draft, line, heading, target, cell)
        elif target.kind is TargetKind.WHY:
            self._take_text(draft, line, heading, target.question_id, cell)
        elif target.kind in {TargetKind.GROUP, TargetKind.WARD}:
            self._take_place(draft, line, heading, target, cell)
        else:
            self._take_particular(draft, line, heading, target, cell)

    def _take_answer(self, draft: RowDraft, line: int, heading: str, target: Target, cell: str) -> None:
        question = self._questions[target.question_id]
        if question.kind is QuestionKind.OPEN_TEXT:
            self._take_text(draft, line, heading, question.id, cell)
            return
        chosen = self._mapping.meanings.get(str(target), {}).get(fold(cell))
        if chosen == "" or is_no_answer(cell):
            return
        if question.kind in {QuestionKind.SCALE, QuestionKind.YES_NO}:
            scale = int(chosen) if chosen else _read_scaled(question, cell)
            if scale is None:
                self._fault_unmatched(line, heading, target, cell)
            else:
                draft.scales[question.id] = scale
            return
        picks, odd = ([int(chosen)], []) if chosen else split_choices(cell, self._options[question.id])
        if odd or (question.kind is QuestionKind.ONE_CHOICE and len(picks) > 1):
            self._fault_unmatched(line, heading, target, cell)
        else:
            draft.picks[question.id] = {choice: rank for rank, choice in enumerate(picks, start=1)}

    def _take_tick(self, draft: RowDraft, line: int, heading: str, target: Target, cell: str) -> None:
        """A column that stands for one choice: ticked, or holding its rank, or its name again."""
        picks = draft.picks.setdefault(target.question_id, {})
        is_ranking = self._questions[target.question_id].kind is QuestionKind.RANKING
        if is_ranking and cell.isascii() and cell.isdigit() and 1 <= int(cell) <= 99:
            picks[target.choice_id] = int(cell)
        elif not is_ranking and (
            read_yes_no(cell) == 1
            or self._options[target.question_id].meant_by(cell) == target.choice_id
            or fold(cell) == fold(heading)
        ):
            picks[target.choice_id] = len(picks) + 1
        elif not is_no_answer(cell) and (is_ranking or read_yes_no(cell) is None):
            self._fault(line, heading, f"{shortened([cell])} is neither a tick nor empty. Use yes or leave it empty.")

    def _take_text(self, draft: RowDraft, line: int, heading: str, question_id: int, cell: str) -> None:
        if len(cell) > LONGEST_ANSWER:
            over = len(cell) - LONGEST_ANSWER
            self._fault(line, heading, f"This text is {over:,} characters longer than {LONGEST_ANSWER:,}. Shorten it.")
        draft.texts[question_id] = cell

    def _take_place(self, draft: RowDraft, line: int, heading: str, target: Target, cell: str) -> None:
        chosen = self._mapping.meanings.get(str(target), {}).get(fold(cell))
        if chosen == "" or is_no_answer(cell):
            return
        place = int(chosen) if chosen else self._places[target.kind].meant_by(cell)
        if place is None:
            self._fault_unmatched(line, heading, target, cell)
        elif target.kind is TargetKind.GROUP:
            draft.group_id = place
        else:
            draft.ward_id = place

    def _take_particular(self, draft: RowDraft, line: int, heading: str, target: Target, cell: str) -> None:
        if target.kind is TargetKind.RECEIVED_ON:
            self._take_day(draft, line, heading, cell)
        elif target.kind is TargetKind.REFERENCE:
            draft.reference = cell[:LONGEST_NAME]
        elif target.kind is TargetKind.ORGANISATION and not is_no_answer(cell):
            draft.organisation = cell[:LONGEST_NAME]
        elif target.kind is TargetKind.CHANNEL:
            self._take_channel(draft, line, heading, target, cell)
        elif target.kind is TargetKind.PUBLISH:
            self._take_permission(draft, line, heading, cell)
        elif target.kind is TargetKind.PEOPLE:
            self._take_people(draft, line, heading, cell)

    def _take_day(self, draft: RowDraft, line: int, heading: str, cell: str) -> None:
        day = read_day(cell)
        if day is None:
            self._fault(
                line,
                heading,
                f"{shortened([cell])} is not a date we can read. Write it with the day first, like 27/3/2026.",
            )
        elif day > self._today:
            self._fault(line, heading, f"{shortened([cell])} is in the future. Check the date.")
        else:
            draft.received_on = day

    def _take_channel(self, draft: RowDraft, line: int, heading: str, target: Target, cell: str) -> None:
        chosen = self._mapping.meanings.get(str(target), {}).get(fold(cell))
        channel = Channel(chosen) if chosen else CHANNELS.get(fold(cell))
        if channel is not None:
            draft.channel = channel
        elif chosen is None and not is_no_answer(cell):
            self._fault_unmatched(line, heading, target, cell)

    def _take_permission(self, draft: RowDraft, line: int, heading: str, cell: str) -> None:
        said = read_yes_no(cell)
        if said is None and not is_no_answer(cell):
            self._fault(line, heading, f"{shortened([cell])} is neither yes nor no. Write yes or no.")
        draft.publish_as = PublishAs.WITHOUT_NAME if said == 1 else PublishAs.NOT_PUBLISHED

    def _take_people(self, draft: RowDraft, line: int, heading: str, cell: str) -> None:
        digits = cell.replace(",", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit()) or int(digits[:12]) > MOST_PEOPLE:
            self._fault(line, heading, f"{shortened([cell])} is not a number of people. Write a whole number.")
            return
        draft.claimed_people = int(digits)

    def _fault(self, line: int, heading: str, sentence: str) -> None:
        self.intake.faults.append(Fault(line, heading, sentence))

    def _fault_unmatched(self, line: int, heading: str, target: Target, cell: str) -> None:
        if len(cell) <= LONGEST_NAME:
            self.intake.unmatched[str(target), cell] += 1
        self._fault(line, heading, f"{shortened([cell])} is none of the answers offered. Say what it means.")

    def _hash_of(self, row: Row, reference: str) -> str | None:
        """The hash by which this row is known again; ``None`` for a row that the same file gave already.

        A row with a reference of its own is that one response. Without one, two equal rows are two people who said
        the same, so the second of them counts as the second.
        """
        content = [[heading, cell] for heading, cell in zip(self._headings, row.cells, strict=True) if cell.strip()]
        digest = _digest(content)
        if not reference:
            self._seen[digest] += 1
            return _digest(["row", digest, self._seen[digest]])
        line, earlier = self._lines_of_references.setdefault(reference, (row.line, digest))
        if line == row.line:
            return _digest(["reference", reference, digest])
        if earlier == digest:
            self.intake.n_repeated += 1
        else:
            self._fault(
                row.line, "", f"Line {line} has the same reference {shortened([reference])} and says something else."
            )
        return None


def _read_scaled(question: QuestionToFill, cell: str) -> int | None:
    return read_scale(cell) if question.kind is QuestionKind.SCALE else read_yes_no(cell)


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def options_of_target(target: Target, things: ThingsToFill) -> tuple[Option, ...]:
    """What an officer may say that an odd value means."""
    if target.kind is TargetKind.GROUP:
        return things.groups
    if target.kind is TargetKind.WARD:
        return things.wards
    return things.question(target.question_id).choices
