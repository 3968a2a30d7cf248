"""Commenting on a paragraph or on words of it, with or without JavaScript, and agreeing with what others said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from consult.documents.anchors import Anchor, find_place
from consult.documents.queries import ReadingParagraph, paragraph_in_version
from consult.documents.sanitising import tidy_text
from consult.kernel.errors import NotFound
from consult.responses.actions.drafts import begin_draft, save_draft
from consult.responses.forms.public_entry import LONGEST_CONTEXT, LONGEST_QUOTE, CommentForm, PressForm
from consult.responses.forms.public_given import comment_named, name_of_comment, supports_in, typed_comment
from consult.responses.queries.answering import ConsultationToAnswer, Opening, consultation_by_slug
from consult.responses.queries.beside import CommentBeside, comments_on, is_public_comment
from consult.responses.rules import MOST_COMMENTS_ON_ONE, GivenComment, Purpose
from consult.responses.views.public_frame import Answering, answering, bp, private, with_draft
from consult.responses.views.public_late import refusal_with_draft
from consult.responses.views.shown_comments import ShownComment, comment_shown
from consult.storage.paging import Page as Cut
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.site import Link
from consult.web.throttle import limited
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class CommentPage(Page):
    """A comment on one paragraph."""

    template: ClassVar[str] = "responses/public/comment.html"

    asked: ConsultationToAnswer
    paragraph: ReadingParagraph
    form: CommentForm
    back_href: str
    has_comment: bool
    others: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class CommentsPage(Page):
    """What others said about one paragraph."""

    template: ClassVar[str] = "responses/public/comments.html"

    asked: ConsultationToAnswer
    paragraph: ReadingParagraph
    comments: tuple[ShownComment, ...]
    cut: Cut[CommentBeside]
    back_href: str
    may_support: bool


@bp.get("/consultations/<slug>/document/<identity>")
@public
def comment(slug: str, identity: str) -> AnyResponse:
    """Ask for a comment on one paragraph, or on the words that the address quotes."""
    here = answering(slug)
    refused = refusal_with_draft(here)
    if refused:
        return refused
    paragraph = _paragraph(here, identity)
    place = _place(here, paragraph)
    return private(_comment_page(here, paragraph, place, _form_of(here, paragraph, place)))


@bp.post("/consultations/<slug>/document/<identity>")
@public
@limited("60 per minute")
def keep_comment(slug: str, identity: str) -> AnyResponse:
    """Keep a comment with the other answers; it is sent with them."""
    here, form = answering(slug), CommentForm()
    paragraph = _paragraph(here, identity)
    place, given = _place(here, paragraph), form.to_comment(paragraph.id)
    refused = refusal_with_draft(here, typed_comment(given, place=place))
    if refused:
        return refused
    back = redirect(f"{url_for('respond.document', slug=slug)}#{identity}", 303)
    if "remove" in request.form:
        nothing = GivenComment(paragraph_id=paragraph.id, purpose=Purpose.CONCERN, text="")
        return _keep(here, typed_comment(nothing, place=place), back)
    found = _found_in(paragraph, given) if form.is_complete() else None
    if found is None:
        if not form.errors:
            form.refuse("quote", _("We could not find these words in the paragraph. Copy them exactly as they are."))
        return _comment_page(here, paragraph, place, form)
    return _keep(here, typed_comment(found, place=place), back)


@bp.get("/consultations/<slug>/document/<identity>/comments")
@public
def comments(slug: str, identity: str) -> AnyResponse:
    """Show what others said about one paragraph."""
    here = answering(slug)
    paragraph = _paragraph(here, identity)
    number = request.args.get("page", 1, type=int)
    cut = comments_on(session(), consultation_id=here.asked.id, paragraph_id=paragraph.id, number=number)
    agreed = set(supports_in(here.typed))
    page = CommentsPage(
        title=_("Comments on paragraph %(number)s", number=paragraph.number),
        asked=here.asked,
        paragraph=paragraph,
        comments=tuple(comment_shown(one, is_supported=one.handle in agreed) for one in cut.items),
        cut=cut,
        back_href=f"{url_for('respond.document', slug=slug)}#{identity}",
        may_support=here.opening in {Opening.OPEN, Opening.GRACE},
    )
    return private(page.answer())


@bp.post("/consultations/<slug>/document/<identity>/comments")
@public
@limited("60 per minute")
def support(slug: str, identity: str) -> AnyResponse:
    """Agree with someone's comment, or no longer; it is sent with the other answers."""
    here, handle = answering(slug), request.form.get("handle", "")
    refused = refusal_with_draft(here)
    if refused:
        return refused
    if not PressForm().is_valid_post() or not is_public_comment(
        session(), consultation_id=here.asked.id, handle=handle
    ):
        raise NotFound(_("We could not find this comment. It may have been taken back by the person who wrote it."))
    agrees = request.form.get("agrees") == "yes"
    if agrees:
        flash(_("Kept: you agree. It is sent with your answers."), "success")
    back = redirect(f"{url_for('respond.comments', slug=slug, identity=identity)}#comment-{handle}", 303)
    return _keep(here, {f"support_{handle}": ["yes"] if agrees else []}, back)


def _keep(here: Answering, typed: dict[str, list[str]], back: AnyResponse) -> AnyResponse:
    if here.draft is not None:
        save_draft(session(), draft=here.draft, fields=typed, now=now())
        return back
    consultation = consultation_by_slug(session(), slug=here.asked.slug)
    begun = begin_draft(session(), consultation=consultation, now=now(), fields=typed)
    return with_draft(begun, here.asked, back)


def _paragraph(here: Answering, identity: str) -> ReadingParagraph:
    if here.asked.document_version_id is None:
        raise NotFound(_("This consultation has no document."))
    found = paragraph_in_version(session(), version_id=here.asked.document_version_id, identity=identity)
    return ReadingParagraph.of(found)


def _place(here: Answering, paragraph: ReadingParagraph) -> int:
    """Which of one's comments on this paragraph is meant: the one in the address, else a new one for quoted words."""
    asked = request.args.get("which", 0, type=int)
    if 1 <= asked <= MOST_COMMENTS_ON_ONE:
        return asked
    return _next_place(here, paragraph) if request.args.get("quote") else 1


def _next_place(here: Answering, paragraph: ReadingParagraph) -> int:
    taken = _taken(here, paragraph)
    return next((place for place in range(1, MOST_COMMENTS_ON_ONE) if place not in taken), MOST_COMMENTS_ON_ONE)


def _taken(here: Answering, paragraph: ReadingParagraph) -> list[int]:
    places = range(1, MOST_COMMENTS_ON_ONE + 1)
    return [place for place in places if here.typed.get(name_of_comment(paragraph.id, place))]


def _form_of(here: Answering, paragraph: ReadingParagraph, place: int) -> CommentForm:
    kept = comment_named(name_of_comment(paragraph.id, place), here.typed)
    chosen = {
        "quote": request.args.get("quote", kept.quote)[:LONGEST_QUOTE],
        "prefix": request.args.get("prefix", kept.prefix)[-LONGEST_CONTEXT:],
        "suffix": request.args.get("suffix", kept.suffix)[:LONGEST_CONTEXT],
        "starts": request.args.get("starts", "" if kept.starts_at is None else str(kept.starts_at)),
        "ends": request.args.get("ends", "" if kept.ends_at is None else str(kept.ends_at)),
    }
    said = {"comment": kept.text.strip(), "instead": kept.instead}
    return CommentForm(formdata=None, data={**said, **chosen, "purpose": "" if kept.is_empty else kept.purpose.value})


def _found_in(paragraph: ReadingParagraph, given: GivenComment) -> GivenComment | None:
    """The comment with its quote where it stands in the paragraph; ``None`` when it stands nowhere."""
    if not given.quote.strip():
        return replace(given, quote="", prefix="", suffix="", starts_at=None, ends_at=None)
    anchor = Anchor(
        identity=paragraph.identity,
        quote=given.quote,
        prefix=given.prefix,
        suffix=given.suffix,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
    )
    found = find_place(anchor, {paragraph.identity: paragraph.text})
    if found is None or (found.quote_is_lost and tidy_text(anchor.quote) not in paragraph.text):
        return None
    start, end = found.starts_at, found.ends_at
    if start is None or end is None:  # the words stand there several times, and nothing says which place is meant
        return replace(given, starts_at=None, ends_at=None)
    return replace(
        given,
        quote=paragraph.text[start:end],
        prefix=paragraph.text[max(0, start - LONGEST_CONTEXT // 2) : start],
        suffix=paragraph.text[end : end + LONGEST_CONTEXT // 2],
        starts_at=start,
        ends_at=end,
    )


def _comment_page(here: Answering, paragraph: ReadingParagraph, place: int, form: CommentForm) -> AnyResponse:
    taken = _taken(here, paragraph)
    address = url_for("respond.comment", slug=here.asked.slug, identity=paragraph.identity)
    links = [
        Link(text=_("Your comment %(number)s", number=str(number)), href=f"{address}?which={number}", is_current=False)
        for number in taken
        if number != place
    ]
    if place in taken and len(taken) < MOST_COMMENTS_ON_ONE:
        next_href = f"{address}?which={_next_place(here, paragraph)}"
        links.append(Link(text=_("Add another comment on this paragraph"), href=next_href, is_current=False))
    page = CommentPage(
        title=_("Comment on paragraph %(number)s", number=paragraph.number),
        asked=here.asked,
        paragraph=paragraph,
        form=form,
        back_href=f"{url_for('respond.document', slug=here.asked.slug)}#{paragraph.identity}",
        has_comment=place in taken,
        others=tuple(links),
    )
    return page.answer()
