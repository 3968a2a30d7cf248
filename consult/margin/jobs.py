"""What follows when a version of a document is published: its comments find their places."""

from __future__ import annotations

from typing import Any

from consult.audit.models import AuditEvent
from consult.documents.models import DocumentVersion
from consult.jobs.context import JobContext
from consult.jobs.registry import job
from consult.margin.actions.placing import place_comments


def version_published(event: AuditEvent) -> dict[str, Any]:
    """Name the version that an event is about."""
    return {"version_id": int(event.subject.rsplit(":", 1)[-1])}


@job("margin.place_comments")
def place_published(context: JobContext, *, version_id: int) -> None:
    """Place the comments on earlier versions in one that was just published."""
    with context.session() as session:
        version = session.get_one(DocumentVersion, version_id)
        place_comments(session, version=version, now=context.now())
