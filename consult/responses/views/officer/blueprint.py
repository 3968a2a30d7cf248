"""What the officer's pages for responses share: their blueprint, their scope, and the way between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id, title_of
from consult.web.guards import may
from consult.web.site import Link
from consult.web.transaction import session

bp = Blueprint("responses_desk", __name__, url_prefix="/desk/consultations/<int:consultation_id>/responses")


def scope_of(consultation_id: int, **_others: Any) -> str:
    """The scope in which a right must be held: this consultation."""
    return consultation_scope(consultation_id)


def in_hand(consultation_id: int) -> Consultation:
    """The consultation that the address names.

    Raises:
        NotFound: there is none.
    """
    return consultation_by_id(session(), consultation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around every one of these pages: whose responses they are, and where else to go."""

    consultation_id: int
    consultation: str
    ways: tuple[Link, ...]


def around(consultation: Consultation, *, here: str) -> Around:
    """The way between the pages that this person may open; ``here`` is the endpoint shown."""
    offered = (
        ("overview", _("Overview"), Permission.READ_RESPONSES),
        ("listing", _("Read"), Permission.READ_RESPONSES),
        ("ways_in", _("Take in"), Permission.KEY_IN_RESPONSES),
        ("uploads", _("Import"), Permission.IMPORT_RESPONSES),
        ("screening", _("Screen"), Permission.SCREEN_RESPONSES),
    )
    scope = consultation_scope(consultation.id)
    return Around(
        consultation_id=consultation.id,
        consultation=title_of(consultation),
        ways=tuple(
            Link(text=words, href=address(name, consultation), is_current=name == here)
            for name, words, permission in offered
            if may(permission, scope) and not (name == "ways_in" and consultation.intake_complete_at)
        ),
    )


def address(endpoint: str, consultation: Consultation, **values: Any) -> str:
    """Where one of these pages lies."""
    return url_for(f"responses_desk.{endpoint}", consultation_id=consultation.id, **values)


def go_to(endpoint: str, consultation: Consultation, **values: Any) -> AnyResponse:
    """Send the browser on after a post."""
    return redirect(address(endpoint, consultation, **values), 303)
