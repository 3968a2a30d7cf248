"""The agenda for its clerk: items, their order, and interests that members declare in one."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.bodies.actions.interests import record_item_interest
from consult.bodies.queries import body_names, person_by_id
from consult.bodies.queries.showing import seats_on
from consult.meetings.actions import add_item, change_item, move_item_up, remove_item
from consult.meetings.forms import ItemForm, ItemInterestForm
from consult.meetings.models import AgendaItem, Meeting
from consult.meetings.queries import item_of
from consult.meetings.views.blueprint import bp, of_body
from consult.meetings.views.frame import act_page, desk_href, done, of, pressed, tried
from consult.meetings.views.lent import topics_offered
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.transaction import session

_AT = "/desk/bodies/<int:body_id>/meetings/<int:meeting_id>/items"
_FIELDS = ("title", "words", "raised_by", "topic", "about_body", "papers")


@bp.route(f"{_AT}/new", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def new_item(body_id: int, meeting_id: int) -> AnyResponse:
    """Put something on the agenda."""
    found, form = of(body_id, meeting_id), ItemForm()
    _offer(form, found)

    def act() -> object:
        return add_item(session(), meeting=found, asked=form.to_asked(), by=actor(), now=now())

    if form.is_valid_post() and tried(form, "papers", act):
        return done(found, _("It is on the agenda."))
    return act_page(found, form, _FIELDS, title=_("Add an item"), button=_("Put it on the agenda")).answer()


@bp.route(f"{_AT}/<int:item_id>", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def change_of_item(body_id: int, meeting_id: int, item_id: int) -> AnyResponse:
    """Change an item."""
    found = of(body_id, meeting_id)
    item = item_of(found, item_id)
    form = _form_of(item)
    _offer(form, found)

    def act() -> object:
        return change_item(session(), item=item, asked=form.to_asked(), by=actor(), now=now())

    if form.is_valid_post() and tried(form, "papers", act):
        return done(found, _("Changed."))
    return act_page(found, form, _FIELDS, title=_("Change an item"), button=_("Change it")).answer()


@bp.post(f"{_AT}/<int:item_id>/up")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def item_up(body_id: int, meeting_id: int, item_id: int) -> AnyResponse:
    """Move an item up."""
    found = of(body_id, meeting_id)
    return pressed(
        lambda: move_item_up(session(), item=item_of(found, item_id), by=actor(), now=now()),
        done=_("Moved up."),
        back=desk_href(found),
    )


@bp.post(f"{_AT}/<int:item_id>/remove")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def removed_item(body_id: int, meeting_id: int, item_id: int) -> AnyResponse:
    """Take an item off the agenda."""
    found = of(body_id, meeting_id)
    return pressed(
        lambda: remove_item(session(), item=item_of(found, item_id), by=actor(), now=now()),
        done=_("It is off the agenda."),
        back=desk_href(found),
    )


@bp.route(f"{_AT}/<int:item_id>/interest", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def item_interest(body_id: int, meeting_id: int, item_id: int) -> AnyResponse:
    """Record an interest that a member declared in an item, and whether they stayed out of it."""
    found, form = of(body_id, meeting_id), ItemInterestForm()
    item = item_of(found, item_id)
    seats = seats_on(session(), body_id=body_id, day=found.meets_on)
    sitting = {seat.holder.person_id: seat.holder.name for seat in seats if seat.holder}
    form.person.choices = [("", _("Choose a member")), *((str(key), name) for key, name in sitting.items())]

    def act() -> object:
        return record_item_interest(
            session(),
            body=found.body,
            person=person_by_id(session(), int(form.person.data)),
            item=item.title,
            item_ref=item.ref,
            on_day=found.meets_on,
            interest=form.interest.data,
            conduct=form.to_conduct(),
            dispensation=form.dispensation.data,
            by=actor(),
            now=now(),
        )

    if form.is_valid_post() and tried(form, "dispensation", act):
        return done(found, _("Recorded. Everyone can read it."))
    fields = ("person", "interest", "conduct", "dispensation")
    return act_page(
        found, form, fields, title=_("An interest in an item"), button=_("Record it"), lead=item.title
    ).answer()


def _form_of(item: AgendaItem) -> ItemForm:
    """Return the form with what is said of an item now."""
    lines = "\n".join(f"{paper['title']} {paper['link']}".strip() for paper in item.papers)
    about = str(item.about_body_id or "")
    return ItemForm(
        title=item.title,
        words=item.words,
        raised_by=item.raised_by,
        topic=item.topic_ref,
        about_body=about,
        papers=lines,
    )


def _offer(form: ItemForm, meeting: Meeting) -> None:
    """Say what an item can be about."""
    topics = [(each.ref, f"{each.title} ({each.standing})") for each in topics_offered(session())]
    known = {ref for ref, _title in topics}
    if (
        form.topic.data
        and form.topic.data not in known
        and any(form.topic.data == each.topic_ref for each in meeting.items)
    ):
        topics.append((form.topic.data, _("What it is about now")))
    form.topic.choices = [("", _("No")), *topics]
    names = ((str(number), name) for number, name in body_names(session()).items() if number != meeting.body_id)
    form.about_body.choices = [("", _("No")), *names]
