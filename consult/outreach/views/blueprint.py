"""What the pages of the record share: their blueprint, their scope, and the way between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import consultation_scope
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id, title_of
from consult.places.queries import organisations, stakeholder_groups
from consult.web.site import Link
from consult.web.transaction import session

bp = Blueprint("outreach", __name__, url_prefix="/desk/consultations/<int:consultation_id>/record")


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
    """What stands around every one of these pages."""

    consultation: str
    home: str
    ways: tuple[Link, ...]


def around(consultation: Consultation, *, here: str) -> Around:
    """The way between the pages of the record; ``here`` is the endpoint shown."""
    offered = (
        ("ledger", _("Who is asked")),
        ("invitations", _("Invitations")),
        ("workshops", _("Workshops")),
        ("reach", _("Who answered")),
        ("requests_for_help", _("Help asked for")),
        ("whole", _("Scrutiny, steps and authors")),
    )
    return Around(
        consultation=title_of(consultation),
        home=f"/desk/consultations/{consultation.id}",
        ways=tuple(
            Link(text=words, href=address(name, consultation), is_current=name == here) for name, words in offered
        ),
    )


def address(endpoint: str, consultation: Consultation, **values: Any) -> str:
    """Where one of these pages lies."""
    return url_for(f"outreach.{endpoint}", consultation_id=consultation.id, **values)


def go_to(endpoint: str, consultation: Consultation, sentence: str, **values: Any) -> AnyResponse:
    """Say what was done and send the browser on."""
    flash(sentence)
    return redirect(address(endpoint, consultation, **values), 303)


def groups_offered() -> list[tuple[str, str]]:
    """The stakeholder groups to choose from."""
    return [(str(group.id), group.name) for group in stakeholder_groups(session())]


def organisations_offered() -> list[tuple[str, str]]:
    """The organisations to choose from."""
    return [(str(each.id), each.name) for each in organisations(session())]
