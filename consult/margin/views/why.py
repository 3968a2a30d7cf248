"""This paragraph changed because of…: said by an officer, read by everyone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.documents.changes import ChangedParagraph
from consult.documents.models import DocumentVersion
from consult.kernel.errors import NotFound
from consult.margin.actions.explaining import explain_change
from consult.margin.forms import ReasonForm
from consult.margin.models import ChangeReason
from consult.margin.queries.changes import comparison_of, published_before, reasons_of, version_of
from consult.margin.queries.reasons import comments_about, confirmed_themes
from consult.margin.views.blueprint import bp, in_hand, scope_of, version_in_hand
from consult.margin.views.shown import ShownChange, changes_shown
from consult.web.clock import now
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session

LONGEST_EXTRACT = 300


@dataclass(frozen=True, kw_only=True)
class WhyPage(Page):
    """Why one paragraph changed."""

    template: ClassVar[str] = "margin/why.html"

    back: str
    back_text: str
    language: str
    change: ShownChange
    form: ReasonForm
    has_themes: bool
    has_comments: bool


@bp.route(
    "/desk/consultations/<int:consultation_id>/margin/redrafts/<int:version_id>/why/<int:paragraph_id>",
    methods=["GET", "POST"],
)
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def why(consultation_id: int, version_id: int, paragraph_id: int) -> AnyResponse:
    """Say why a paragraph changed, with the main points and comments that it changed because of."""
    consultation = in_hand(consultation_id)
    version = version_of(session(), document_id=version_in_hand(consultation).document_id, version_id=version_id)
    entry, reasons = _entry(version, paragraph_id), reasons_of(session(), version_id=version_id)
    form = _form(consultation, entry, reasons.get(paragraph_id))
    back = url_for("margin.redraft", consultation_id=consultation_id, version_id=version_id)
    if form.is_valid_post():
        _explain(consultation, version, paragraph_id, form)
        flash(_("Everyone reads this beside the change when the version is published."), "success")
        return redirect(f"{back}#change-{paragraph_id}", 303)
    return _page(version, entry, reasons, form, back).answer()


def _page(
    version: DocumentVersion,
    entry: ChangedParagraph,
    reasons: dict[int, ChangeReason],
    form: ReasonForm,
    back: str,
) -> WhyPage:
    return WhyPage(
        title=_("Why did this paragraph change?"),
        back=back,
        back_text=_("Version %(number)s", number=str(version.number)),
        language=version.document.language,
        change=changes_shown((entry,), reasons)[0],
        form=form,
        has_themes=bool(form.themes.choices),
        has_comments=bool(form.comments.choices),
    )


def _entry(version: DocumentVersion, paragraph_id: int) -> ChangedParagraph:
    before = published_before(session(), version=version)
    entries = comparison_of(session(), old_id=before.id, new_id=version.id) if before else ()
    found = next((entry for entry in entries if entry.id == paragraph_id and entry.is_changed), None)
    if found is None:
        raise NotFound(_("We could not find this change. The draft may have been replaced since you opened the page."))
    return found


def _form(consultation: Consultation, entry: ChangedParagraph, reason: ChangeReason | None) -> ReasonForm:
    given = {
        "words": reason.words if reason else "",
        "themes": [str(theme.id) for theme in reason.themes] if reason else [],
        "comments": [str(comment.id) for comment in reason.comments] if reason else [],
    }
    form = ReasonForm(data=given)
    themes = confirmed_themes(session(), consultation_id=consultation.id)
    comments = comments_about(session(), entry, consultation_id=consultation.id)
    form.themes.choices = [(str(number), name) for number, name in themes]
    form.comments.choices = [(str(number), _extract(text)) for number, text in comments]
    return form


def _extract(text: str) -> str:
    return text if len(text) <= LONGEST_EXTRACT else f"{text[:LONGEST_EXTRACT]}…"


def _explain(consultation: Consultation, version: DocumentVersion, paragraph_id: int, form: ReasonForm) -> None:
    explain_change(
        session(),
        consultation=consultation,
        version=version,
        paragraph_id=paragraph_id,
        words=form.words.data or "",
        theme_ids=[int(chosen) for chosen in form.themes.data or ()],
        comment_ids=[int(chosen) for chosen in form.comments.data or ()],
        by_id=require_signed_in().account_id,
        now=now(),
    )
