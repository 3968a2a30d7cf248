"""The page of one consultation for those who work on it: its parts while a draft, then what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Flask, Response, current_app, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Permission, consultation_scope, may
from consult.accounts.waiting import WaitingRow, waiting_rows
from consult.consultations.forms import ConfirmForm
from consult.consultations.models import Approval, Consultation
from consult.consultations.queries import author_ids, consultation_by_id, draft_facts, stage_at, title_of
from consult.consultations.rules import (
    BEFORE_CLOSING,
    CONSULTATION_MACHINE,
    REQUIRED_PARTS,
    ApprovalVerdict,
    HubLink,
    Part,
    Stage,
    Work,
    cautions_about,
    finished_parts,
    missing_parts,
)
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.frame import me
from consult.consultations.wording import CAUTIONS, PARTS, SHAPES, STAGES, WORKS
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session

WHERE = "consult_hub"
PART_PAGES = {
    Part.OPTIONS: "options",
    Part.DECISION: "decision",
    Part.DOCUMENT: "document",
    Part.QUESTIONS: "questions",
    Part.GROUPS: "groups",
    Part.DATES: "dates",
}


HubLinks = Callable[[Session, Consultation, Account, Stage, datetime], tuple[HubLink, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """One part in the task list."""

    name: str
    href: str
    word: str
    is_done: bool
    is_missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkShown:
    """One kind of work, with where to go for it."""

    name: str
    links: tuple[HubLink, ...]


@dataclass(frozen=True, kw_only=True)
class HubPage(Page):
    """One consultation, for those who work on it."""

    template: ClassVar[str] = "consultations/hub.html"

    base: str
    stage: str
    shape: str
    dates: str
    parts: tuple[PartRow, ...]
    is_draft: bool
    is_held_back: bool
    missing: tuple[PartRow, ...]
    cautions: tuple[str, ...]
    returned: str
    waiting_on: str
    waiting: tuple[WaitingRow, ...]
    works: tuple[WorkShown, ...]
    acts: tuple[HubLink, ...]
    may_submit: bool
    may_take_back: bool
    public_href: str
    form: ConfirmForm


def install_hub(app: Flask, sources: tuple[HubLinks, ...]) -> None:
    """Say which higher rooms have work to do on a consultation."""
    app.extensions[WHERE] = sources


@bp.get("/desk/consultations/<int:consultation_id>", endpoint="hub")
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def show_hub(consultation_id: int) -> Response:
    """Show where a consultation stands and what can be done with it."""
    consultation = consultation_by_id(session(), consultation_id)
    account, stage = me(), stage_at(session(), consultation, now=now())
    facts = draft_facts(session(), consultation)
    parts = part_rows(consultation, finished=finished_parts(facts), missing=missing_parts(facts))
    may_write = may(account.grants, Permission.WRITE_CONSULTATIONS, scope=consultation_scope(consultation_id))
    sources: tuple[HubLinks, ...] = current_app.extensions[WHERE]
    base = url_for("consultations.hub", consultation_id=consultation_id)
    return HubPage(
        title=title_of(consultation),
        base=base,
        stage=str(STAGES[stage]),
        shape=SHAPES[stage],
        dates=_dates(consultation, stage),
        parts=parts,
        is_draft=stage is Stage.DRAFT,
        is_held_back=stage is Stage.SCHEDULED and consultation.opens_at is not None and consultation.opens_at <= now(),
        missing=tuple(row for row in parts if row.is_missing),
        cautions=tuple(str(CAUTIONS[caution]) for caution in cautions_about(facts)),
        returned=_returned(consultation),
        waiting_on=consultation.waiting_on,
        waiting=waiting_rows(session(), account, now=now(), under=base),
        works=_works([link for source in sources for link in source(session(), consultation, account, stage, now())]),
        acts=_acts(consultation, account, stage),
        may_submit=may_write and stage is Stage.DRAFT,
        may_take_back=may_write and CONSULTATION_MACHINE.may(stage, "take_back"),
        public_href=f"/consultations/{consultation.slug}" if stage in _SEEN else "",
        form=ConfirmForm(version=str(consultation.version)),
    ).answer()


_SEEN = {Stage.OPEN, Stage.CLOSED, Stage.ANALYSED, Stage.ANSWERED}


def part_rows(
    consultation: Consultation, *, finished: frozenset[Part], missing: tuple[Part, ...]
) -> tuple[PartRow, ...]:
    """Return the task list: each part with whether it is done."""
    return tuple(
        PartRow(
            name=str(PARTS[part]),
            href=part_href(consultation.id, part),
            word=_word(part, is_done=part in finished),
            is_done=part in finished,
            is_missing=part in missing,
        )
        for part in Part
    )


def part_href(consultation_id: int, part: Part) -> str:
    """Return the address where a part is written."""
    if part in PART_PAGES:
        return url_for(f"consultations.{PART_PAGES[part]}", consultation_id=consultation_id)
    return url_for("consultations.words", consultation_id=consultation_id, part=part.value)


def _works(links: list[HubLink]) -> tuple[WorkShown, ...]:
    """Sort what the rooms offer by kind of work, in the order in which the work is done."""
    found = {work: tuple(link for link in links if link.work is work) for work in Work}
    return tuple(WorkShown(name=str(WORKS[work]), links=offered) for work, offered in found.items() if offered)


def _word(part: Part, *, is_done: bool) -> str:
    if is_done:
        return _("Done")
    return _("Still to do") if part in REQUIRED_PARTS else _("Optional")


def _dates(consultation: Consultation, stage: Stage) -> str:
    if consultation.opens_at is None or consultation.closes_at is None:
        return ""
    said = {"opens": london(consultation.opens_at), "closes": london(consultation.closes_at)}
    if stage is Stage.OPEN:
        return _("Opened %(opens)s. Closes %(closes)s.", **said)
    if stage in (Stage.CLOSED, Stage.ANALYSED, Stage.ANSWERED):
        return _("Opened %(opens)s. Closed %(closes)s.", **said)
    return _("Opens %(opens)s. Closes %(closes)s.", **said)


def _returned(consultation: Consultation) -> str:
    """Return why the last approver sent it back, until it is sent for approval again."""
    last: Approval | None = consultation.approvals[-1] if consultation.approvals else None
    is_back = last is not None and last.verdict is ApprovalVerdict.RETURNED and consultation.submitted_at is None
    return last.reason if last is not None and is_back else ""


def _acts(consultation: Consultation, account: Account, stage: Stage) -> tuple[HubLink, ...]:
    """Return what this person can do with the consultation itself at this stage."""
    scope = consultation_scope(consultation.id)
    can = {permission for permission in Permission if may(account.grants, permission, scope=scope)}
    writes, offered = Permission.WRITE_CONSULTATIONS in can, CONSULTATION_MACHINE.may
    is_author = account.id in author_ids(session(), consultation)
    table = (
        (_("Preview what people will see"), "preview", True),
        (
            _("Approve it, or return it"),
            "judge",
            offered(stage, "approve") and Permission.APPROVE_CONSULTATIONS in can and not is_author,
        ),
        (
            _("Allow it to open in the pre-election period"),
            "allow",
            stage is Stage.SCHEDULED and Permission.ALLOW_IN_PRE_ELECTION_PERIOD in can,
        ),
        (
            _("Answer clarification questions"),
            "clarifications",
            stage in _SEEN and Permission.ANSWER_CLARIFICATIONS in can,
        ),
        (_("Make it one for children"), "for_children", writes and stage is Stage.DRAFT),
        (_("Say which subjects and wards it is about"), "subjects_and_wards", writes and stage is not Stage.WITHDRAWN),
        (_("Say how copies of a letter count"), "counting", writes and stage in BEFORE_CLOSING),
        (_("Give people more time"), "extend", offered(stage, "extend") and writes),
        (_("Say whom it waits on"), "waiting", writes and stage not in {Stage.ANSWERED, Stage.WITHDRAWN}),
        (_("Use it as a template for a new one"), "clone", may(account.grants, Permission.WRITE_CONSULTATIONS)),
        (_("See its history"), "history", Permission.READ_HISTORY in can),
        (_("See who may do what"), "rights", True),
        (_("Withdraw it"), "withdraw", offered(stage, "withdraw") and Permission.WITHDRAW_CONSULTATIONS in can),
    )
    return tuple(
        HubLink(text=text, href=url_for(f"consultations.{name}", consultation_id=consultation.id))
        for text, name, is_offered in table
        if is_offered
    )
