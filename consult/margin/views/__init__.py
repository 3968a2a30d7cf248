"""The pages beside a document."""

from consult.margin.views import (
    alternatives,
    figures,
    heat,
    overview,
    public_changes,
    questions,
    redrafts,
    review,
    terms,
    why,
)
from consult.margin.views.blueprint import bp
from consult.margin.views.overview import hub_links
from consult.margin.views.redrafts import DraftsOfPublished
from consult.margin.views.ways import beside_the_document, ways_on

__all__ = [
    "DraftsOfPublished",
    "alternatives",
    "beside_the_document",
    "bp",
    "figures",
    "heat",
    "hub_links",
    "overview",
    "public_changes",
    "questions",
    "redrafts",
    "review",
    "terms",
    "ways_on",
    "why",
]
