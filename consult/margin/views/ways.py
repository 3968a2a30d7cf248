"""The ways from the document, and from its consultation, to what stands beside it."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.consultations.queries import Reading
from consult.consultations.rules import WayOn
from consult.documents.queries import ReadingDocument
from consult.margin.queries.silences import silence_counts
from consult.margin.views.alternatives import forms_beside
from consult.margin.views.public_changes import changes_beside
from consult.responses.queries.answering import ConsultationToAnswer
from consult.responses.queries.beside import are_comments_shown
from consult.web.site import Link


def beside_the_document(session: Session, asked: ConsultationToAnswer, reading: ReadingDocument) -> tuple[Link, ...]:
    """Lead from the document to what changed, its other forms, what is unanswered and where comments gather."""
    ways = [*changes_beside(session, asked, reading), *forms_beside(session, asked, reading)]
    if silence_counts(session, consultation_id=asked.id).total:
        ways.append(Link(text=_("Unanswered questions"), href=url_for("margin.unanswered", slug=asked.slug)))
    if are_comments_shown(session, consultation_id=asked.id):
        ways.append(Link(text=_("Where comments gather"), href=url_for("margin.heat", slug=asked.slug)))
    return tuple(ways)


def ways_on(session: Session, reading: Reading, now: datetime) -> tuple[WayOn, ...]:
    """Where anyone finds what the document of this consultation leaves open."""
    del now
    counts = silence_counts(session, consultation_id=reading.id)
    if not counts.total:
        return ()
    left = counts.total - counts.answered
    hint = ngettext("%(num)s answer is still owed", "%(num)s answers are still owed", left)
    href = url_for("margin.unanswered", slug=reading.slug)
    return (WayOn(text=_("Unanswered questions"), href=href, hint=hint),)
