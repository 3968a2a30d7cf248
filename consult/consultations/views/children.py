"""Making a consultation one for children."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.actions.children import make_for_children
from consult.consultations.forms.children import ChildrenForm
from consult.consultations.queries import consultation_by_id
from consult.consultations.queries.children import guardian_note_of
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.frame import form_page, my_id, saved
from consult.kernel.errors import Invalid
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.transaction import session


@bp.route("/desk/consultations/<int:consultation_id>/for-children", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def for_children(consultation_id: int) -> AnyResponse:
    """Say whether it is for children."""
    consultation = consultation_by_id(session(), consultation_id)
    note = guardian_note_of(session(), consultation_id)
    form = ChildrenForm(version=str(consultation.version), is_for_children=bool(note), guardian_note=note)
    if form.is_valid_post():
        try:
            make_for_children(
                session(),
                consultation=consultation,
                is_for_children=form.is_for_children.data,
                guardian_note=form.guardian_note.data,
                by_id=my_id(),
                now=now(),
                version_seen=form.version_seen,
            )
        except Invalid as refused:
            form.refuse("guardian_note", refused.sentence)
        else:
            return saved(consultation_id, _("Saved."))
    intro = _(
        "It then asks for no email address, ward, organisation or equality answers, sends no mail, and speaks in short "
        "words. This follows the Information Commissioner's code on children's privacy; ask your data protection "
        "officer before you rely on it."
    )
    return form_page(consultation, form, title=_("A consultation for children"), intro=intro).answer()
