"""What follows when something is published: it can be found by its words."""

from __future__ import annotations

from typing import Any

from consult.audit.models import AuditEvent
from consult.documents.models import DocumentVersion
from consult.frontdoor.actions import index_edition, index_version
from consult.jobs.context import JobContext
from consult.jobs.registry import job
from consult.outcomes.queries.editions import edition_by_id


def edition_published(event: AuditEvent) -> dict[str, Any]:
    """Name the edition that an event is about."""
    return {"edition_id": int(event.subject.rsplit(":", 1)[-1])}


@job("frontdoor.index_version")
def make_version_findable(context: JobContext, *, version_id: int) -> None:
    """Let people find the paragraphs of a version that was just published."""
    with context.session() as session:
        index_version(session, session.get_one(DocumentVersion, version_id))


@job("frontdoor.index_edition")
def make_edition_findable(context: JobContext, *, edition_id: int) -> None:
    """Let people find the points and promises of an edition that was just published."""
    with context.session() as session:
        index_edition(session, edition_by_id(session, edition_id))
