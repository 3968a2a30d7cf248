"""What is fixed before people can answer: which day decides whether paper is late, and whether two people key it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.kernel.errors import Refused, Stale
from consult.responses.actions.keying_again import choose_intake_rules
from consult.responses.forms.officer.keying_again import LATE_RULES, IntakeRulesForm
from consult.responses.models import IntakeRules
from consult.responses.rules import LateRule
from consult.responses.views.officer.blueprint import Around, around, bp, go_to, in_hand, scope_of
from consult.web.clock import now
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class IntakeRulesPage(Page):
    """The rules of the intake."""

    template: ClassVar[str] = "responses/officer/intake_rules.html"

    around: Around
    form: IntakeRulesForm
    standing: str
    is_fixed: bool
    fault: str


@bp.route("/rules", methods=["GET", "POST"])
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def intake_rules(consultation_id: int) -> AnyResponse:
    """Show the rules, and fix them."""
    consultation = in_hand(consultation_id)
    rules = session().get(IntakeRules, consultation.id)
    late_rule = rules.late_rule if rules else LateRule.RECEIVED
    is_fixed = consultation.opened_at is not None
    form = IntakeRulesForm(
        version=str(rules.version if rules else 0),
        late_rule=late_rule.value,
        keys_twice=bool(rules and rules.keys_twice),
    )
    if is_fixed:
        form.late_rule.data = late_rule.value
    fault = ""
    if form.is_valid_post():
        try:
            choose_intake_rules(
                session(),
                consultation=consultation,
                late_rule=LateRule(form.late_rule.data),
                keys_twice=bool(form.keys_twice.data),
                version_seen=form.version_seen,
                by_id=require_signed_in().account_id,
                now=now(),
            )
        except (Refused, Stale) as refused:
            fault, form.version.data = refused.sentence, str(rules.version if rules else 0)
        else:
            flash(_("Saved."))
            return go_to("intake_rules", consultation)
    page = IntakeRulesPage(
        title=_("Rules for what comes on paper"),
        around=around(consultation, here="ways_in"),
        form=form,
        standing=str(LATE_RULES[late_rule]),
        is_fixed=is_fixed,
        fault=fault,
    )
    return page.answer(409 if fault else None)
