"""Comments that wait for a person: both texts side by side, and where the comment belongs now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.queries import title_of
from consult.documents.models import Paragraph
from consult.documents.redlines import Run, redline
from consult.kernel.errors import Invalid
from consult.margin.actions.placing import settle_comment
from consult.margin.forms import SettleForm
from consult.margin.models import Placement
from consult.margin.queries.changes import version_of
from consult.margin.queries.placing import heirs_of, paragraph_numbered, placement_by_id, placements_waiting
from consult.margin.views.blueprint import bp, in_hand, scope_of, version_in_hand
from consult.margin.wording import STANDINGS
from consult.responses.models import Comment
from consult.storage.paging import Page as Cut
from consult.web.clock import now
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session

LONGEST_EXTRACT = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWaiting:
    """One comment in the queue."""

    text: str
    about: str
    href: str


@dataclass(frozen=True, kw_only=True)
class ReviewPage(Page):
    """The comments that wait for a person."""

    template: ClassVar[str] = "margin/review.html"

    about: str
    back: str
    waiting: tuple[ShownWaiting, ...]
    cut: Cut[Placement]
    consultation_id: int
    version_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHeir:
    """A paragraph of the new version that descends from the old one, word by word."""

    number: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, kw_only=True)
class PlacementPage(Page):
    """One comment, both texts, and where it belongs."""

    template: ClassVar[str] = "margin/placement.html"

    about: str
    back: str
    standing: str
    comment: str
    quote: str
    old_number: str
    old_text: Markup
    language: str
    heirs: tuple[ShownHeir, ...]
    form: SettleForm


@bp.get("/desk/consultations/<int:consultation_id>/margin/redrafts/<int:version_id>/review")
@needs(Permission.READ_RESPONSES, scope=scope_of)
def review(consultation_id: int, version_id: int) -> AnyResponse:
    """List the comments that wait for a person in this version."""
    consultation = in_hand(consultation_id)
    document_id = version_in_hand(consultation).document_id
    version = version_of(session(), document_id=document_id, version_id=version_id)
    number = request.args.get("page", 1, type=int)
    cut = placements_waiting(session(), version_id=version_id, consultation_id=consultation_id, number=number)
    return ReviewPage(
        title=_("Comments to look at in version %(number)s", number=str(version.number)),
        about=title_of(consultation),
        back=url_for("margin.redraft", consultation_id=consultation_id, version_id=version_id),
        waiting=tuple(_shown(each, consultation_id) for each in cut.items),
        cut=cut,
        consultation_id=consultation_id,
        version_id=version_id,
    ).answer()


@bp.route("/desk/consultations/<int:consultation_id>/margin/placements/<int:placement_id>", methods=["GET", "POST"])
@needs(Permission.SCREEN_RESPONSES, scope=scope_of)
def placement(consultation_id: int, placement_id: int) -> AnyResponse:
    """Show one comment with both texts, and say where it belongs."""
    consultation = in_hand(consultation_id)
    found = placement_by_id(session(), placement_id=placement_id, consultation_id=consultation_id)
    heirs = heirs_of(session(), paragraph_id=found.from_paragraph_id, version_id=found.version_id)
    form = SettleForm()
    form.act.choices = _choices(heirs)
    if form.is_valid_post() and _settled(found, heirs, form):
        flash(_("Kept. The person who wrote the comment can see where it went."), "success")
        back = url_for("margin.review", consultation_id=consultation_id, version_id=found.version_id)
        return redirect(back, 303)
    return PlacementPage(
        title=_("Where does this comment belong?"),
        about=title_of(consultation),
        back=url_for("margin.review", consultation_id=consultation_id, version_id=found.version_id),
        standing=str(STANDINGS[found.standing]),
        comment=found.comment.text,
        quote=found.comment.quote,
        old_number=found.from_paragraph.number,
        old_text=_with_quote(found.comment, found.from_paragraph),
        language=version_in_hand(consultation).document.language,
        heirs=tuple(
            ShownHeir(number=heir.number, runs=redline(found.from_paragraph.text, heir.text)) for heir in heirs
        ),
        form=form,
    ).answer()


def _settled(found: Placement, heirs: tuple[Paragraph, ...], form: SettleForm) -> bool:
    """Settle it as the form says; otherwise the form says what is wrong."""
    chosen = form.act.data or ""
    act, _dot, heir_id = chosen.partition(":")
    if act == "keep":
        paragraph = next((heir for heir in heirs if str(heir.id) == heir_id), None)
    else:
        paragraph = paragraph_numbered(session(), version_id=found.version_id, number=form.paragraph.data or "")
    try:
        settle_comment(
            session(),
            placement=found,
            act=act,
            paragraph=paragraph,
            reason=form.reason.data or "",
            by_id=require_signed_in().account_id,
            now=now(),
        )
    except Invalid as problem:
        form.refuse("reason" if act == "retire" else "paragraph", problem.sentence)
        return False
    return True


def _choices(heirs: tuple[Paragraph, ...]) -> list[tuple[str, str]]:
    keep = [
        (f"keep:{heir.id}", _("It still fits paragraph %(number)s of the new version", number=heir.number))
        for heir in heirs
    ]
    return [
        *keep,
        ("anchor_anew", _("It belongs beside another paragraph")),
        ("retire", _("Nothing in the new version is what it was about")),
    ]


def _with_quote(comment: Comment, paragraph: Paragraph) -> Markup:
    """The old text with the quoted words marked, where the comment was about these words of this paragraph."""
    text, start, end = paragraph.text, comment.starts_at, comment.ends_at
    if start is None or end is None or text[start:end] != comment.quote:
        return escape(text)
    return Markup("{}<mark>{}</mark>{}").format(text[:start], text[start:end], text[end:])


def _shown(each: Placement, consultation_id: int) -> ShownWaiting:
    text = each.comment.text
    return ShownWaiting(
        text=text if len(text) <= LONGEST_EXTRACT else f"{text[:LONGEST_EXTRACT]}…",
        about=_("About paragraph %(number)s as it was", number=each.from_paragraph.number),
        href=url_for("margin.placement", consultation_id=consultation_id, placement_id=each.id),
    )
