"""What every way in of a document ends with: a version of it, attached or drafted."""

from __future__ import annotations

from typing import Protocol

from flask import Flask, current_app, url_for

from consult.consultations.actions import attach_document
from consult.consultations.actions.changing import require_seen
from consult.consultations.models import Consultation
from consult.documents.actions import import_document, revise_document
from consult.documents.models import DocumentVersion
from consult.documents.rules import ImportedDocument, VersionState
from consult.web.clock import now
from consult.web.guards import actor
from consult.web.transaction import session

_KEY = "consult.redrafts"


class Redrafts(Protocol):
    """What the room above does once a document is published, and only new versions can follow."""

    def draft(self, consultation: Consultation, imported: ImportedDocument) -> DocumentVersion:
        """Make the next version a draft."""

    def href(self, consultation: Consultation, version: DocumentVersion | None) -> str:
        """Where a version stands, or all of them."""


def install_redrafts(app: Flask, redrafts: Redrafts) -> None:
    """Say what becomes of an approved upload when the document is published already."""
    app.extensions[_KEY] = redrafts


def attach_imported(consultation: Consultation, imported: ImportedDocument, *, version_seen: int) -> DocumentVersion:
    """Make a version of what was imported, and put it before people; paragraphs that live on keep their identity."""
    require_seen(consultation, version_seen)
    by, old = actor(), _standing(consultation)
    if old is not None and old.state is VersionState.PUBLISHED:
        return _redrafts().draft(consultation, imported)
    if old is None:
        made = import_document(session(), imported=imported, by=by, now=now(), language=consultation.language)
        version = made.versions[-1]
    else:
        version = revise_document(session(), document=old.document, imported=imported, by=by, now=now())
    attach_document(
        session(), consultation=consultation, version=version, actor=by, now=now(), version_seen=version_seen
    )
    return version


def document_href(consultation: Consultation, version: DocumentVersion | None = None) -> str:
    """Where an officer finds the document: on the page of the draft, or among its versions once it is published."""
    standing = _standing(consultation)
    if standing is not None and standing.state is VersionState.PUBLISHED:
        return _redrafts().href(consultation, version)
    return url_for("consultations.document", consultation_id=consultation.id)


def _standing(consultation: Consultation) -> DocumentVersion | None:
    version_id = consultation.document_version_id
    return session().get(DocumentVersion, version_id) if version_id else None


def _redrafts() -> Redrafts:
    redrafts: Redrafts = current_app.extensions[_KEY]
    return redrafts
