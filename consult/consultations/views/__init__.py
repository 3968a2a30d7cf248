"""The pages of the consultations room."""

from consult.consultations.views import (
    approval,
    children,
    clarifications,
    counting,
    document,
    document_review,
    drafting,
    elections,
    history,
    hub,
    listing,
    preview,
    public,
    questions,
    running,
    settings_parts,
    subjects,
    terms,
    terms_review,
)
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.checks import install_checks
from consult.consultations.views.desk import waiting_for
from consult.consultations.views.document_shared import install_redrafts
from consult.consultations.views.hub import install_hub
from consult.consultations.views.shown import install_ways_on
from consult.consultations.views.talked_of import Topics
from consult.consultations.views.terms import asked_about, asking_href
from consult.consultations.views.terms_review import terms_review_href

__all__ = [
    "Topics",
    "approval",
    "asked_about",
    "asking_href",
    "bp",
    "children",
    "clarifications",
    "counting",
    "document",
    "document_review",
    "drafting",
    "elections",
    "history",
    "hub",
    "install_checks",
    "install_hub",
    "install_redrafts",
    "install_ways_on",
    "listing",
    "preview",
    "public",
    "questions",
    "running",
    "scope_of",
    "settings_parts",
    "subjects",
    "terms",
    "terms_review",
    "terms_review_href",
    "waiting_for",
]
