"""Following one's own response; nothing that identifies it ever stands in an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import Response
from flask_babel import get_locale
from flask_babel import gettext as _

from consult.frontdoor.forms import FollowForm
from consult.frontdoor.queries.story import response_opened_by, story_of
from consult.frontdoor.rules import DecisionTold, PointTold, PromiseTold, Said, Story
from consult.frontdoor.views.blueprint import bp
from consult.frontdoor.views.wording import DECISIONS
from consult.kernel.clock import day_in_london
from consult.margin.rules import ReasonTold
from consult.margin.wording import FOR_AUTHORS
from consult.outcomes.wording import POSITIONS, STANDINGS
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import public
from consult.web.page import Page
from consult.web.throttle import limited
from consult.web.transaction import database


@dataclass(frozen=True, kw_only=True)
class FollowPage(Page):
    """Asks for the reference and the secret code."""

    template: ClassVar[str] = "frontdoor/follow.html"

    form: FollowForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNews:
    """One dated line under a promise."""

    when: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPromise:
    """A promise with the word for where it stands."""

    promise: str
    owner: str
    due: str
    word: str
    kind: str
    news: tuple[ShownNews, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPoint:
    """A main point with the words for what became of it."""

    anchor: str
    name: str
    description: str
    position: str
    kind: str
    reply: str
    no_reply_reason: str
    decision: DecisionTold | None
    decision_standing: str
    promises: tuple[ShownPromise, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSaid:
    """Something that the person wrote, and what became of it in later versions of the document."""

    asked: str
    text: str
    paragraph: str
    became: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StoryPage(Page):
    """Shows a person's own words and what became of them."""

    template: ClassVar[str] = "frontdoor/story.html"

    reference: str
    consultation: str
    received_on: date
    withdrawn_on: date | None
    said: tuple[ShownSaid, ...]
    changes_href: str
    points_are_told: bool
    points: tuple[ShownPoint, ...]
    is_answered: bool
    answer_due_on: date | None
    waiting_on: str


@bp.get("/follow")
@public
def follow() -> Response:
    """Ask which response to follow."""
    return FollowPage(title=_("Follow your response"), form=FollowForm()).answer()


@bp.post("/follow")
@public
@limited("10 per 10 minutes")
def followed() -> Response:
    """Show what became of the response that the reference names and the code opens."""
    form = FollowForm()
    story = _story(form) if form.is_valid_post() else None
    if story is not None:
        response = _story_page(story).answer()
        response.headers["Cache-Control"] = "private, no-store"  # the next person at this screen must not page back
        return response
    if not form.errors:
        form.refuse(
            "reference", _("We could not find a response with that reference and code. Check both and try again.")
        )
    return FollowPage(title=_("Follow your response"), form=form).answer()


def _story(form: FollowForm) -> Story | None:
    language = str(get_locale() or "en")
    with database().transaction(writing=False) as reading:
        response = response_opened_by(reading, reference=form.reference.data or "", code=form.code.data or "")
        return story_of(reading, response, language=language, today=day_in_london(now())) if response else None


def _story_page(story: Story) -> StoryPage:
    return StoryPage(
        title=_("What became of your response"),
        reference=story.reference,
        consultation=story.title,
        received_on=story.received_on,
        withdrawn_on=day_in_london(story.withdrawn_at) if story.withdrawn_at else None,
        said=tuple(_shown_said(said) for said in story.said),
        changes_href=f"/consultations/{story.slug}/document/changes",
        points_are_told=story.points_are_told,
        points=tuple(_shown_point(point) for point in story.points),
        is_answered=story.is_answered,
        answer_due_on=story.answer_due_on,
        waiting_on=story.waiting_on,
    )


def _shown_point(point: PointTold) -> ShownPoint:
    told = POSITIONS[point.reply.position] if point.reply else None
    return ShownPoint(
        anchor=f"main-point-{point.theme_id}",
        name=point.name or _("A main point that we do not publish"),
        description=point.description or point.hidden_reason,
        position=str(told.word) if told else "",
        kind=told.kind if told else "plain",
        reply=point.reply.words if point.reply else "",
        no_reply_reason=point.no_reply_reason,
        decision=point.decision,
        decision_standing=str(DECISIONS[point.decision.standing]) if point.decision else "",
        promises=tuple(_shown_promise(promise) for promise in point.promises),
        changed=tuple(_shown_change(each) for each in point.changed),
    )


def _shown_said(said: Said) -> ShownSaid:
    went = [
        " ".join(
            (
                _("Version %(number)s:", number=str(each.version)),
                str(FOR_AUTHORS[each.standing]) % {"number": each.paragraph},
                each.reason,
            )
        ).strip()
        for each in said.went
    ]
    changed = [_shown_change(each) for each in said.changed]
    return ShownSaid(asked=said.asked, text=said.text, paragraph=said.paragraph, became=(*went, *changed))


def _shown_change(told: ReasonTold) -> str:
    return _(
        "Paragraph %(number)s of version %(version)s changed because of what you said: %(words)s",
        number=told.paragraph,
        version=str(told.version),
        words=told.words,
    )


def _shown_promise(promise: PromiseTold) -> ShownPromise:
    told = STANDINGS[promise.standing]
    return ShownPromise(
        promise=promise.promise,
        owner=promise.owner,
        due=short_day(promise.due_on),
        word=str(told.word),
        kind=told.kind,
        news=tuple(ShownNews(when=short_day(each.on), text=each.note) for each in promise.news if each.note),
    )
