"""The parts of a draft that are more than words: options, decision, groups, dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.queries import accounts_who_may
from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.actions import choose_groups, plan_decision, set_dates, set_options, set_what_is_asked
from consult.consultations.actions.drafting import OptionValues
from consult.consultations.forms import ConfirmForm, DatesForm, DecisionForm, GroupsForm, OptionForm
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id, title_of
from consult.consultations.rules import Part
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.frame import form_page, hub_href, saved
from consult.consultations.wording import PARTS
from consult.kernel.errors import Invalid
from consult.places.queries import stakeholder_groups
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOption:
    """An option in the list."""

    position: int
    name: str
    is_rejected: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class OptionsPage(Page):
    """The options considered, and one more to add."""

    template: ClassVar[str] = "consultations/options.html"

    form: OptionForm
    about: str
    back: str
    base: str
    options: tuple[ShownOption, ...]


@bp.route("/desk/consultations/<int:consultation_id>/options", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def options(consultation_id: int) -> AnyResponse:
    """Show the options and add one."""
    consultation = consultation_by_id(session(), consultation_id)
    form = OptionForm(version=str(consultation.version))
    if form.is_valid_post():
        try:
            added = form.to_option()
        except Invalid as problem:
            form.refuse("reason", problem.sentence)
        else:
            _set_options(consultation, [*_values(consultation), added], version_seen=form.version_seen)
            flash(_("The option is added."))
            return redirect(url_for("consultations.options", consultation_id=consultation_id), 303)
    return OptionsPage(
        title=str(PARTS[Part.OPTIONS]),
        form=form,
        about=title_of(consultation),
        back=hub_href(consultation_id),
        base=url_for("consultations.options", consultation_id=consultation_id),
        options=tuple(
            ShownOption(position=each.position, name=each.name, is_rejected=each.rejected, reason=each.reason)
            for each in consultation.options
        ),
    ).answer()


@bp.post("/desk/consultations/<int:consultation_id>/options/<int:position>/remove")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def remove_option(consultation_id: int, position: int) -> AnyResponse:
    """Take an option out."""
    consultation, form = consultation_by_id(session(), consultation_id), ConfirmForm()
    kept = [value for place, value in enumerate(_values(consultation), start=1) if place != position]
    _set_options(consultation, kept, version_seen=form.version_seen)
    flash(_("The option is removed."))
    return redirect(url_for("consultations.options", consultation_id=consultation_id), 303)


@bp.route("/desk/consultations/<int:consultation_id>/decision", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def decision(consultation_id: int) -> AnyResponse:
    """Say who decides, and when."""
    consultation = consultation_by_id(session(), consultation_id)
    form = DecisionForm(version=str(consultation.version), data=_decision_data(consultation))
    scope = consultation_scope(consultation_id)
    deciders = accounts_who_may(session(), Permission.DECIDE, scope=scope)
    form.decision_maker.choices = [("", _("Nobody yet")), *((str(each.id), each.name) for each in deciders)]
    if form.is_valid_post():
        plan_decision(
            session(),
            consultation=consultation,
            decided_by=form.decided_by.data,
            decision_expected_on=form.decision_expected_on.data,
            decision_maker_id=int(form.decision_maker.data) if form.decision_maker.data else None,
            answer_within_weeks=form.answer_within_weeks.number,
            actor=actor(),
            now=now(),
            version_seen=form.version_seen,
        )
        return saved(consultation_id)
    return form_page(consultation, form, title=str(PARTS[Part.DECISION])).answer()


@bp.route("/desk/consultations/<int:consultation_id>/groups", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def groups(consultation_id: int) -> AnyResponse:
    """Say whom to hear, and what people are asked about themselves."""
    consultation = consultation_by_id(session(), consultation_id)
    form = GroupsForm(version=str(consultation.version), data=_groups_data(consultation))
    form.offer_groups([(str(group.id), group.name) for group in stakeholder_groups(session())])
    if form.is_valid_post():
        by, asked = actor(), form.asked.data or []
        choose_groups(
            session(),
            consultation=consultation,
            group_ids=[int(group_id) for group_id in form.groups.data or []],
            actor=by,
            now=now(),
            version_seen=form.version_seen,
        )
        set_what_is_asked(
            session(),
            consultation=consultation,
            asks_ward="ward" in asked,
            asks_equality="equality" in asked,
            publishes_responses=form.publishes.data == "yes",
            actor=by,
            now=now(),
        )
        return saved(consultation_id)
    return form_page(consultation, form, title=str(PARTS[Part.GROUPS])).answer()


@bp.route("/desk/consultations/<int:consultation_id>/dates", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def dates(consultation_id: int) -> AnyResponse:
    """Say when people can answer."""
    consultation = consultation_by_id(session(), consultation_id)
    stored = {"opens_at": consultation.opens_at, "closes_at": consultation.closes_at}
    form = DatesForm(version=str(consultation.version), data=stored)
    if form.is_valid_post() and form.opens_at.data and form.closes_at.data:
        try:
            set_dates(
                session(),
                consultation=consultation,
                opens_at=form.opens_at.data,
                closes_at=form.closes_at.data,
                actor=actor(),
                now=now(),
                version_seen=form.version_seen,
            )
        except Invalid as problem:
            form.refuse("closes_at" if "closing" in problem.sentence else "opens_at", problem.sentence)
        else:
            return saved(consultation_id)
    return form_page(consultation, form, title=str(PARTS[Part.DATES])).answer()


def _set_options(consultation: Consultation, values: list[OptionValues], *, version_seen: int) -> None:
    set_options(
        session(), consultation=consultation, options=values, actor=actor(), now=now(), version_seen=version_seen
    )


def _values(consultation: Consultation) -> list[OptionValues]:
    return [OptionValues(name=each.name, rejected=each.rejected, reason=each.reason) for each in consultation.options]


def _decision_data(consultation: Consultation) -> dict[str, object]:
    return {
        "decided_by": consultation.decided_by,
        "decision_maker": str(consultation.decision_maker_id or ""),
        "decision_expected_on": consultation.decision_expected_on,
        "answer_within_weeks": consultation.answer_within_weeks,
    }


def _groups_data(consultation: Consultation) -> dict[str, object]:
    asked = {"ward": consultation.asks_ward, "equality": consultation.asks_equality}
    return {
        "groups": [str(each.group_id) for each in consultation.groups_asked],
        "asked": [name for name, is_asked in asked.items() if is_asked],
        "publishes": "yes" if consultation.publishes_responses else "no",
    }
