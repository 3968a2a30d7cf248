"""The compliance pack: a page that prints, and the same as a Word document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, url_for
from flask_babel import gettext as _

from consult.accounts.rules import Permission
from consult.consultations.queries import consultation_by_id
from consult.gates.pack import Pack, pack_of
from consult.gates.views.blueprint import bp, scope_of
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class PackPage(Page):
    """Every check, reason and piece of evidence on one page."""

    template: ClassVar[str] = "gates/pack.html"

    back: str
    docx_href: str
    pack: Pack


@bp.get("/desk/consultations/<int:consultation_id>/checks/pack")
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def pack(consultation_id: int) -> Response:
    """Show the pack as a page that prints."""
    return PackPage(
        title=_("Compliance pack"),
        back=url_for("gates.checks", consultation_id=consultation_id),
        docx_href=url_for("gates.pack_docx", consultation_id=consultation_id),
        pack=_pack(consultation_id),
    ).answer()


@bp.get("/desk/consultations/<int:consultation_id>/checks/pack.docx")
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def pack_docx(consultation_id: int) -> Response:
    """Hand over the pack as a Word document."""
    from consult.gates.paper import CONTENT_TYPE, as_docx  # noqa: PLC0415 - asked for rarely, and slow to load

    answer = Response(as_docx(_pack(consultation_id), now=now()), mimetype=CONTENT_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="compliance-pack-{consultation_id}.docx"'
    return answer


def _pack(consultation_id: int) -> Pack:
    consultation = consultation_by_id(session(), consultation_id)
    return pack_of(session(), consultation, council=current_settings().council_name, now=now())
