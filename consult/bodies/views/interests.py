"""Interests: what everyone can read of a body's members, and the clerk's pages that record them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, body_scope
from consult.bodies.actions.interests import declare_interest, end_interest, record_item_interest
from consult.bodies.forms.interests import InterestForm, ItemInterestForm
from consult.bodies.models import ItemInterest, RegisteredInterest
from consult.bodies.queries import body_by_id, body_by_slug, person_by_id
from consult.bodies.queries.interests import item_interests_on, registered_by_id, registered_on, sitters
from consult.bodies.views.blueprint import bp, of_body, today
from consult.bodies.views.officer_body import ActPage, tried
from consult.bodies.wording import CONDUCT, NATURES
from consult.storage.paging import Page as Cut
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.forms import Form
from consult.web.guards import actor, may, needs, public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A standing interest, ready to show."""

    who: str
    href: str
    nature: str
    interest: str
    since: str
    end_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InItem:
    """An interest in one item, ready to show."""

    who: str
    href: str
    item: str
    day: str
    interest: str
    conduct: str
    kind: str
    dispensation: str


@dataclass(frozen=True, kw_only=True)
class InterestsPage(Page):
    """The interests of those who sit on a body."""

    template: ClassVar[str] = "bodies/interests.html"

    body: str
    slug: str
    body_id: int
    registered: tuple[Registered, ...]
    items: tuple[InItem, ...]
    cut: Cut[ItemInterest]
    may_write: bool


@bp.get("/bodies/<slug>/interests")
@public
@kept
def interests(slug: str) -> Response:
    """Show what the members of a body declared."""
    body = body_by_slug(session(), slug)
    cut = item_interests_on(session(), body_id=body.id, number=request.args.get("page", 1, type=int))
    may_write = may(Permission.MANAGE_BODIES, body_scope(body.id))
    return InterestsPage(
        title=_("Declared interests"),
        body=body.name,
        slug=slug,
        body_id=body.id,
        registered=tuple(
            _registered(each, body.id, may_write=may_write) for each in registered_on(session(), body_id=body.id)
        ),
        items=tuple(in_item(each) for each in cut.items),
        cut=cut,
        may_write=may_write,
    ).answer()


@bp.route("/desk/bodies/<int:body_id>/interests/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def new_interest(body_id: int) -> AnyResponse:
    """Record what a member declares."""
    form = InterestForm(declared_on=today())
    form.offer(_people(body_id))

    def act() -> object:
        return declare_interest(
            session(),
            person=person_by_id(session(), int(form.person.data)),
            nature=form.to_nature(),
            interest=form.interest.data,
            declared_on=form.declared_on.data or today(),
            by=actor(),
            now=now(),
        )

    if form.is_valid_post() and tried(form, "interest", act):
        return _done(body_id, _("The interest is declared. Everyone can read it."))
    names = ("person", "nature", "interest", "declared_on")
    return _page(body_id, form, names, _("Declare an interest")).answer()


@bp.route("/desk/bodies/<int:body_id>/interests/item", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def new_item_interest(body_id: int) -> AnyResponse:
    """Record an interest in one item, and what the member did."""
    form = ItemInterestForm(on_day=today())
    form.offer(_people(body_id))

    def act() -> object:
        return record_item_interest(
            session(),
            body=body_by_id(session(), body_id),
            person=person_by_id(session(), int(form.person.data)),
            item=form.item.data,
            on_day=form.on_day.data or today(),
            interest=form.interest.data,
            conduct=form.to_conduct(),
            dispensation=form.dispensation.data,
            by=actor(),
            now=now(),
        )

    if form.is_valid_post() and tried(form, "dispensation", act):
        return _done(body_id, _("Recorded. Everyone can read it."))
    names = ("person", "item", "on_day", "interest", "conduct", "dispensation")
    return _page(body_id, form, names, _("An interest in one item")).answer()


@bp.post("/desk/bodies/<int:body_id>/interests/<int:interest_id>/end")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def ended_interest(body_id: int, interest_id: int) -> AnyResponse:
    """Say that an interest ends today."""
    found = registered_by_id(session(), body_id=body_id, interest_id=interest_id)
    end_interest(session(), interest=found, ended_on=today(), by=actor(), now=now())
    return _done(body_id, _("The interest ends today. That it was there stays public."))


def in_item(each: ItemInterest) -> InItem:
    """Show an interest in one item."""
    told = CONDUCT[each.conduct]
    return InItem(
        who=each.person.name,
        href=url_for("bodies.member", person_id=each.person_id),
        item=each.item,
        day=short_day(each.on_day),
        interest=each.interest,
        conduct=str(told.word),
        kind=told.kind,
        dispensation=each.dispensation,
    )


def _registered(each: RegisteredInterest, body_id: int, *, may_write: bool) -> Registered:
    ends = url_for("bodies.ended_interest", body_id=body_id, interest_id=each.id) if may_write else ""
    return Registered(
        who=each.person.name,
        href=url_for("bodies.member", person_id=each.person_id),
        nature=str(NATURES[each.nature]),
        interest=each.interest,
        since=short_day(each.declared_on),
        end_href=ends,
    )


def _people(body_id: int) -> list[tuple[str, str]]:
    return [(str(person.id), person.name) for person in sitters(session(), body_id=body_id)]


def _page(body_id: int, form: Form, names: tuple[str, ...], title: str) -> ActPage:
    body = body_by_id(session(), body_id)
    return ActPage(
        title=title,
        form=form,
        fields=names,
        back=url_for("bodies.interests", slug=body.slug),
        back_words=_("Declared interests"),
        lead=body.name,
        button=_("Record it"),
    )


def _done(body_id: int, sentence: str) -> AnyResponse:
    flash(sentence)
    return redirect(url_for("bodies.interests", slug=body_by_id(session(), body_id).slug), 303)
