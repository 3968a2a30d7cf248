"""Looking over the file of a body's draft terms of reference: they are a document like any other."""

from __future__ import annotations

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, body_scope
from consult.consultations.views import review_desk
from consult.consultations.views.blueprint import bp
from consult.consultations.views.review_home import of_body
from consult.web.guards import needs


def of_these_terms(body_id: int, **_values: object) -> str:
    """Name the body that a guard asks about."""
    return body_scope(body_id)


def terms_review_href(body_id: int) -> str:
    """Return where an uploaded draft of a body's terms is looked over."""
    return url_for("consultations.review_terms", body_id=body_id)


@bp.route("/desk/bodies/<int:body_id>/terms/review", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_these_terms)
def review_terms(body_id: int) -> AnyResponse:
    """Show what was read, and do to what was ticked what the clerk chose."""
    return review_desk.show(of_body(body_id))


@bp.route("/desk/bodies/<int:body_id>/terms/review/<piece_id>", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_these_terms)
def review_terms_piece(body_id: int, piece_id: str) -> AnyResponse:
    """Change the words of a heading, split a paragraph, or describe a picture."""
    return review_desk.show_piece(of_body(body_id), piece_id)


@bp.post("/desk/bodies/<int:body_id>/terms/review/undo")
@needs(Permission.MANAGE_BODIES, scope=of_these_terms)
def undo_terms_review(body_id: int) -> AnyResponse:
    """Take the last edit back."""
    return review_desk.undo(of_body(body_id))


@bp.post("/desk/bodies/<int:body_id>/terms/review/set-aside")
@needs(Permission.MANAGE_BODIES, scope=of_these_terms)
def set_terms_review_aside(body_id: int) -> AnyResponse:
    """Stop looking this upload over; the terms that stood before stay."""
    return review_desk.set_aside(of_body(body_id))


@bp.post("/desk/bodies/<int:body_id>/terms/review/approve")
@needs(Permission.MANAGE_BODIES, scope=of_these_terms)
def approve_terms_review(body_id: int) -> AnyResponse:
    """Make what stands the draft of the body's terms."""
    return review_desk.approve(of_body(body_id))
