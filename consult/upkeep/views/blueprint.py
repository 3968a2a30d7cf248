"""The pages of this room."""

from flask import Blueprint

bp = Blueprint("upkeep", __name__)
