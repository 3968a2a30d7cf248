"""Setting bodies up, for clerks: the list, types, new bodies, patterns in one step, and changing one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.queries import account_by_id
from consult.accounts.rules import Permission, scopes_of
from consult.bodies.actions import add_body, add_body_type, change_body, set_up_pattern
from consult.bodies.forms.officer import BodyForm, NewBodyForm, PatternForm, TypeForm
from consult.bodies.models import Body
from consult.bodies.patterns import NEEDS_A_LAWYER, Pattern, pattern_by_key, patterns
from consult.bodies.queries import area_by_id, body_by_id, body_types
from consult.bodies.queries.choosing import areas, bodies_to_run, districts_with_wards
from consult.bodies.views.blueprint import bp, of_body, today
from consult.bodies.wording import AREAS, STATUS
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import slug_of
from consult.storage.paging import Page as Cut
from consult.web.clock import now
from consult.web.guards import actor, may, needs, require_signed_in, signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskBody:
    """One body in the clerk's list."""

    name: str
    href: str
    about: str
    word: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class DeskBodiesPage(Page):
    """The bodies that someone serves."""

    template: ClassVar[str] = "bodies/desk_bodies.html"

    rows: tuple[DeskBody, ...]
    cut: Cut[Body]
    may_add: bool


@dataclass(frozen=True, kw_only=True)
class BodyFormPage(Page):
    """Asks what is said of a body or of a type of body."""

    template: ClassVar[str] = "bodies/form.html"

    form: TypeForm | BodyForm
    back: str
    back_words: str
    button: str


@dataclass(frozen=True, kw_only=True)
class PatternsPage(Page):
    """The ways of being represented that can be set up in one step."""

    template: ClassVar[str] = "bodies/patterns.html"

    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, kw_only=True)
class PatternPage(Page):
    """One of them, with its rules and where they come from."""

    template: ClassVar[str] = "bodies/pattern.html"

    pattern: Pattern
    lawyer: str
    form: PatternForm


@bp.get("/desk/bodies")
@signed_in
def desk_bodies() -> AnyResponse:
    """List the bodies that someone serves."""
    account = account_by_id(session(), require_signed_in().account_id)
    scopes = scopes_of(account.grants, Permission.MANAGE_BODIES)
    cut = bodies_to_run(session(), scopes=scopes, number=request.args.get("page", 1, type=int))
    return DeskBodiesPage(
        title=_("Bodies and seats"),
        rows=tuple(_desk_body(each) for each in cut.items),
        cut=cut,
        may_add=may(Permission.MANAGE_BODIES),
    ).answer()


@bp.route("/desk/bodies/types/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES)
def new_type() -> AnyResponse:
    """Add a type of body."""
    form = TypeForm()
    if form.is_valid_post() and _add_type(form):
        flash(_("The type is there. Now you can set up a body of it."))
        return redirect(url_for("bodies.new_body"), 303)
    return _form_page(_("Add a type of body"), form, _("Add this type")).answer()


@bp.route("/desk/bodies/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES)
def new_body() -> AnyResponse:
    """Set a body up."""
    form = NewBodyForm(founded_on=today(), version="1")
    form.offer(
        types=[(str(kind.id), kind.name) for kind in body_types(session())],
        areas=[(str(area.id), f"{area.name} ({AREAS[area.kind]})") for area in areas(session())],
    )
    made = _add_body(form) if form.is_valid_post() else None
    if made is None:
        return _form_page(_("Set up a body"), form, _("Set it up")).answer()
    flash(_("The body is there. Now say which seats it has."))
    return redirect(url_for("bodies.desk_body", body_id=made.id), 303)


@bp.route("/desk/bodies/<int:body_id>/change", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def change(body_id: int) -> AnyResponse:
    """Change what is said of a body."""
    body = body_by_id(session(), body_id)
    form = BodyForm(obj=body)
    if form.is_valid_post() and _change(body, form):
        flash(_("Changed. Everyone can read it."))
        return redirect(url_for("bodies.desk_body", body_id=body_id), 303)
    back = url_for("bodies.desk_body", body_id=body_id)
    return _form_page(_("Change what is said of it"), form, _("Change it"), back=back, back_words=body.name).answer()


@bp.get("/desk/bodies/patterns")
@needs(Permission.MANAGE_BODIES)
def patterns_page() -> AnyResponse:
    """List the ways of being represented that can be set up in one step."""
    return PatternsPage(title=_("Set up several bodies in one step"), patterns=patterns()).answer()


@bp.route("/desk/bodies/patterns/<key>", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES)
def pattern(key: str) -> AnyResponse:
    """Show one of them, and set it up."""
    chosen, districts = pattern_by_key(key), districts_with_wards(session())
    form = PatternForm(founded_on=today(), districts=[str(district.id) for district in districts])
    form.districts.choices = [(str(district.id), district.name) for district in districts]
    if form.is_valid_post() and (n := _set_up(chosen, form)):
        flash(_("%(n)s bodies are there with their seats. Now fill the seats.", n=n))
        return redirect(url_for("bodies.desk_bodies"), 303)
    return PatternPage(title=chosen.name, pattern=chosen, lawyer=NEEDS_A_LAWYER, form=form).answer()


def _desk_body(each: Body) -> DeskBody:
    told = STATUS[each.status]
    area = f" · {each.area.name}" if each.area else ""
    return DeskBody(
        name=each.name,
        href=url_for("bodies.desk_body", body_id=each.id),
        about=f"{each.body_type.name}{area}",
        word=str(told.word),
        kind=told.kind,
    )


def _form_page(
    title: str, form: TypeForm | BodyForm, button: str, *, back: str = "", back_words: str = ""
) -> BodyFormPage:
    words = back_words or _("Bodies and seats")
    return BodyFormPage(
        title=title, form=form, button=button, back=back or url_for("bodies.desk_bodies"), back_words=words
    )


def _add_type(form: TypeForm) -> bool:
    try:
        add_body_type(
            session(),
            key=slug_of(form.name.data),
            name=form.name.data,
            tier=form.to_tier(),
            term=form.to_term(),
            source=form.source.data,
            is_council_committee=bool(form.is_council_committee.data),
            by=actor(),
            now=now(),
        )
    except Invalid as wrong:
        form.refuse("term_months", wrong.sentence)
        return False
    return True


def _add_body(form: NewBodyForm) -> Body | None:
    kinds = {str(kind.id): kind for kind in body_types(session())}
    area = area_by_id(session(), int(form.area.data)) if form.area.data else None
    try:
        values = form.to_values()
    except Invalid as wrong:
        form.refuse("pilot_ends_on", wrong.sentence)
        return None
    kind = kinds[form.body_type.data]
    return add_body(session(), body_type=kind, values=values, area=area, by=actor(), now=now())


def _change(body: Body, form: BodyForm) -> bool:
    try:
        values = form.to_values()
    except Invalid as wrong:
        form.refuse("pilot_ends_on", wrong.sentence)
        return False
    change_body(session(), body=body, values=values, version_seen=form.version_seen, by=actor(), now=now())
    return True


def _set_up(chosen: Pattern, form: PatternForm) -> int:
    wanted = set(form.districts.data or [])
    districts = [district for district in districts_with_wards(session()) if str(district.id) in wanted]
    try:
        made = set_up_pattern(
            session(),
            pattern=chosen,
            founded_on=form.founded_on.data or today(),
            districts=districts,
            by=actor(),
            now=now(),
        )
    except Refused as wrong:
        form.refuse("founded_on", wrong.sentence)
        return 0
    return len(made)
