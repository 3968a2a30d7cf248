"""Saying what a consultation is about, so that people can follow a subject or their ward."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.actions.subjects import add_subject, say_about
from consult.consultations.forms.subjects import AboutForm
from consult.consultations.queries import consultation_by_id
from consult.consultations.queries.subjects import subjects, subjects_of, wards_of
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.frame import form_page, saved
from consult.kernel.errors import Invalid
from consult.places.queries import wards
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.transaction import session


@bp.route("/desk/consultations/<int:consultation_id>/subjects", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def subjects_and_wards(consultation_id: int) -> AnyResponse:
    """Say which subjects and wards it is about."""
    consultation = consultation_by_id(session(), consultation_id)
    form = AboutForm(
        subjects=[str(each.id) for each in subjects_of(session(), consultation_id)],
        wards=[str(each.id) for each in wards_of(session(), consultation_id)],
    )
    form.subjects.choices = [(str(each.id), each.name) for each in subjects(session())]
    form.wards.choices = [(str(each.id), each.name) for each in wards(session())]
    if form.is_valid_post():
        try:
            chosen = {int(each) for each in form.subjects.data or ()}
            if form.another.data:
                chosen.add(add_subject(session(), name=form.another.data).id)
            say_about(
                session(),
                consultation=consultation,
                subject_ids=chosen,
                ward_ids={int(each) for each in form.wards.data or ()},
                actor=actor(),
                now=now(),
            )
        except Invalid as refused:
            form.refuse("another", refused.sentence)
        else:
            return saved(consultation_id, _("Saved. Whoever follows these is told what happens."))
    intro = _("People can follow a subject or their ward by email. Tick no ward if it is about the whole area.")
    return form_page(consultation, form, title=_("Subjects and wards"), intro=intro).answer()
