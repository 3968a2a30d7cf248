"""The officer's overview of one answer: the clock, the steps in their order, and what still lacks a reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id, title_of
from consult.decisions.models import Decision
from consult.kernel.clock import day_in_london
from consult.outcomes.models import Edition
from consult.outcomes.queries.answering import (
    QuestionToAnswer,
    ThemeToAnswer,
    clock_of,
    commitments_of,
    decisions_of,
    edition_gates,
    n_findings,
    questions_to_answer,
    themes_in,
)
from consult.outcomes.queries.editions import editions_of
from consult.outcomes.rules import AnswerClock, EditionState, Gate, ReplyStage
from consult.outcomes.views.blueprint import bp, of_consultation
from consult.outcomes.views.promises import promise_shown
from consult.outcomes.views.shown import ShownPromise
from consult.outcomes.wording import DECISIONS, EDITIONS, POSITIONS, STAGES
from consult.web.clock import now
from consult.web.filters import number, percent, short_day
from consult.web.guards import may, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClock:
    """How long there is left for the answer."""

    lead: str
    is_late: bool
    share: float
    due: str
    standard: str
    delay_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Go:
    """Somewhere to go, and what for."""

    words: str
    href: str
    word: str = ""
    kind: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the answer, in the order in which councils work."""

    name: str
    text: str
    go: tuple[Go, ...]
    is_done: bool
    is_next: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """A theme and what the council says to it so far."""

    name: str
    href: str
    words: str
    share: float
    word: str
    kind: str
    stage: str
    stage_kind: str
    promises: str
    is_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRows:
    """The themes of one question."""

    anchor: str
    heading: str
    rows: tuple[ThemeRow, ...]


@dataclass(frozen=True, kw_only=True)
class OverviewPage(Page):
    """The council's answer to one consultation, on its way."""

    template: ClassVar[str] = "outcomes/overview.html"

    consultation: str
    consultation_href: str
    clock: ShownClock | None
    steps: tuple[Step, ...]
    lacking: tuple[Go, ...]
    questions: tuple[QuestionRows, ...]
    promises: tuple[ShownPromise, ...]


@bp.get("/desk/consultations/<int:consultation_id>/replies")
@needs(Permission.SEE_DRAFTS, scope=of_consultation)
def overview(consultation_id: int) -> Response:
    """Show how far the council's answer is and what it still lacks."""
    consultation = consultation_by_id(session(), consultation_id)
    today = day_in_london(now())
    questions = questions_to_answer(session(), consultation_id, today=today)
    lacking = [theme for theme in themes_in(questions) if theme.lacks_reply]
    return OverviewPage(
        title=_("The council’s answer"),
        consultation=title_of(consultation),
        consultation_href=f"/desk/consultations/{consultation_id}",
        clock=clock_shown(clock_of(session(), consultation), consultation_id, now=now()),
        steps=_steps(consultation, questions),
        lacking=tuple(Go(words=theme.theme.name, href=_reply_href(consultation_id, theme)) for theme in lacking),
        questions=tuple(
            _question(each, place, consultation_id) for place, each in enumerate(questions, start=1) if each.themes
        ),
        promises=tuple(
            promise_shown(made, today=today, updates=1, at_desk=True)
            for made in commitments_of(session(), consultation_id)
        ),
    ).answer()


def clock_shown(clock: AnswerClock | None, consultation_id: int, *, now: datetime) -> ShownClock | None:
    """Show how long there is left, once people can no longer answer."""
    if clock is None or now < clock.closed_at:
        return None
    left = clock.days_left(now=now)
    return ShownClock(
        lead=_lead(clock, left),
        is_late=left < 0,
        share=clock.share_gone(now=now),
        due=short_day(clock.due_on),
        standard=ngettext(
            "Our standard is %(n)s week from the closing date.",
            "Our standard is %(n)s weeks from the closing date.",
            clock.weeks,
            n=str(clock.weeks),
        ),
        delay_href=""
        if clock.is_answered or not may(Permission.PROPOSE_REPLIES, consultation_scope(consultation_id))
        else url_for("outcomes.delay", consultation_id=consultation_id),
    )


def _lead(clock: AnswerClock, left: int) -> str:
    if clock.is_answered:
        if left < 0:
            return ngettext("Answered %(n)s day late", "Answered %(n)s days late", -left, n=number(-left))
        return ngettext("Answered with %(n)s day to spare", "Answered with %(n)s days to spare", left, n=number(left))
    if left < 0:
        return ngettext("The answer is %(n)s day late", "The answer is %(n)s days late", -left, n=number(-left))
    if left == 0:
        return _("The answer is due today")
    return ngettext("%(n)s day left for the answer", "%(n)s days left for the answer", left, n=number(left))


def _steps(consultation: Consultation, questions: tuple[QuestionToAnswer, ...]) -> tuple[Step, ...]:
    themes = themes_in(questions)
    gates = edition_gates(session(), consultation, now=now())
    decisions, editions = decisions_of(session(), consultation.id), editions_of(session(), consultation.id)
    steps = (
        _findings_step(consultation, themes),
        _replies_step(themes),
        _decision_step(consultation, themes, decisions),
        _edition_step(consultation, gates, list(editions)),
    )
    upcoming = next((place for place, step in enumerate(steps) if not step.is_done), None)
    return tuple(replace(step, is_next=place == upcoming) for place, step in enumerate(steps))


def _findings_step(consultation: Consultation, themes: list[ThemeToAnswer]) -> Step:
    n = n_findings(session(), consultation.id)
    draft_href = _url("outcomes.findings_draft", consultation)
    go = [Go(words=_("See the findings as they would be published today"), href=draft_href)]
    text = _("Not published yet. They go to whoever decides, with the committee papers.")
    if not themes:
        text = _("There are no confirmed themes yet. Confirm them first: the findings are made of them.")
        if may(Permission.ANALYSE, consultation_scope(consultation.id)):
            go = [Go(words=_("Go to the themes"), href=f"/desk/consultations/{consultation.id}/analysis")]
    if n:
        text = ngettext("Published %(n)s time.", "Published %(n)s times.", n, n=number(n))
        go.insert(0, Go(words=_("Read the published findings"), href=f"/consultations/{consultation.slug}/findings"))
    return Step(name=_("Publish the findings"), text=text, go=tuple(go), is_done=n > 0)


def _replies_step(themes: list[ThemeToAnswer]) -> Step:
    done = sum(not theme.lacks_reply for theme in themes)
    text = _("Every confirmed theme gets one.")
    if themes:
        all_of_them = number(len(themes))
        text = _("%(done)s of %(all)s themes have a reply, or a reason for none.", done=number(done), all=all_of_them)
    is_done = bool(themes) and done == len(themes)
    return Step(name=_("Propose a reply to every theme"), text=text, go=(), is_done=is_done)


def _decision_step(consultation: Consultation, themes: list[ThemeToAnswer], decisions: list[Decision]) -> Step:
    today = day_in_london(now())
    waiting = sum(theme.stage is ReplyStage.PROPOSED for theme in themes)
    go = [
        Go(
            words=decision.title,
            href=url_for("outcomes.decision_desk", consultation_id=consultation.id, decision_id=decision.id),
            word=str(DECISIONS[decision.standing(today=today)].word),
            kind=DECISIONS[decision.standing(today=today)].kind,
        )
        for decision in decisions
    ]
    if waiting and may(Permission.DECIDE, consultation_scope(consultation.id)):
        go.append(Go(words=_("Record a decision"), href=_url("outcomes.new_decision", consultation)))
    text = ngettext(
        "%(n)s reply waits for a decision.", "%(n)s replies wait for a decision.", waiting, n=number(waiting)
    )
    text = text if waiting else _("No reply waits for a decision.")
    return Step(name=_("Decide"), text=text, go=tuple(go), is_done=bool(decisions) and not waiting)


def _edition_step(consultation: Consultation, gates: Mapping[Gate, str], editions: list[Edition]) -> Step:
    go = [
        Go(
            words=_("Edition %(number)s", number=str(edition.number)),
            href=url_for("outcomes.edition_desk", consultation_id=consultation.id, edition_id=edition.id),
            word=str(EDITIONS[edition.state].word),
            kind=EDITIONS[edition.state].kind,
        )
        for edition in editions
    ]
    is_waiting = any(edition.state in (EditionState.PROPOSED, EditionState.APPROVED) for edition in editions)
    if not is_waiting:
        go.append(Go(words=_("See the page as it would be today"), href=_url("outcomes.edition_draft", consultation)))
    text = _("Someone other than its author approves it.")
    if gates and not is_waiting:
        text = " ".join(gates.values())
    is_done = not is_waiting and any(edition.state is EditionState.PUBLISHED for edition in editions)
    return Step(name=_("Publish “You said, we did”"), text=text, go=tuple(go), is_done=is_done)


def _question(found: QuestionToAnswer, place: int, consultation_id: int) -> QuestionRows:
    return QuestionRows(
        anchor=f"question-{place}",
        heading=found.question or _("Comments on the document"),
        rows=tuple(_row(theme, consultation_id) for theme in found.themes),
    )


def _row(found: ThemeToAnswer, consultation_id: int) -> ThemeRow:
    word, kind = _("Lacks a reply"), "bad"
    if found.reply:
        word, kind = str(POSITIONS[found.reply.position].word), POSITIONS[found.reply.position].kind
    elif found.no_reply:
        word, kind = _("No reply, with a reason"), "plain"
    n = len(found.commitments)
    return ThemeRow(
        name=found.theme.name,
        href=_reply_href(consultation_id, found),
        words=_(
            "%(n)s of %(base)s (%(share)s)", n=number(found.n), base=number(found.base), share=percent(found.share)
        ),
        share=found.share,
        word=word,
        kind=kind,
        stage=str(STAGES[found.stage].word) if found.stage else "",
        stage_kind=STAGES[found.stage].kind if found.stage else "plain",
        promises=ngettext("%(n)s commitment", "%(n)s commitments", n, n=number(n)) if n else "",
        is_hidden=bool(found.theme.hidden_reason),
    )


def _reply_href(consultation_id: int, found: ThemeToAnswer) -> str:
    return url_for("outcomes.reply", consultation_id=consultation_id, theme_id=found.theme.id)


def _url(endpoint: str, consultation: Consultation) -> str:
    return url_for(endpoint, consultation_id=consultation.id)
