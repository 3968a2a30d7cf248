"""The blueprint that the pages of this room hang on, and the scope that their guards ask about."""

from __future__ import annotations

from flask import Blueprint

from consult.accounts.rules import consultation_scope

bp = Blueprint("consultations", __name__)


def scope_of(consultation_id: int, **_others: object) -> str:
    """Name the scope of the consultation that an address names."""
    return consultation_scope(consultation_id)
