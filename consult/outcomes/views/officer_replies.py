"""One theme and what the council says to it: propose, explain silence, reopen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.queries import account_names
from consult.accounts.rules import Permission, consultation_scope
from consult.analysis.models import Theme
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Stale
from consult.outcomes.actions import propose_reply, record_no_reply, reopen_reply
from consult.outcomes.forms.replies import NoReplyForm, ReopenForm, ReplyForm
from consult.outcomes.models import Reply
from consult.outcomes.queries.answering import commitments_of, no_reply_to, reply_to, theme_to_answer
from consult.outcomes.queries.counting import bases, quote_candidates, theme_rows
from consult.outcomes.queries.figures import question_of
from consult.outcomes.rules import ReplyStage
from consult.outcomes.tallies import choose_quotes, in_time, share_of
from consult.outcomes.views.blueprint import bp, of_consultation
from consult.outcomes.views.promises import promise_shown
from consult.outcomes.views.shown import ShownPromise, ShownQuote, paragraphs_of, quote_shown
from consult.outcomes.wording import POSITIONS, STAGES
from consult.web.clock import now
from consult.web.filters import number, percent, short_day
from consult.web.guards import may, needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session

QUOTES_TO_READ = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReply:
    """The reply as it is stored now."""

    word: str
    kind: str
    stage: str
    stage_kind: str
    paragraphs: tuple[str, ...]
    by: str
    when: str


@dataclass(frozen=True, kw_only=True)
class ReplyPage(Page):
    """One theme, what people said, and what the council says to it."""

    template: ClassVar[str] = "outcomes/reply.html"

    overview_href: str
    question: str
    description: str
    words: str
    share: float
    hidden_reason: str
    quotes: tuple[ShownQuote, ...]
    stored: StoredReply | None
    no_reply_reason: str
    someone_else_wrote: bool
    may_write: bool
    is_decided: bool
    form: ReplyForm
    no_reply_form: NoReplyForm
    reopen_form: ReopenForm
    no_reply_href: str
    reopen_href: str
    promises: tuple[ShownPromise, ...]
    new_commitment_href: str


@bp.get("/desk/consultations/<int:consultation_id>/themes/<int:theme_id>/reply")
@needs(Permission.SEE_DRAFTS, scope=of_consultation)
def reply(consultation_id: int, theme_id: int) -> Response:
    """Show a theme and its reply."""
    theme = theme_to_answer(session(), consultation_id=consultation_id, theme_id=theme_id)
    return _page(theme).answer()


@bp.post("/desk/consultations/<int:consultation_id>/themes/<int:theme_id>/reply")
@needs(Permission.PROPOSE_REPLIES, scope=of_consultation)
def proposed_reply(consultation_id: int, theme_id: int) -> AnyResponse:
    """Propose a reply, or show both when someone else wrote one meanwhile."""
    theme = theme_to_answer(session(), consultation_id=consultation_id, theme_id=theme_id)
    form = ReplyForm()
    if not form.is_valid_post():
        return _page(theme, form=form).answer()
    said = form.to_proposed()
    try:
        propose_reply(
            session(),
            theme=theme,
            position=said.position,
            words=said.words,
            version=said.version,
            by_id=require_signed_in().account_id,
            now=now(),
        )
    except Stale as stale:
        form.refuse("words", stale.sentence)
        return _page(theme, form=form, someone_else_wrote=True).answer(409)
    flash(_("The reply is proposed. It waits for a decision."), "success")
    return redirect(url_for("outcomes.overview", consultation_id=consultation_id), 303)


@bp.post("/desk/consultations/<int:consultation_id>/themes/<int:theme_id>/no-reply")
@needs(Permission.PROPOSE_REPLIES, scope=of_consultation)
def explained_silence(consultation_id: int, theme_id: int) -> AnyResponse:
    """Record why a theme goes without a reply."""
    theme = theme_to_answer(session(), consultation_id=consultation_id, theme_id=theme_id)
    form = NoReplyForm()
    if not form.is_valid_post():
        return _page(theme, no_reply_form=form).answer()
    by_id = require_signed_in().account_id
    record_no_reply(session(), theme=theme, reason=form.reason.data, by_id=by_id, now=now())
    flash(_("The reason is recorded. It is printed in the edition."), "success")
    return redirect(url_for("outcomes.overview", consultation_id=consultation_id), 303)


@bp.post("/desk/consultations/<int:consultation_id>/themes/<int:theme_id>/reopen")
@needs(Permission.PROPOSE_REPLIES, scope=of_consultation)
def reopened_reply(consultation_id: int, theme_id: int) -> AnyResponse:
    """Take a decided reply back to a proposal."""
    theme = theme_to_answer(session(), consultation_id=consultation_id, theme_id=theme_id)
    form, stored = ReopenForm(), reply_to(session(), theme_id)
    if stored is None or not form.is_valid_post():
        return _page(theme, reopen_form=form).answer()
    reopen_reply(
        session(),
        reply=stored,
        reason=form.reopen_reason.data,
        version=form.version_seen,
        by_id=require_signed_in().account_id,
        now=now(),
    )
    flash(_("The reply is a proposal again. It needs a new decision."), "success")
    return redirect(url_for("outcomes.reply", consultation_id=consultation_id, theme_id=theme_id), 303)


def _page(
    theme: Theme,
    *,
    form: ReplyForm | None = None,
    no_reply_form: NoReplyForm | None = None,
    reopen_form: ReopenForm | None = None,
    someone_else_wrote: bool = False,
) -> ReplyPage:
    consultation_id, today = theme.codebook.consultation_id, day_in_london(now())
    stored, silence = reply_to(session(), theme.id), no_reply_to(session(), theme.id)
    share, words = _weight(theme)
    scope = consultation_scope(consultation_id)
    return ReplyPage(
        title=theme.name,
        overview_href=url_for("outcomes.overview", consultation_id=consultation_id),
        question=question_of(theme.codebook) or _("Comments on the document"),
        description=theme.description,
        words=words,
        share=share,
        hidden_reason=theme.hidden_reason,
        quotes=_quotes(theme),
        stored=_stored(stored) if stored else None,
        no_reply_reason=silence.reason if silence else "",
        someone_else_wrote=someone_else_wrote,
        may_write=may(Permission.PROPOSE_REPLIES, scope),
        is_decided=stored is not None and stored.stage(today=today) is not ReplyStage.PROPOSED,
        form=_reply_form(form, stored, was_overtaken=someone_else_wrote),
        no_reply_form=no_reply_form or NoReplyForm(reason=silence.reason if silence else ""),
        reopen_form=_reopen_form(reopen_form, stored),
        no_reply_href=_address("outcomes.explained_silence", theme),
        reopen_href=_address("outcomes.reopened_reply", theme),
        promises=_promises(stored, consultation_id),
        new_commitment_href=_address("outcomes.new_commitment", theme)
        if stored and may(Permission.MANAGE_COMMITMENTS, scope)
        else "",
    )


def _reply_form(form: ReplyForm | None, stored: Reply | None, *, was_overtaken: bool) -> ReplyForm:
    form = form or ReplyForm(position=stored.position if stored else None, words=stored.words if stored else "")
    if was_overtaken or not form.version.data:
        form.version.data = str(stored.version if stored else 0)  # sending again says that the other's words were read
    return form


def _reopen_form(form: ReopenForm | None, stored: Reply | None) -> ReopenForm:
    form = form or ReopenForm()
    form.version.data = form.version.data or str(stored.version if stored else 0)
    return form


def _weight(theme: Theme) -> tuple[float, str]:
    """Give the theme's share and the words that tell it with its base."""
    consultation_id = theme.codebook.consultation_id
    n = in_time(theme_rows(session(), consultation_id).get(theme.id, []))
    base = bases(session(), consultation_id).get(theme.codebook.question_id, 0)
    share = share_of(n, base)
    words = _("%(n)s of %(base)s responses (%(share)s)", n=number(n), base=number(base), share=percent(share))
    return share, words


def _quotes(theme: Theme) -> tuple[ShownQuote, ...]:
    candidates = quote_candidates(session(), theme.codebook.consultation_id).get(theme.id, [])
    return tuple(quote_shown(quote) for quote in choose_quotes(candidates, at_most=QUOTES_TO_READ))


def _promises(stored: Reply | None, consultation_id: int) -> tuple[ShownPromise, ...]:
    made = commitments_of(session(), consultation_id) if stored else []
    today = day_in_london(now())
    return tuple(
        promise_shown(each, today=today, at_desk=True) for each in made if stored and each.reply_id == stored.id
    )


def _address(endpoint: str, theme: Theme) -> str:
    return url_for(endpoint, consultation_id=theme.codebook.consultation_id, theme_id=theme.id)


def _stored(stored: Reply) -> StoredReply:
    told, stage = POSITIONS[stored.position], STAGES[stored.stage(today=day_in_london(now()))]
    by = account_names(session(), {stored.proposed_by_id}).get(stored.proposed_by_id, "")
    return StoredReply(
        word=str(told.word),
        kind=told.kind,
        stage=str(stage.word),
        stage_kind=stage.kind,
        paragraphs=paragraphs_of(stored.words),
        by=by,
        when=short_day(stored.proposed_at),
    )
