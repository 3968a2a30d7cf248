"""Choosing how the copies of one letter count, until the consultation closes."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.actions import choose_counting_rule
from consult.consultations.forms import CountingForm
from consult.consultations.queries import consultation_by_id
from consult.consultations.rules import CountingRule
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.frame import form_page, my_id, saved
from consult.kernel.errors import Refused
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.transaction import session


@bp.route("/desk/consultations/<int:consultation_id>/counting", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def counting(consultation_id: int) -> AnyResponse:
    """Say how the copies of one letter count."""
    consultation = consultation_by_id(session(), consultation_id)
    form = CountingForm(version=str(consultation.version), rule=consultation.counting_rule.value)
    if form.is_valid_post():
        rule, seen = CountingRule(form.rule.data), form.version_seen
        try:
            choose_counting_rule(
                session(), consultation=consultation, rule=rule, by_id=my_id(), now=now(), version_seen=seen
            )
        except Refused as refusal:
            form.refuse("rule", refusal.sentence)
        else:
            return saved(consultation_id, _("Saved. The public page says how letters count."))
    intro = _("Choose before it closes: after that nobody can, because the responses would tell what suits best.")
    return form_page(consultation, form, title=_("How copies of a letter count"), intro=intro).answer()
