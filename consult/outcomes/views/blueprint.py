"""The blueprint that the pages of this room hang on, and the scope in which its officers may act."""

from flask import Blueprint

from consult.accounts.rules import consultation_scope

bp = Blueprint("outcomes", __name__)


def of_consultation(consultation_id: int, **_values: object) -> str:
    """Return the scope of the consultation that an officer's address names."""
    return consultation_scope(consultation_id)
