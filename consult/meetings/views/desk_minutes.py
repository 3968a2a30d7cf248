"""Minutes for their clerk: written item by item, published once somebody approved them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.kernel.errors import Refused
from consult.meetings.actions import publish_minutes, write_minutes
from consult.meetings.forms import ApprovalForm
from consult.meetings.views.blueprint import bp, of_body, today
from consult.meetings.views.frame import act_page, desk_href, done, of, tried
from consult.meetings.wording import hours_of
from consult.web.clock import now
from consult.web.forms import VersionedForm
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session

LONGEST_MINUTE = 8_000


@dataclass(frozen=True, kw_only=True)
class MinutesPage(Page):
    """A box for each item."""

    template: ClassVar[str] = "meetings/desk_minutes.html"

    body: str
    back: str
    when: str
    items: tuple[tuple[int, int, str, str], ...]  # its place, its number, its title, what is written
    longest: int
    form: VersionedForm


@bp.route("/desk/bodies/<int:body_id>/meetings/<int:meeting_id>/minutes", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def minutes(body_id: int, meeting_id: int) -> AnyResponse:
    """Write the minutes."""
    found = of(body_id, meeting_id)
    form = VersionedForm(version=str(found.version))
    written = {item.id: request.form.get(f"minute-{item.id}", item.minute)[:LONGEST_MINUTE] for item in found.items}
    if form.is_valid_post():
        try:
            write_minutes(
                session(), meeting=found, minutes=written, version_seen=form.version_seen, by=actor(), now=now()
            )
        except Refused as wrong:
            form.refuse("version", wrong.sentence)
        else:
            return done(found, _("Kept. Nobody else reads the minutes until they are approved and published."))
    return MinutesPage(
        title=_("Write the minutes"),
        body=found.body.name,
        back=desk_href(found),
        when=hours_of(found),
        items=tuple((place, item.id, item.title, written[item.id]) for place, item in enumerate(found.items, start=1)),
        longest=LONGEST_MINUTE,
        form=form,
    ).answer()


@bp.route("/desk/bodies/<int:body_id>/meetings/<int:meeting_id>/minutes/publish", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body, proved=True)
def approve(body_id: int, meeting_id: int) -> AnyResponse:
    """Publish approved minutes."""
    found, form = of(body_id, meeting_id), ApprovalForm(approved_on=today())

    def act() -> object:
        who, on = form.approved_by.data, form.approved_on.data or today()
        return publish_minutes(session(), meeting=found, approved_by=who, approved_on=on, by=actor(), now=now())

    if form.is_valid_post() and tried(form, "approved_on", act):
        return done(found, _("The minutes are published. They stay as they are."))
    lead = _(
        "Then everyone can read them, nobody can change them, and the names of the people in the hall are deleted."
    )
    fields = ("approved_by", "approved_on")
    return act_page(found, form, fields, title=_("Publish the minutes"), button=_("Publish them"), lead=lead).answer()
