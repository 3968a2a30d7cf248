"""The blueprint that the pages beside a document hang on, and what stands around each of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from consult.accounts.rules import consultation_scope
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id
from consult.documents.models import DocumentVersion
from consult.kernel.errors import NotFound
from consult.web.transaction import session

bp = Blueprint("margin", __name__)


def scope_of(consultation_id: int, **_others: Any) -> str:
    """Name the scope in which the right must be held: this consultation."""
    return consultation_scope(consultation_id)


def in_hand(consultation_id: int) -> Consultation:
    """Return the consultation that the address names.

    Raises:
        NotFound: there is none.
    """
    return consultation_by_id(session(), consultation_id)


def version_in_hand(consultation: Consultation) -> DocumentVersion:
    """Return the version of the document that this consultation asks about.

    Raises:
        NotFound: it has no document.
    """
    if consultation.document_version_id is None:
        raise NotFound("This consultation has no document.")
    return session().get_one(DocumentVersion, consultation.document_version_id)
