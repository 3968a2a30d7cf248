"""What an uploaded document is for, a consultation or the terms of a body, and what it becomes once approved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from consult.accounts.rules import body_scope, consultation_scope
from consult.bodies.actions import draft_terms
from consult.bodies.queries import body_by_id
from consult.consultations.queries import consultation_by_id, title_of
from consult.consultations.views.document_shared import attach_imported, document_href
from consult.documents.models import DocumentVersion
from consult.documents.rules import ImportedDocument
from consult.web.clock import now
from consult.web.guards import actor
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What an upload is for: its scope, its name, the addresses of its review, and what an approved one becomes."""

    scope: str
    about: str
    endpoint: str
    values: Mapping[str, Any]
    become: Callable[[ImportedDocument], DocumentVersion]
    then: Callable[[DocumentVersion | None], str]

    @property
    def back(self) -> str:
        """Where the document stands."""
        return self.then(None)

    def href(self, *, page: int = 1, anchor: str | None = None) -> str:
        """Where the upload is looked over."""
        return url_for(self.endpoint, page=page if page > 1 else None, _anchor=anchor, **self.values)

    def piece_href(self, piece_id: str) -> str:
        """Where one piece of it is changed."""
        return url_for(f"{self.endpoint}_piece", piece_id=piece_id, **self.values)


def of_consultation(consultation_id: int) -> Home:
    """The upload becomes the document of a consultation, or its next version once it is published."""
    consultation = consultation_by_id(session(), consultation_id)
    return Home(
        scope=consultation_scope(consultation_id),
        about=title_of(consultation),
        endpoint="consultations.review_document",
        values={"consultation_id": consultation_id},
        become=lambda imported: attach_imported(consultation, imported, version_seen=consultation.version),
        then=lambda version: document_href(consultation, version),
    )


def of_body(body_id: int) -> Home:
    """The upload becomes the draft of a body's terms of reference."""
    body = body_by_id(session(), body_id)
    return Home(
        scope=body_scope(body_id),
        about=_("Terms of reference: %(body)s", body=body.name),
        endpoint="consultations.review_terms",
        values={"body_id": body_id},
        become=lambda imported: draft_terms(session(), body=body, imported=imported, by=actor(), now=now()),
        then=lambda _version: url_for("bodies.desk_terms", body_id=body_id),
    )
