"""Answering: one thing a page, or all on one page; every press keeps what was typed, right or wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.kernel.errors import NotFound, Refused
from consult.responses.actions.drafts import save_draft
from consult.responses.forms.public import Step, form_of, typed_into
from consult.responses.queries.answering import ConsultationToAnswer
from consult.responses.views.public_frame import (
    ALL_ON_ONE_PAGE,
    ONE_THING_A_PAGE,
    Answering,
    answering,
    bp,
    go_to,
    private,
)
from consult.responses.views.public_late import refusal_with_draft
from consult.web.clock import now
from consult.web.forms import Form
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class StepPage(Page):
    """One thing that is asked."""

    template: ClassVar[str] = "responses/public/step.html"

    asked: ConsultationToAnswer
    step: Step
    form: Form
    place: int
    n_steps: int
    back_href: str
    in_grace: bool


@dataclass(frozen=True, kw_only=True)
class AllPage(Page):
    """Everything that is asked, on one page."""

    template: ClassVar[str] = "responses/public/all.html"

    asked: ConsultationToAnswer
    steps: tuple[Step, ...]
    form: Form
    back_href: str
    in_grace: bool


@bp.get("/consultations/<slug>/respond/<name>")
@public
def step(slug: str, name: str) -> AnyResponse:
    """Show one thing that is asked, with what was typed before."""
    here = answering(slug)
    return _refused(here) or private(_step_page(here, _step_named(here, name)))


@bp.post("/consultations/<slug>/respond/<name>")
@public
def answer_step(slug: str, name: str) -> AnyResponse:
    """Keep what was typed and go on; when something is wrong, show it on the same page."""
    here = answering(slug)
    asked = _step_named(here, name)
    posted = typed_into([asked], request.form)
    refused = _refused(here, posted)
    if refused:
        return refused
    is_right = _keep(here, [asked], posted)
    if "later" in request.form:
        return go_to("later", slug=slug)
    if not is_right:
        return go_to("step", slug=slug, name=name, **_returning(), look="again")
    return go_to("check", slug=slug) if _returning() else _next(here, asked)


@bp.get("/consultations/<slug>/respond/all")
@public
def all_on_one_page(slug: str) -> AnyResponse:
    """Show everything that is asked."""
    here = answering(slug)
    return _refused(here) or private(_all_page(here))


@bp.post("/consultations/<slug>/respond/all")
@public
def answer_all(slug: str) -> AnyResponse:
    """Keep everything that was typed and go on to check it."""
    here = answering(slug)
    steps = here.steps(headed=False)
    posted = typed_into(steps, request.form)
    refused = _refused(here, posted)
    if refused:
        return refused
    is_right = _keep(here, steps, posted, mode=ALL_ON_ONE_PAGE)
    if "later" in request.form:
        return go_to("later", slug=slug)
    return go_to("check", slug=slug) if is_right else go_to("all_on_one_page", slug=slug, look="again")


def _refused(here: Answering, posted: dict[str, list[str]] | None = None) -> AnyResponse | None:
    """Why these pages cannot be shown or posted now."""
    refused = refusal_with_draft(here, posted)
    if refused is None and here.draft is None:
        return _without_draft(here, posted)
    return refused


def _without_draft(here: Answering, posted: dict[str, list[str]] | None) -> AnyResponse:
    """A browser that lost its draft begins again; one that lost it in the middle of typing keeps its words."""
    if not posted or not any(any(values) for values in posted.values()):
        return go_to("start", slug=here.asked.slug)
    raise Refused(_("This browser no longer has your draft. Copy your words from below, then start again."))


def _keep(
    here: Answering, steps: Sequence[Step], posted: dict[str, list[str]], *, mode: str = ONE_THING_A_PAGE
) -> bool:
    """Keep what was posted in the draft, and say whether nothing is wrong with it."""
    if here.draft is None:
        raise NotFound(_("This browser no longer has your draft. Start again."))
    save_draft(session(), draft=here.draft, fields=posted, mode=mode, now=now())
    return not form_of(steps, posted, checked=True).errors


def _step_named(here: Answering, name: str) -> Step:
    found = next((each for each in here.steps() if each.name == name), None)
    if found is None:
        raise NotFound(_("We could not find this page of the form."))
    return found


def _next(here: Answering, asked: Step) -> AnyResponse:
    names = [each.name for each in here.steps()]
    place = names.index(asked.name) + 1
    slug = here.asked.slug
    return go_to("step", slug=slug, name=names[place]) if place < len(names) else go_to("check", slug=slug)


def _step_page(here: Answering, asked: Step) -> AnyResponse:
    names = [each.name for each in here.steps()]
    place = names.index(asked.name)
    slug = here.asked.slug
    previous = (
        url_for("respond.step", slug=slug, name=names[place - 1]) if place else url_for("respond.start", slug=slug)
    )
    page = StepPage(
        title=asked.heading,
        asked=here.asked,
        step=asked,
        form=form_of([asked], here.typed, checked="look" in request.args),
        place=place + 1,
        n_steps=len(names),
        back_href=url_for("respond.check", slug=slug) if _returning() else previous,
        in_grace=here.is_in_grace,
    )
    return page.answer(200)


def _all_page(here: Answering) -> AnyResponse:
    page = AllPage(
        title=_("Your answers: %(title)s", title=here.asked.title),
        asked=here.asked,
        steps=here.steps(headed=False),
        form=here.whole_form(checked="look" in request.args),
        back_href=url_for("respond.start", slug=here.asked.slug),
        in_grace=here.is_in_grace,
    )
    return page.answer(200)


def _returning() -> dict[str, str]:
    """Whether someone came from the page where answers are checked, and goes back to it."""
    return {"from": "check"} if request.args.get("from") == "check" else {}
