"""Asking people about the draft terms of reference of a body: what is asked already, and how to begin."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.bodies.lending import Asked
from consult.bodies.queries import body_by_id
from consult.bodies.queries.terms import terms_not_in_force
from consult.consultations.actions import attach_document, draft_consultation
from consult.consultations.forms import ConfirmForm
from consult.consultations.queries import stages_at, title_of
from consult.consultations.queries.about import consultations_about
from consult.consultations.rules import PUBLIC_STAGES, Stage
from consult.consultations.views.blueprint import bp
from consult.consultations.views.frame import FormPage, hub_href, my_id
from consult.consultations.wording import STAGES, STAGES_FOR_ANYONE
from consult.kernel.errors import NotFound
from consult.web.clock import now
from consult.web.guards import actor, may, needs
from consult.web.transaction import session


def asked_about(within: Session, document_id: int, for_officers: bool) -> tuple[Asked, ...]:
    """Return the consultations about a document that anyone may read of, or all of them for officers."""
    found = consultations_about(within, document_id=document_id)
    stages = stages_at(within, found, now=now())
    if for_officers:
        return tuple(
            Asked(title=title_of(each), stage=str(STAGES[stages[each.id]]), href=hub_href(each.id)) for each in found
        )
    return tuple(
        Asked(
            title=title_of(each),
            stage=str(STAGES_FOR_ANYONE[stages[each.id]]),
            href=url_for("consultations.consultation", slug=each.slug),
        )
        for each in found
        if stages[each.id] in PUBLIC_STAGES - {Stage.WITHDRAWN}
    )


def asking_href(body_id: int) -> str:
    """Return where to begin to ask people about the draft terms of a body, or nothing for those who may not."""
    return url_for("consultations.ask_about_terms", body_id=body_id) if may(Permission.WRITE_CONSULTATIONS) else ""


@bp.route("/desk/bodies/<int:body_id>/terms/ask", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS)
def ask_about_terms(body_id: int) -> AnyResponse:
    """Begin a consultation whose document is the draft of a body's terms."""
    body = body_by_id(session(), body_id)
    version = terms_not_in_force(session(), body_id=body_id, document_id=body.terms_document_id)
    if version is None:
        raise NotFound("There is no draft to ask people about. Write one first.")
    form = ConfirmForm(version="0")
    if form.is_valid_post():
        title = _("What should the %(body)s do, and how?", body=body.name)
        made = draft_consultation(session(), title=title, created_by_id=my_id(), now=now())
        attach_document(session(), consultation=made, version=version, actor=actor(), now=now())
        flash(_("The draft terms are the document of this new consultation. Now say the rest."))
        return redirect(hub_href(made.id), 303)
    return FormPage(
        title=_("Ask people about the draft terms"),
        form=form,
        about=_("Terms of reference"),
        back=url_for("bodies.desk_terms", body_id=body_id),
        intro=_("This begins a consultation with the draft as its document. People can comment on each paragraph."),
        button=_("Begin a consultation"),
    ).answer()
