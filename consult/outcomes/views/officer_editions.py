"""An edition before it is published: its draft, its proposal, its approval, its publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.queries import account_names
from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.queries import consultation_by_id, title_of
from consult.consultations.queries.stages import publishing_held_by
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, NotFound
from consult.kernel.freezing import from_json
from consult.outcomes.actions import (
    approve_edition,
    propose_edition,
    publish_edition,
    return_edition,
)
from consult.outcomes.forms.editions import ApproveForm, PressForm, ProposeEditionForm, ReturnForm
from consult.outcomes.frozen import EditionBody
from consult.outcomes.models import Edition
from consult.outcomes.queries.answering import commitments_of, edition_gates
from consult.outcomes.queries.editions import (
    edition_by_id,
    edition_numbers,
    unpublished_edition,
)
from consult.outcomes.queries.editions import you_said_we_did as edition_today
from consult.outcomes.rules import EDITION_MACHINE, EditionState, Gate
from consult.outcomes.views.blueprint import bp, of_consultation
from consult.outcomes.views.promises import promises_by_reference
from consult.outcomes.views.public_editions import (
    ShownDecision,
    ShownDelay,
    decisions_shown,
    delays_shown,
    headline_of,
    sections_of,
)
from consult.outcomes.views.shown import ShownSection, ShownTotals, totals_shown
from consult.outcomes.wording import EDITIONS
from consult.web.clock import now
from consult.web.filters import in_a_row
from consult.web.guards import may, needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class EditionDraftPage(Page):
    """An edition as it would be written now, and what still stands in its way."""

    template: ClassVar[str] = "outcomes/edition_draft.html"

    consultation: str
    overview_href: str
    gates: tuple[str, ...]
    asks_what_changed: bool
    asks_before_final: bool
    may_propose: bool
    waiting_href: str
    returned_reason: str
    headline: str
    totals: ShownTotals
    sections: tuple[ShownSection, ...]
    decisions: tuple[ShownDecision, ...]
    delays: tuple[ShownDelay, ...]
    form: ProposeEditionForm


@dataclass(frozen=True, kw_only=True)
class EditionDeskPage(Page):
    """An edition exactly as it was proposed, for its approver."""

    template: ClassVar[str] = "outcomes/edition_desk.html"

    overview_href: str
    address: str
    word: str
    kind: str
    written_by: str
    written_at: datetime
    approved_by: str
    approved_at: datetime | None
    returned_reason: str
    is_own: bool
    may_approve: bool
    may_return: bool
    may_publish: bool
    held_by: str
    allow_href: str
    public_href: str
    draft_href: str
    what_changed: str
    before_final_reason: str
    headline: str
    totals: ShownTotals
    sections: tuple[ShownSection, ...]
    decisions: tuple[ShownDecision, ...]
    delays: tuple[ShownDelay, ...]
    approve_form: ApproveForm
    return_form: ReturnForm
    publish_form: PressForm


@bp.get("/desk/consultations/<int:consultation_id>/editions/new")
@needs(Permission.SEE_DRAFTS, scope=of_consultation)
def edition_draft(consultation_id: int) -> Response:
    """Show what an edition would say now and what it still lacks."""
    return _draft_page(consultation_id).answer()


@bp.post("/desk/consultations/<int:consultation_id>/editions/new")
@needs(Permission.PROPOSE_REPLIES, scope=of_consultation)
def proposed_edition(consultation_id: int) -> AnyResponse:
    """Freeze the edition and hand it to an approver."""
    consultation, form = consultation_by_id(session(), consultation_id), ProposeEditionForm()
    if not form.is_valid_post():
        return _draft_page(consultation_id, form).answer()
    try:
        made = propose_edition(
            session(),
            consultation=consultation,
            what_changed=form.what_changed.data,
            before_final_reason=form.before_final_reason.data,
            by_id=require_signed_in().account_id,
            now=now(),
        )
    except Invalid as wrong:
        form.refuse("what_changed", wrong.sentence)
        return _draft_page(consultation_id, form).answer()
    flash(_("The edition is written and waits for approval."), "success")
    return _to_edition(made)


@bp.get("/desk/consultations/<int:consultation_id>/editions/<int:edition_id>")
@needs(Permission.SEE_DRAFTS, scope=of_consultation)
def edition_desk(consultation_id: int, edition_id: int) -> Response:
    """Show an edition exactly as it was proposed."""
    return _edition_page(_edition(consultation_id, edition_id)).answer()


@bp.post("/desk/consultations/<int:consultation_id>/editions/<int:edition_id>/approve")
@needs(Permission.APPROVE_EDITIONS, scope=of_consultation, proved=True)
def approved_edition(consultation_id: int, edition_id: int) -> AnyResponse:
    """Approve an edition that someone else wrote."""
    found, form = _edition(consultation_id, edition_id), ApproveForm()
    if not form.is_valid_post():
        return _edition_page(found, approve_form=form).answer()
    by_id = require_signed_in().account_id
    approve_edition(session(), edition=found, sha256_seen=form.sha256.data or "", by_id=by_id, now=now())
    flash(_("You have approved this edition. An officer can publish it now."), "success")
    return _to_edition(found)


@bp.post("/desk/consultations/<int:consultation_id>/editions/<int:edition_id>/return")
@needs(Permission.APPROVE_EDITIONS, scope=of_consultation, proved=True)
def returned_edition(consultation_id: int, edition_id: int) -> AnyResponse:
    """Send an edition back to its author."""
    found, form = _edition(consultation_id, edition_id), ReturnForm()
    if not form.is_valid_post():
        return _edition_page(found, return_form=form).answer()
    return_edition(session(), edition=found, reason=form.reason.data, by_id=require_signed_in().account_id, now=now())
    flash(_("The edition is back with its author."), "success")
    return _to_edition(found)


@bp.post("/desk/consultations/<int:consultation_id>/editions/<int:edition_id>/publish")
@needs(Permission.PUBLISH_FINDINGS, scope=of_consultation, proved=True)
def published_edition(consultation_id: int, edition_id: int) -> AnyResponse:
    """Publish an approved edition."""
    found, form = _edition(consultation_id, edition_id), PressForm()
    if not form.is_valid_post():
        return _edition_page(found, publish_form=form).answer()
    publish_edition(session(), edition=found, by_id=require_signed_in().account_id, now=now())
    flash(_("The edition is published. Those who asked for the outcome are told by email."), "success")
    return _to_edition(found)


def _draft_page(consultation_id: int, form: ProposeEditionForm | None = None) -> EditionDraftPage:
    consultation = consultation_by_id(session(), consultation_id)
    numbers = edition_numbers(session(), consultation_id)
    waiting = unpublished_edition(session(), consultation_id)
    is_waiting = waiting is not None and waiting.state is not EditionState.RETURNED
    number = numbers[0][0] + 1 if numbers else 1
    gates = edition_gates(session(), consultation, now=now())
    body = edition_today(session(), consultation, number=number, now=now())
    hard = [sentence for gate, sentence in gates.items() if gate is not Gate.NOT_FINAL]
    may_write = may(Permission.PROPOSE_REPLIES, consultation_scope(consultation_id))
    return EditionDraftPage(
        title=_("Write edition %(number)s", number=str(number)),
        consultation=title_of(consultation),
        overview_href=url_for("outcomes.overview", consultation_id=consultation_id),
        gates=tuple(gates.values()),
        asks_what_changed=number > 1,
        asks_before_final=Gate.NOT_FINAL in gates,
        may_propose=may_write and not hard and not is_waiting,
        waiting_href=_address(waiting) if waiting and is_waiting else "",
        returned_reason=waiting.returned_reason if waiting and not is_waiting else "",
        headline=headline_of(body),
        totals=totals_shown(body.totals),
        sections=_sections(body, consultation_id),
        decisions=decisions_shown(body.decisions),
        delays=delays_shown(body.delays),
        form=form or ProposeEditionForm(),
    )


def _edition_page(
    found: Edition,
    *,
    approve_form: ApproveForm | None = None,
    return_form: ReturnForm | None = None,
    publish_form: PressForm | None = None,
) -> EditionDeskPage:
    body, consultation = from_json(EditionBody, found.body), found.consultation
    scope, told, person = consultation_scope(consultation.id), EDITIONS[found.state], require_signed_in()
    names = account_names(session(), {found.proposed_by_id, found.approved_by_id or found.proposed_by_id})
    may_approve = may(Permission.APPROVE_EDITIONS, scope)
    is_own = found.proposed_by_id == person.account_id
    is_published = found.state is EditionState.PUBLISHED
    can_publish = EDITION_MACHINE.may(found.state, "publish")
    held = publishing_held_by(session(), consultation.id, now=now())
    may_allow = may(Permission.ALLOW_IN_PRE_ELECTION_PERIOD, scope)
    return EditionDeskPage(
        title=_("Edition %(number)s: %(title)s", number=str(found.number), title=title_of(consultation)),
        overview_href=url_for("outcomes.overview", consultation_id=consultation.id),
        address=_address(found),
        word=str(told.word),
        kind=told.kind,
        written_by=names.get(found.proposed_by_id, ""),
        written_at=found.proposed_at,
        approved_by=names.get(found.approved_by_id or 0, ""),
        approved_at=found.approved_at,
        returned_reason="" if is_published else found.returned_reason,
        is_own=is_own,
        may_approve=may_approve and not is_own and EDITION_MACHINE.may(found.state, "approve"),
        may_return=may_approve and EDITION_MACHINE.may(found.state, "return"),
        may_publish=may(Permission.PUBLISH_FINDINGS, scope) and can_publish and not held,
        held_by=in_a_row([period.name for period in held]) if can_publish else "",
        allow_href=url_for("consultations.allow_answer", consultation_id=consultation.id) if may_allow else "",
        public_href=f"/consultations/{consultation.slug}/editions/{found.number}" if is_published else "",
        draft_href=url_for("outcomes.edition_draft", consultation_id=consultation.id)
        if found.state is EditionState.RETURNED
        else "",
        what_changed=body.what_changed,
        before_final_reason=body.before_final_reason,
        headline=headline_of(body),
        totals=totals_shown(body.totals),
        sections=_sections(body, consultation.id),
        decisions=decisions_shown(body.decisions),
        delays=delays_shown(body.delays),
        approve_form=approve_form or ApproveForm(sha256=found.sha256),
        return_form=return_form or ReturnForm(),
        publish_form=publish_form or PressForm(),
    )


def _sections(body: EditionBody, consultation_id: int) -> tuple[ShownSection, ...]:
    promised = promises_by_reference(commitments_of(session(), consultation_id), today=day_in_london(now()))
    return sections_of(body, promised)


def _edition(consultation_id: int, edition_id: int) -> Edition:
    found = edition_by_id(session(), edition_id)
    if found.consultation_id != consultation_id:
        raise NotFound("We could not find this edition in this consultation.")
    return found


def _address(edition: Edition) -> str:
    return url_for("outcomes.edition_desk", consultation_id=edition.consultation_id, edition_id=edition.id)


def _to_edition(edition: Edition) -> AnyResponse:
    return redirect(_address(edition), 303)
