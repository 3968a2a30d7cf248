"""The pages beside a document."""

from consult.margin.views import figures, overview, public_changes, redrafts, review, terms, why
from consult.margin.views.blueprint import bp
from consult.margin.views.overview import hub_links
from consult.margin.views.public_changes import beside_the_document

__all__ = [
    "beside_the_document",
    "bp",
    "figures",
    "hub_links",
    "overview",
    "public_changes",
    "redrafts",
    "review",
    "terms",
    "why",
]
