"""The key holders: named on the desk, each with a link of their own on which they draw their code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.elections.actions import draw_holder_code, make_key, name_holders
from consult.elections.actions.keys import NamedHolder
from consult.elections.forms.officer import HoldersForm, PressForm
from consult.elections.models import Contest, KeyHolder
from consult.elections.queries.reading import contest_by_id, holder_by_link
from consult.elections.secrecy import HOLDERS
from consult.elections.views.blueprint import bp
from consult.elections.views.officer.frame import desk_of, me, pressed
from consult.kernel.errors import Invalid, Refused
from consult.web.clock import now
from consult.web.guards import needs, public
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderRow:
    """A key holder: who, and whether their code is drawn; the link only just after naming."""

    name: str
    office: str
    has_code: bool
    link: str


@dataclass(frozen=True, kw_only=True)
class KeysPage(Page):
    """The three key holders."""

    template: ClassVar[str] = "elections/officer/keys.html"

    contest: Contest
    back_href: str
    holders: tuple[HolderRow, ...]
    has_links: bool
    may_make: bool
    make_href: str
    is_made: bool
    form: HoldersForm


@dataclass(frozen=True, kw_only=True)
class HolderPage(Page):
    """A key holder's own page: draws the code and shows it once."""

    template: ClassVar[str] = "elections/holder.html"

    contest: str
    name: str
    code: str
    has_code: bool
    is_made: bool


@bp.get("/desk/contests/<int:contest_id>/keys")
@needs(Permission.RUN_ELECTIONS)
def keys_desk(contest_id: int) -> Response:
    """Show the key holders."""
    return _page(contest_by_id(session(), contest_id), HoldersForm()).answer()


@bp.post("/desk/contests/<int:contest_id>/keys")
@needs(Permission.RUN_ELECTIONS)
def named_holders(contest_id: int) -> Response:
    """Name the three, and show each one's link once, in the answer itself."""
    contest, form = contest_by_id(session(), contest_id), HoldersForm()
    if not form.is_valid_post():
        return _page(contest, form).answer()
    people = [
        (form.name_1.data, _("Returning officer")),
        (form.name_2.data, _("First scrutineer")),
        (form.name_3.data, _("Second scrutineer")),
    ]
    try:
        named = name_holders(session(), contest=contest, people=people, by_id=me(), now=now())
    except (Invalid, Refused) as wrong:
        form.refuse("name_1", wrong.sentence)
        return _page(contest, form).answer()
    session().refresh(contest, ["holders"])
    return _page(contest, form, named=named).answer()


@bp.post("/desk/contests/<int:contest_id>/keys/make")
@needs(Permission.RUN_ELECTIONS)
def made_key(contest_id: int) -> AnyResponse:
    """Make the key."""
    contest = contest_by_id(session(), contest_id)
    return pressed(
        lambda: make_key(session(), contest=contest, by_id=me(), now=now()),
        done=_("The key is made. Its private half exists only in the three boxes that two holders open together."),
        back=desk_of(contest),
    )


@bp.get("/keys/<link>")
@public
def holder(link: str) -> Response:
    """Show a key holder their page."""
    return _holder_page(holder_by_link(session(), link), code="").answer()


@bp.post("/keys/<link>")
@public
def drawn_holder_code(link: str) -> Response:
    """Draw a code and show it once, in the answer itself."""
    found = holder_by_link(session(), link)
    code = draw_holder_code(session(), holder=found) if PressForm().is_valid_post() else ""
    return _holder_page(found, code=code).answer()


def _page(contest: Contest, form: HoldersForm, *, named: tuple[NamedHolder, ...] = ()) -> KeysPage:
    base = current_settings().base_url
    links = {each.holder.number: base + url_for("elections.holder", link=each.link) for each in named}
    return KeysPage(
        title=_("Key holders"),
        contest=contest,
        back_href=desk_of(contest),
        holders=tuple(
            HolderRow(
                name=each.name,
                office=each.office,
                has_code=bool(each.public_key),
                link=links.get(each.number, ""),
            )
            for each in contest.holders
        ),
        has_links=bool(links),
        may_make=len(contest.holders) == HOLDERS
        and all(each.public_key for each in contest.holders)
        and not contest.public_key,
        make_href=url_for("elections.made_key", contest_id=contest.id),
        is_made=bool(contest.public_key),
        form=form,
    )


def _holder_page(holder: KeyHolder, *, code: str) -> HolderPage:
    return HolderPage(
        title=_("You hold a key"),
        contest=holder.contest.title,
        name=holder.name,
        code=code,
        has_code=bool(holder.public_key),
        is_made=bool(holder.contest.public_key),
    )
