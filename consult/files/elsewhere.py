"""Know the tables that other products export by their first rows: codes, questions and import numbers as headings.

Pure. What is left out on purpose (addresses of computers, rows that nobody sent) is told in a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from consult.files.rows import Row

SURVEY_CODES = frozenset(
    {"StartDate", "EndDate", "Status", "IPAddress", "Progress", "Finished", "RecordedDate", "ResponseId"}
)
PERSONAL_CODES = frozenset(
    {
        "IPAddress",
        "LocationLatitude",
        "LocationLongitude",
        "RecipientLastName",
        "RecipientFirstName",
        "RecipientEmail",
        "ExternalReference",
    }
)
"""Columns that such a product adds by itself and that nobody needs to read a response."""
PREVIEWS = frozenset({"survey preview", "1", "preview"})
SPAM = frozenset({"spam", "8", "9"})
UNFINISHED = frozenset({"false", "0", "no"})
CODE = re.compile(r"[A-Za-z]{1,12}[ _.-]?\d{1,3}(?:[._]\d{1,3})*")
FEWEST_SURVEY_CODES = 3
CHOICE_WORDS = re.compile(r"\s+-\s+selected choice$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How such a table is laid out: headings for every column, where the rows begin, and what is left out."""

    headings: tuple[str, ...]
    n_heading_rows: int
    left_out: frozenset[int] = frozenset()
    status_at: int | None = None
    finished_at: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class LaidOut:
    """The heading row and the rows of such a table, and what was left out, in sentences."""

    head: Row
    body: list[Row]
    warnings: list[str] = field(default_factory=list)


def lay_out(rows: Sequence[Row]) -> LaidOut | None:
    """Give headings and rows of a table that we know; ``None`` for every other one.

    Args:
        rows: the filled rows of the file, its headings first.
    """
    layout = _layout_of([row.cells for row in rows[:3]])
    if layout is None:
        return None
    kept = [at for at in range(len(layout.headings)) if at not in layout.left_out]
    head = Row(rows[0].line, tuple(layout.headings[at] for at in kept))
    laid = LaidOut(head=head, body=[], warnings=list(layout.warnings))
    reasons: Counter[str] = Counter()
    for row in rows[layout.n_heading_rows :]:
        reason = _why_not(row, layout)
        if reason:
            reasons[reason] += 1
            continue
        extra = row.cells[len(layout.headings) :]
        laid.body.append(
            Row(row.line, tuple(row.cells[at] if at < len(row.cells) else "" for at in kept) + tuple(extra))
        )
    laid.warnings += [f"{reason}: {count:,}. They were left out." for reason, count in reasons.items()]
    return laid


def _layout_of(first: Sequence[Sequence[str]]) -> Layout | None:
    if len(first) < 2:
        return None
    codes = [cell.strip() for cell in first[0]]
    if len(SURVEY_CODES & set(codes)) >= FEWEST_SURVEY_CODES:
        return _survey(codes, first)
    return _coded(codes, [cell.strip() for cell in first[1]])


def _survey(codes: list[str], first: Sequence[Sequence[str]]) -> Layout:
    """Codes, the words of the questions, and perhaps a row of import numbers."""
    has_numbers = len(first) > 2 and any(cell.strip().startswith('{"ImportId"') for cell in first[2])
    personal = frozenset(at for at, code in enumerate(codes) if code in PERSONAL_CODES)
    told = ["The first rows are codes and questions, as survey products export them. The questions are the headings."]
    if personal:
        told.append("Columns with addresses of computers, places and names were left out.")
    return Layout(
        headings=_headings(codes, [CHOICE_WORDS.sub("", cell.strip()) for cell in first[1]]),
        n_heading_rows=3 if has_numbers else 2,
        left_out=personal,
        status_at=codes.index("Status") if "Status" in codes else None,
        finished_at=codes.index("Finished") if "Finished" in codes else None,
        warnings=tuple(told),
    )


def _coded(codes: list[str], words: list[str]) -> Layout | None:
    """One row of codes such as Ident 1 above one row of questions; anything less clear is left alone."""
    named = [at for at, code in enumerate(codes) if code]
    if len(named) < 2 or not all(CODE.fullmatch(codes[at]) for at in named):
        return None
    if len(words) < len(codes) or not all(words[at] for at in named):
        return None
    n_questions = sum(words[at].endswith("?") for at in named)
    if n_questions * 2 < len(named):
        return None
    told = ("The first row holds codes and the second the questions. The questions are the headings.",)
    return Layout(headings=_headings(codes, words), n_heading_rows=2, warnings=told)


def _headings(codes: Sequence[str], words: Sequence[str]) -> tuple[str, ...]:
    """The words of each column, with its code where two columns have the same words or none."""
    padded = [*words, *[""] * (len(codes) - len(words))][: len(codes)]
    times = Counter(word.casefold() for word in padded)
    return tuple(
        code if not word else f"{word} ({code})" if times[word.casefold()] > 1 else word
        for code, word in zip(codes, padded, strict=True)
    )


def _why_not(row: Row, layout: Layout) -> str:
    """Why a row is nobody's response; empty for every row that is one."""
    status = _cell(row, layout.status_at)
    if status in PREVIEWS:
        return "Rows that were made to try the form out"
    if status in SPAM:
        return "Rows that the other product marked as spam"
    if _cell(row, layout.finished_at) in UNFINISHED:
        return "Rows that were begun and never sent"
    return ""


def _cell(row: Row, at: int | None) -> str:
    return row.cells[at].strip().casefold() if at is not None and at < len(row.cells) else ""
