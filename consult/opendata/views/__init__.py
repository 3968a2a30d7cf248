"""The pages from which tables are taken out: responses for officers, what was published for anyone."""

from consult.opendata.views import bodies, bundle, officer, outreach, public, responses, themes
from consult.opendata.views.blueprint import bp
from consult.opendata.views.ways import hub_links, ways_on

__all__ = ["bodies", "bp", "bundle", "hub_links", "officer", "outreach", "public", "responses", "themes", "ways_on"]
