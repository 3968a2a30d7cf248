"""Questions about consultations."""

from consult.consultations.queries.drafts import author_ids, draft_facts
from consult.consultations.queries.lists import (
    ListedConsultation,
    PublicFilter,
    consultations_for_officers,
    counts_for_public,
    public_consultations,
    titles_of,
)
from consult.consultations.queries.reading import (
    AskedChoice,
    AskedQuestion,
    Clarified,
    Reading,
    asked_questions,
    clarifications_waiting,
    consultation_by_id,
    consultation_by_slug,
    consultation_for_reading,
    reading_of,
    title_of,
    wording_of,
    words_of,
)
from consult.consultations.queries.stages import holding_periods, stage_at, stages_at

__all__ = [
    "AskedChoice",
    "AskedQuestion",
    "Clarified",
    "ListedConsultation",
    "PublicFilter",
    "Reading",
    "asked_questions",
    "author_ids",
    "clarifications_waiting",
    "consultation_by_id",
    "consultation_by_slug",
    "consultation_for_reading",
    "consultations_for_officers",
    "counts_for_public",
    "draft_facts",
    "holding_periods",
    "public_consultations",
    "reading_of",
    "stage_at",
    "stages_at",
    "title_of",
    "titles_of",
    "wording_of",
    "words_of",
]
