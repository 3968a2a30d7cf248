"""Paper forms to print: as many as are needed, each with its code, in three layouts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.queries import AskedQuestion
from consult.consultations.rules import QuestionKind
from consult.responses.forms.officer.paper import PackForm
from consult.responses.forms.public_words import PUBLISHING, SCALE, YES_NO
from consult.responses.paper import Layout, Pack
from consult.responses.queries.answering import ConsultationToAnswer, to_answer
from consult.responses.queries.taken_in import late_rule_of
from consult.responses.rules import LateRule
from consult.responses.views.officer.blueprint import Around, address, around, bp, in_hand, scope_of
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session

LINES = {Layout.NORMAL: 9, Layout.LARGE: 8, Layout.EASY: 8}
LINES_FOR_WHY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperQuestion:
    """One question on paper: boxes to tick or number, and lines to write on."""

    number: int
    prompt: str
    help: str
    told: str
    choices: tuple[str, ...]
    n_lines: int


@dataclass(frozen=True, kw_only=True)
class PaperPage(Page):
    """Asks how many forms to print, and how."""

    template: ClassVar[str] = "responses/officer/paper.html"

    around: Around
    form: PackForm
    pack_href: str


@dataclass(frozen=True, kw_only=True)
class PackPage(Page):
    """The forms themselves, one after the other, ready to print."""

    template: ClassVar[str] = "responses/officer/pack.html"

    around: Around
    back: str
    layout: str
    is_easy: bool
    codes: tuple[str, ...]
    asked: ConsultationToAnswer
    questions: tuple[PaperQuestion, ...]
    capacities: tuple[str, ...]
    publishing: tuple[str, ...]
    has_document: bool
    closes_at: datetime | None
    by_postmark: bool
    send_to: str


@bp.get("/paper")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def paper(consultation_id: int) -> AnyResponse:
    """Ask how many forms to print."""
    consultation = in_hand(consultation_id)
    return PaperPage(
        title=_("Paper forms"),
        around=around(consultation, here="ways_in"),
        form=PackForm(formdata=None),
        pack_href=address("pack", consultation),
    ).answer()


@bp.get("/paper/pack")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def pack(consultation_id: int) -> AnyResponse:
    """Show the forms to print."""
    consultation = in_hand(consultation_id)
    wanted = Pack.asked_for(
        layout=request.args.get("layout", ""),
        first=request.args.get("first", type=int),
        n=request.args.get("n", type=int),
    )
    asked = to_answer(session(), consultation=consultation, now=now())
    settings = current_settings()
    return PackPage(
        title=_("Paper forms for “%(title)s”", title=asked.title),
        around=around(consultation, here="ways_in"),
        back=address("paper", consultation),
        layout=wanted.layout.value,
        is_easy=wanted.layout is Layout.EASY,
        codes=wanted.codes(consultation.id),
        asked=asked,
        questions=tuple(_on_paper(question, wanted.layout) for question in asked.questions),
        capacities=tuple(words for _id, words in asked.groups),
        publishing=tuple(str(words) for words in PUBLISHING.values()),
        has_document=asked.document_version_id is not None,
        closes_at=asked.closes_at,
        by_postmark=late_rule_of(session(), consultation) is LateRule.POSTMARKED,
        send_to=asked.contact or asked.contact_email or settings.council_contact or settings.council_name,
    ).answer()


def _on_paper(question: AskedQuestion, layout: Layout) -> PaperQuestion:
    told, choices = _ways(question.kind)
    is_open = question.kind is QuestionKind.OPEN_TEXT
    return PaperQuestion(
        number=question.number,
        prompt=question.prompt,
        help=question.help,
        told=told,
        choices=tuple(choice.label for choice in question.choices) or choices,
        n_lines=LINES[layout] if is_open else LINES_FOR_WHY if question.asks_why else 0,
    )


def _ways(kind: QuestionKind) -> tuple[str, tuple[str, ...]]:
    """How a question is answered on paper, and the boxes of those that have the same ones always."""
    told = {
        QuestionKind.OPEN_TEXT: (_("Write here. You can add more paper."), ()),
        QuestionKind.SCALE: (_("Tick one box."), tuple(str(words) for words in SCALE.values())),
        QuestionKind.YES_NO: (_("Tick one box."), tuple(str(words) for words in YES_NO.values())),
        QuestionKind.ONE_CHOICE: (_("Tick one box."), ()),
        QuestionKind.SEVERAL_CHOICES: (_("Tick as many boxes as you like."), ()),
        QuestionKind.RANKING: (_("Write 1 in the box that comes first, 2 in the next, and so on."), ()),
    }
    return told[kind]
