"""What the clerk's pages of meetings share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult.kernel.errors import Invalid, Refused
from consult.meetings.forms import PressForm
from consult.meetings.models import Meeting
from consult.meetings.queries import meeting_of_body
from consult.web.forms import Form
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class ActPage(Page):
    """One form about a meeting."""

    template: ClassVar[str] = "meetings/desk_act.html"

    form: Form
    fields: tuple[str, ...]
    back: str
    back_words: str
    lead: str
    button: str


def of(body_id: int, meeting_id: int) -> Meeting:
    """Return a meeting of a body."""
    return meeting_of_body(session(), body_id=body_id, meeting_id=meeting_id)


def desk_href(meeting: Meeting) -> str:
    """Return the address of a meeting's page for its clerk."""
    return url_for("meetings.desk_meeting", body_id=meeting.body_id, meeting_id=meeting.id)


def tried(form: Form, name: str, act: Callable[[], object]) -> bool:
    """Do something, and show beside a field why it was refused."""
    try:
        act()
    except (Invalid, Refused) as wrong:
        form.refuse(name, wrong.sentence)
        return False
    return True


def pressed(act: Callable[[], object], *, done: str, back: str) -> AnyResponse:
    """Do what a button says, tell that it is done, and go back; a refusal becomes a page of its own."""
    if PressForm().is_valid_post():
        act()
        flash(done, "success")
    return redirect(back, 303)


def done(meeting: Meeting, sentence: str) -> AnyResponse:
    """Tell that something is done, and go back to the meeting."""
    flash(sentence, "success")
    return redirect(desk_href(meeting), 303)


def act_page(
    meeting: Meeting, form: Form, fields: tuple[str, ...], *, title: str, button: str, lead: str = ""
) -> ActPage:
    """Return the page of a form about a meeting."""
    return ActPage(
        title=title,
        form=form,
        fields=fields,
        back=desk_href(meeting),
        back_words=meeting.body.name,
        lead=lead,
        button=button,
    )
