"""What officers do with a consultation that is approved: more time, delays, withdrawal."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.actions import declare_waiting, extend_consultation, withdraw_consultation
from consult.consultations.forms import ExtendForm, ReasonForm, WaitingForm
from consult.consultations.queries import consultation_by_id
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.checks import checks
from consult.consultations.views.frame import form_page, my_id, saved
from consult.kernel.errors import Invalid, Refused
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import actor, needs
from consult.web.transaction import session


@bp.route("/desk/consultations/<int:consultation_id>/extend", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def extend(consultation_id: int) -> AnyResponse:
    """Give people more time."""
    consultation = consultation_by_id(session(), consultation_id)
    form = ExtendForm(version=str(consultation.version))
    if form.is_valid_post() and form.closes_at.data:
        try:
            checks().refuse_extension(session(), consultation, closes_at=form.closes_at.data)
            extend_consultation(
                session(),
                consultation=consultation,
                closes_at=form.closes_at.data,
                reason=form.reason.data,
                by_id=my_id(),
                now=now(),
                version_seen=form.version_seen,
            )
        except (Invalid, Refused) as problem:
            form.refuse("closes_at", problem.sentence)
        else:
            return saved(consultation_id, _("People have more time, and can read why."))
    closes = london(consultation.closes_at) if consultation.closes_at else ""
    intro = _("It now closes %(closes)s.", closes=closes)
    title, button = _("Give people more time"), _("Give more time")
    return form_page(consultation, form, title=title, button=button, intro=intro).answer()


@bp.route("/desk/consultations/<int:consultation_id>/waiting", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def waiting(consultation_id: int) -> AnyResponse:
    """Say whom a delayed consultation waits on."""
    consultation = consultation_by_id(session(), consultation_id)
    form = WaitingForm(version=str(consultation.version), waiting_on=consultation.waiting_on)
    if form.is_valid_post():
        on = form.waiting_on.data
        declare_waiting(session(), consultation=consultation, waiting_on=on, actor=actor(), now=now())
        return saved(consultation_id)
    return form_page(consultation, form, title=_("Say whom it waits on")).answer()


@bp.route("/desk/consultations/<int:consultation_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.WITHDRAW_CONSULTATIONS, scope=scope_of, fresh=True, proved=True)
def withdraw(consultation_id: int) -> AnyResponse:
    """End a consultation for good."""
    consultation = consultation_by_id(session(), consultation_id)
    form = ReasonForm(version=str(consultation.version))
    if form.is_valid_post():
        withdraw_consultation(session(), consultation=consultation, reason=form.reason.data, actor=actor(), now=now())
        return saved(consultation_id, _("Withdrawn. Everyone can read why."))
    intro = _("Nobody can answer it any more, and this cannot be undone. Everyone can read the reason.")
    title, button = _("Withdraw this consultation"), _("Withdraw it")
    return form_page(consultation, form, title=title, button=button, intro=intro, is_grave=True).answer()
