"""Terms of reference: drafted as versions of a document, and brought into force by an act of their own."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.bodies.actions.noting import begin_change, note
from consult.bodies.models import Body, TermsInForce
from consult.documents.actions import import_document, publish_version, revise_document
from consult.documents.models import DocumentVersion
from consult.documents.rules import ImportedDocument, VersionState
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import clean_line


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsDecided:
    """Who decided that terms come into force, when, from which day on, and where that can be read."""

    from_on: date
    decided_on: date
    decided_by: str
    minute: str = ""

    def __post_init__(self) -> None:
        """Refuse terms that nobody decided, or that were in force before anyone did."""
        if not self.decided_by.strip():
            raise Invalid("Say who decided it: choose the body, or write its name.")
        if self.from_on < self.decided_on:
            raise Invalid("Terms come into force on the day they were decided or later. Check the two days.")


def draft_terms(
    session: Session,
    *,
    body: Body,
    imported: ImportedDocument,
    version_seen: int | None = None,
    by: str,
    now: datetime,
) -> DocumentVersion:
    """Write terms of reference, or their next version; what is in force stays so until another act.

    Raises:
        Stale: someone changed the body meanwhile.
        Invalid: there are no words in it.
    """
    begin_change(body, version_seen=version_seen)
    if not imported.n_paragraphs:
        raise Invalid("We found no paragraphs in it. Check that it is the right text.")
    if body.terms_document is None:
        title = f"Terms of reference: {body.name}"
        body.terms_document = import_document(session, imported=imported, title=title, by=by, now=now)
        version = body.terms_document.versions[-1]
    else:
        version = revise_document(session, document=body.terms_document, imported=imported, by=by, now=now)
    note(session, Happening.TERMS_DRAFTED, body, by=by, now=now, version=version.number, version_id=version.id)
    return version


def bring_into_force(
    session: Session,
    *,
    body: Body,
    version: DocumentVersion,
    decided: TermsDecided,
    decided_by_body: Body | None = None,
    by: str,
    now: datetime,
) -> TermsInForce:
    """Say from which day on a version of a body's terms is in force; from then on the version never changes.

    Raises:
        Refused: the version is not of this body, is in force already, or would come before one that is.
    """
    if version.document_id != body.terms_document_id:
        raise Refused("These are not the terms of this body. Open its terms again.")
    _require_next(session, body, version, decided.from_on)
    if version.state is VersionState.DRAFT:
        publish_version(session, version=version, by=by, now=now)
    made = TermsInForce(
        body=body,
        version=version,
        from_on=decided.from_on,
        decided_on=decided.decided_on,
        decided_by=clean_line(decided.decided_by),
        decided_by_body=decided_by_body,
        minute=clean_line(decided.minute),
        recorded_at=now,
    )
    session.add(made)
    facts = {"version": version.number, "version_id": version.id, "decided_by": made.decided_by[:200]}
    note(session, Happening.TERMS_IN_FORCE, body, by=by, now=now, from_on=made.from_on, **facts)
    return made


def _require_next(session: Session, body: Body, version: DocumentVersion, from_on: date) -> None:
    if not body.existed_on(from_on):
        raise Refused("The body is not there on that day. Check the day.")
    for earlier in session.scalars(select(TermsInForce).where(TermsInForce.body_id == body.id)):
        if earlier.version_id == version.id:
            raise Refused("This version came into force already. Write the next one first.")
        if earlier.from_on >= from_on:
            raise Refused("Other terms come into force on that day or later. Choose a later day.")
