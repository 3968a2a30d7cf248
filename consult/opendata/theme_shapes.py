"""What leaves when an officer takes the themes of one question out: the codebook, the assignments, the history."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consult.analysis.models import Codebook
from consult.analysis.queries.exporting import (
    AssignmentRow,
    CodebookRow,
    EditRow,
    assignment_rows,
    codebook_rows,
    edit_rows,
)
from consult.opendata.shapes import Cell, Field, Shape


def _share(n: int, base: int) -> float:
    return round(n / base, 4) if base else 0.0


def _sure(confidence: float | None) -> Cell:
    return None if confidence is None else round(confidence, 4)


CODEBOOK: Shape[CodebookRow] = Shape(
    name="codebook",
    about="Every theme of one question with its figures as the workbench shows them; also those that stand no more.",
    fields=(
        Field("theme_id", "Identifies the theme.", lambda r: r.theme.id),
        Field("state", "Suggested, confirmed, merged, rejected or undone.", lambda r: r.theme.state.value),
        Field("name", "What it is called.", lambda r: r.theme.name),
        Field("named_by", "Who named it: machine or officer.", lambda r: r.theme.named_by.value),
        Field("suggested_name", "What the machine called it, if it did.", lambda r: r.theme.suggested_name),
        Field("description", "What people mean by it.", lambda r: r.theme.description),
        Field("keywords", "The words that set it apart.", lambda r: "; ".join(r.theme.keywords)),
        Field("is_minority", "Whether few people say it.", lambda r: r.theme.minority),
        Field("minorities_within", "Minority themes merged into it.", lambda r: "; ".join(r.weighed.minorities)),
        Field(
            "hidden_reason",
            "Why it is not published; empty: it is.",
            lambda r: r.theme.hidden_reason,
        ),
        Field("merged_into_id", "The theme it was merged into.", lambda r: r.theme.merged_into_id),
        Field("merged_into", "What that theme is called.", lambda r: r.merged_into),
        Field("responses", "How many responses say it, those in time.", lambda r: r.weighed.n),
        Field("base", "How many responses in time wrote something here.", lambda r: r.weighed.base),
        Field("share", "Its share of the base, from 0 to 1.", lambda r: _share(r.weighed.n, r.weighed.base)),
        Field("late_responses", "How many late ones say it, counted apart.", lambda r: r.weighed.n_late),
        Field("copies", "How many of its responses are copies of a letter.", lambda r: r.weighed.n_copies),
        Field("letters", "Of how many letters they are copies.", lambda r: r.weighed.n_letters),
        Field("each_letter_once", "Responses with each letter counted once.", lambda r: r.weighed.n_each_once),
        Field("placed_by_officers", "Texts that an officer placed or confirmed.", lambda r: r.weighed.n_by_officers),
        Field("read_by_people", "How many of its texts a person read.", lambda r: r.weighed.n_read),
        Field("link", "What it says across questions, where linked.", lambda r: r.linked.link.name if r.linked else ""),
        Field("link_people", "People who say it anywhere, each once.", lambda r: r.linked.n if r.linked else None),
        Field("link_base", "People who wrote to any of them.", lambda r: r.linked.base if r.linked else None),
        Field("confidence", "How sure the machine was, from 0 to 1.", lambda r: _sure(r.weighed.confidence)),
    ),
)


ASSIGNMENTS: Shape[AssignmentRow] = Shape(
    name="assignments",
    about="One row for each text and each theme that it is in, and one for each text in no theme. No words are in it: "
    "the references lead to the file of responses.",
    fields=(
        Field("reference", "The response; it opens nothing.", lambda r: r.reference),
        Field("text_id", "The answer, or the comment, that is meant.", lambda r: r.text_id),
        Field("theme_id", "The theme it is in; empty where it is in none.", lambda r: r.theme_id),
        Field("theme", "What the theme is called; for a text in no theme the nearest one.", lambda r: r.theme),
        Field("bin", "Where it lies instead of a theme.", lambda r: r.bin.value if r.bin else ""),
        Field("is_main", "Whether this is its main theme.", lambda r: r.is_main),
        Field("confidence", "How sure it is, from 0 to 1; what an officer says is 1.", lambda r: _sure(r.confidence)),
        Field("hand", "Who put it here: machine or officer.", lambda r: r.hand.value if r.hand else ""),
        Field("is_pinned", "Whether an officer's word holds it here.", lambda r: r.is_pinned),
        Field("starts_at", "The first character that belongs here; empty for all of the text.", lambda r: r.starts_at),
        Field("ends_at", "The character after the last.", lambda r: r.ends_at),
        Field("stakeholder_group", "The capacity in which they answer.", lambda r: r.group),
        Field("ward", "Where they live.", lambda r: r.ward),
        Field("channel", "How it came in.", lambda r: r.channel.value),
        Field("received_on", "The day on which the council received it.", lambda r: r.received_on),
        Field("is_late", "Whether it came late; late ones are counted apart.", lambda r: r.is_late),
    ),
)


HISTORY: Shape[EditRow] = Shape(
    name="history",
    about="Every edit of these themes in order: who, when, what and why, and what took it back.",
    fields=(
        Field("number", "Its place in the log.", lambda r: r.number),
        Field("at", "When, in UTC.", lambda r: r.at),
        Field("by", "Which officer.", lambda r: r.by),
        Field("act", "What was done.", lambda r: r.act.value),
        Field("theme_id", "To which theme.", lambda r: r.theme_id),
        Field("theme", "What the theme is called today.", lambda r: r.theme),
        Field("reason", "Why.", lambda r: r.reason),
        Field("before", "How it was, as JSON.", lambda r: _json(r.before)),
        Field("after", "What the edit says, as JSON; texts are ids as in the assignments.", lambda r: _json(r.after)),
        Field("undone_by", "The number of the edit that took it back.", lambda r: r.undone_by_number),
    ),
)


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else ""


@dataclass(frozen=True, slots=True)
class ThemeTable:
    """A shape and how its rows are read."""

    shape: Shape[Any]
    rows: Callable[[Session, Codebook], Iterable[Any]]


THEME_TABLES: dict[str, ThemeTable] = {
    table.shape.name: table
    for table in (
        ThemeTable(CODEBOOK, codebook_rows),
        ThemeTable(ASSIGNMENTS, assignment_rows),
        ThemeTable(HISTORY, edit_rows),
    )
}
