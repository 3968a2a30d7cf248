"""Saying that one would sit in a seat that stands empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.bodies.actions.asking import express_interest
from consult.bodies.forms.public import InterestForm
from consult.bodies.models import SeatClass
from consult.bodies.queries import body_by_slug, seat_class_by_id
from consult.bodies.rules import BodyStatus
from consult.bodies.views.blueprint import bp
from consult.bodies.wording import HOW
from consult.kernel.errors import NotFound
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.throttle import limited
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class InterestPage(Page):
    """Asks who would sit, and says how the seat is filled."""

    template: ClassVar[str] = "bodies/interest.html"

    form: InterestForm
    body: str
    back: str
    seat: str
    electorate: str
    how: str
    is_voting: bool
    asks_again: bool


@bp.get("/bodies/<slug>/seats/<int:seat_class_id>/interest")
@public
def interest(slug: str, seat_class_id: int) -> Response:
    """Ask who would sit in a seat."""
    return _page(_seats(slug, seat_class_id), InterestForm()).answer()


@bp.post("/bodies/<slug>/seats/<int:seat_class_id>/interest")
@public
@limited("5 per 10 minutes")
def expressed_interest(slug: str, seat_class_id: int) -> AnyResponse:
    """Record who would sit in a seat."""
    seats, form = _seats(slug, seat_class_id), InterestForm()
    if not form.is_valid_post() or form.looks_automatic():
        return _page(seats, form).answer(None if form.errors else 422)
    express_interest(
        session(),
        seat_class=seats,
        name=form.name.data,
        contact=form.contact.data,
        why=form.why.data,
        submission_key=form.submission_key.data or "",
        now=now(),
    )
    flash(_("Thank you. The clerk has your offer and will be in touch."), "success")
    return redirect(url_for("bodies.body", slug=slug), 303)


def _seats(slug: str, seat_class_id: int) -> SeatClass:
    body = body_by_slug(session(), slug)
    seats = seat_class_by_id(session(), seat_class_id)
    if seats.body_id != body.id or seats.until_on is not None or body.status is BodyStatus.CLOSED:
        raise NotFound("We could not find this seat. Look at the body’s page for the seats that stand empty.")
    return seats


def _page(seats: SeatClass, form: InterestForm) -> InterestPage:
    return InterestPage(
        title=_("I would sit here"),
        form=form,
        body=seats.body.name,
        back=url_for("bodies.body", slug=seats.body.slug),
        seat=seats.name,
        electorate=seats.electorate,
        how=str(HOW[seats.how_filled]),
        is_voting=seats.is_voting,
        asks_again=form.is_submitted() and form.looks_automatic(),
    )
