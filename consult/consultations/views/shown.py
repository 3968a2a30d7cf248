"""A consultation as its public page shows it; the preview shows the very same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Flask, current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.queries import Reading
from consult.consultations.rules import Stage, WayOn
from consult.consultations.wording import COUNTING_RULES_FOR_ANYONE, HOW_ANSWERED, STAGES_FOR_ANYONE
from consult.web.clock import now
from consult.web.filters import days_away, deadline, short_day
from consult.web.page import Page
from consult.web.transaction import session

SOON_DAYS = 3
WHERE = "consult_ways_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop of the stage line."""

    name: str
    when: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuestion:
    """A question in the list of what is asked."""

    number: int
    prompt: str
    help: str
    how: str
    is_required: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ConsultationPage(Page):
    """What is asked and by when, and the ways in."""

    template: ClassVar[str] = "consultations/consultation.html"

    reading: Reading
    stage: str
    stops: tuple[Stop, ...]
    deadline_lead: str
    is_open: bool
    is_soon: bool
    is_withdrawn: bool
    is_preview: bool
    questions: tuple[ShownQuestion, ...]
    ways_on: tuple[WayOn, ...]
    counting: str
    home: str
    back: str


WaysOn = Callable[[Session, Reading, datetime], tuple[WayOn, ...]]


def install_ways_on(app: Flask, sources: tuple[WaysOn, ...]) -> None:
    """Say which higher rooms have pages of their own for a consultation that anyone may read."""
    app.extensions[WHERE] = sources


def consultation_page(
    reading: Reading, *, is_preview: bool = False, home: str = "", back: str = ""
) -> ConsultationPage:
    """Return the page; a preview shows the consultation as it will be on the day it opens."""
    sources: tuple[WaysOn, ...] = () if is_preview else current_app.extensions[WHERE]
    is_open = is_preview or reading.stage is Stage.OPEN
    return ConsultationPage(
        title=reading.title,
        reading=reading,
        stage=str(STAGES_FOR_ANYONE[Stage.OPEN if is_preview else reading.stage]),
        stops=stops_of(reading, is_open=is_open),
        deadline_lead=_deadline_lead(reading, is_open=is_open),
        is_open=is_open,
        is_soon=is_open and reading.closes_at is not None and 0 <= days_away(reading.closes_at) <= SOON_DAYS,
        is_withdrawn=reading.stage is Stage.WITHDRAWN,
        is_preview=is_preview,
        questions=shown_questions(reading),
        ways_on=tuple(way for source in sources for way in source(session(), reading, now())),
        counting=str(COUNTING_RULES_FOR_ANYONE[reading.counting_rule]),
        home=home or f"/consultations/{reading.slug}",
        back=back,
    )


def shown_questions(reading: Reading) -> tuple[ShownQuestion, ...]:
    """Return the questions as anyone reads them before answering."""
    return tuple(
        ShownQuestion(
            number=question.number,
            prompt=question.prompt,
            help=question.help,
            how=str(HOW_ANSWERED[question.kind]),
            is_required=question.required,
            choices=tuple(choice.label for choice in question.choices),
        )
        for question in reading.questions
    )


def stops_of(reading: Reading, *, is_open: bool) -> tuple[Stop, ...]:
    """Return the stage line, in the words that residents read."""
    place = {Stage.OPEN: 0, Stage.CLOSED: 1, Stage.ANALYSED: 2, Stage.ANSWERED: 3}.get(reading.stage, -1)
    place = 0 if is_open else place
    moments = (reading.opens_at, reading.closes_at, reading.analysed_at, reading.answered_at)
    names = (_("Open for answers"), _("Closed"), _("What you said is read"), _("The council has answered"))
    return tuple(
        Stop(
            name=name,
            when=short_day(moment) if moment else "",
            is_done=number < place,
            is_current=number == place,
        )
        for number, (name, moment) in enumerate(zip(names, moments, strict=True))
    )


def _deadline_lead(reading: Reading, *, is_open: bool) -> str:
    if reading.closes_at is None or reading.stage is Stage.WITHDRAWN:
        return ""
    when = deadline(reading.closes_at)
    return _("Closes %(when)s", when=when) if is_open else _("Closed %(when)s", when=when)
