"""The pages of the outcomes room: findings, replies, decisions, editions, commitments."""

from consult.outcomes.views import (  # noqa: F401 - importing a module hangs its pages on the blueprint
    officer_commitments,
    officer_decisions,
    officer_editions,
    officer_findings,
    officer_overview,
    officer_published,
    officer_replies,
    public_breakdowns,
    public_commitments,
    public_decisions,
    public_editions,
    public_method,
    public_responses,
)
from consult.outcomes.views.blueprint import bp
from consult.outcomes.views.desk import waiting_for
from consult.outcomes.views.links import hub_links, ways_on
from consult.outcomes.views.talked_of import Topics

__all__ = ["Topics", "bp", "hub_links", "waiting_for", "ways_on"]
