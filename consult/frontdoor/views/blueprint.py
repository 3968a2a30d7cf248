"""The one blueprint that all pages of this room hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("frontdoor", __name__)
