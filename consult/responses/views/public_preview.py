"""What residents will be asked, for officers and approvers before anyone else: the same form, which sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.queries import consultation_by_id
from consult.responses.forms.public import Step, form_of, steps_of
from consult.responses.queries.answering import to_answer
from consult.responses.views.public_frame import bp
from consult.web.clock import now
from consult.web.forms import Form
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class PreviewPage(Page):
    """Everything that will be asked, on one page, with nothing to press."""

    template: ClassVar[str] = "responses/public/preview.html"

    steps: tuple[Step, ...]
    form: Form
    back_href: str


def scope_of(consultation_id: int, **_others: object) -> str:
    """Name the scope of the consultation that an address names."""
    return consultation_scope(consultation_id)


@bp.get("/desk/consultations/<int:consultation_id>/preview/respond")
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def preview(consultation_id: int) -> AnyResponse:
    """Show the form as residents will see it."""
    consultation = consultation_by_id(session(), consultation_id)
    asked = to_answer(session(), consultation=consultation, now=now())
    steps = steps_of(asked, headed=False)
    page = PreviewPage(
        title=_("Your answers: %(title)s", title=asked.title),
        steps=steps,
        form=form_of(steps, {}),
        back_href=url_for("consultations.preview", consultation_id=consultation_id),
    )
    return page.answer()
