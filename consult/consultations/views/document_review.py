"""Looking over the file of a consultation's document before people read it; see ``review_desk`` for what is done."""

from __future__ import annotations

from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.views import review_desk
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.review_home import of_consultation
from consult.web.guards import needs


@bp.route("/desk/consultations/<int:consultation_id>/document/review", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def review_document(consultation_id: int) -> AnyResponse:
    """Show what was read, and do to what was ticked what the officer chose."""
    return review_desk.show(of_consultation(consultation_id))


@bp.route("/desk/consultations/<int:consultation_id>/document/review/<piece_id>", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def review_document_piece(consultation_id: int, piece_id: str) -> AnyResponse:
    """Change the words of a heading, split a paragraph, or describe a picture."""
    return review_desk.show_piece(of_consultation(consultation_id), piece_id)


@bp.post("/desk/consultations/<int:consultation_id>/document/review/undo")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def undo_review(consultation_id: int) -> AnyResponse:
    """Take the last edit back."""
    return review_desk.undo(of_consultation(consultation_id))


@bp.post("/desk/consultations/<int:consultation_id>/document/review/set-aside")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def set_review_aside(consultation_id: int) -> AnyResponse:
    """Stop looking this upload over; the document that stood before stays."""
    return review_desk.set_aside(of_consultation(consultation_id))


@bp.post("/desk/consultations/<int:consultation_id>/document/review/approve")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def approve_review(consultation_id: int) -> AnyResponse:
    """Make what stands the document of the consultation."""
    return review_desk.approve(of_consultation(consultation_id))
