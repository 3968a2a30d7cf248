"""Bodies and who sits on them as Popolo JSON, for anyone."""

from __future__ import annotations

from flask import Response, jsonify

from consult.opendata.popolo import popolo
from consult.opendata.views.blueprint import bp
from consult.web.caching import kept
from consult.web.guards import public
from consult.web.site import current_settings
from consult.web.transaction import session


@bp.get("/bodies/popolo.json")
@public
@kept
def bodies_as_popolo() -> Response:
    """Give every body, seat, member, membership and area."""
    return jsonify(popolo(session(), base_url=current_settings().base_url))
