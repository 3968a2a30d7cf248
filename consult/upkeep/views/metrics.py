"""The figures for an operator's monitoring, given to whoever knows the token that the settings name."""

from __future__ import annotations

import hmac

from flask import Response, request
from prometheus_client import CONTENT_TYPE_LATEST

from consult.kernel.errors import NotFound
from consult.upkeep.measuring import measured
from consult.upkeep.views.blueprint import bp
from consult.web.clock import now
from consult.web.guards import public
from consult.web.site import current_settings
from consult.web.throttle import limited
from consult.web.transaction import session


@bp.get("/metrics")
@public
@limited("60 per minute", methods=frozenset({"GET"}))
def metrics() -> Response:
    """Give the figures to the bearer of the token; to anyone else, and where none is set, nothing is here.

    Raises:
        NotFound: the token is missing or wrong.
    """
    wanted = current_settings().metrics_token
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if not wanted or scheme != "Bearer" or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise NotFound("We could not find this page.")
    response = Response(measured(session(), current_settings(), now=now()), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response
