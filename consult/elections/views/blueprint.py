"""The blueprint that the pages of this room hang on, and the key from which codes are worked out."""

from flask import Blueprint

from consult.elections.codes import installation_key
from consult.web.site import current_settings

bp = Blueprint("elections", __name__)


def code_key() -> bytes:
    """Return this installation's key for codes."""
    return installation_key(current_settings().secret_key)
