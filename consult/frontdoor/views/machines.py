"""What machines ask for: whether we are well, and what they may read."""

from __future__ import annotations

from flask import Response, jsonify, make_response, redirect
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from consult.frontdoor.views.blueprint import bp
from consult.web.assets import asset, is_built
from consult.web.guards import public
from consult.web.site import current_settings
from consult.web.transaction import database

NOT_FOR_ROBOTS = ("/follow", "/sign-in", "/desk", "/consultations/*/respond", "/your-response", "/assets/")


@bp.get("/healthz")
@public
def healthz() -> Response:
    """Say whether the database answers and the pages have their styles: 200 when all is well, else 503."""
    parts = {"database": _database_answers(), "assets": is_built()}
    is_well = all(parts.values())
    response = make_response(jsonify({"healthy": is_well, **parts}), 200 if is_well else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """Say what programs may read; nothing of a demonstration, whose city is invented."""
    closed = ("/",) if not current_settings().is_production else NOT_FOR_ROBOTS
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


@bp.get("/favicon.ico")
@public
def favicon() -> Response:
    """Answer browsers that ask for an icon without reading the page."""
    return make_response(redirect(asset("favicon.svg"), 302))


def _database_answers() -> bool:
    try:
        with database().transaction(writing=False) as reading:
            return bool(reading.scalar(text("SELECT 1")) == 1)
    except SQLAlchemyError:
        return False
