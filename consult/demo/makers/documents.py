"""Makes documents for tests and for the demonstration city."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from consult.documents.actions import import_document, publish_version
from consult.documents.importing.registry import import_pasted
from consult.documents.models import Document, DocumentVersion

MADE_AT = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
SHORT_STRATEGY = """# Helping every school to improve

We ask what you think of a new way for schools to help each other.

## Why now

Half of our schools have not been inspected for five years.

- Fewer pupils come to our schools each year.
- More of them need help with speech and language.

## How networks work

Every school belongs to a locality network, and every network chooses a chair in June.

| Network | Schools |
|---|---|
| North | 12 |
| South | 9 |

The chairs meet the council every term, and the notes of each meeting are published.
"""


def make_document(
    session: Session,
    *,
    source: str = SHORT_STRATEGY,
    title: str = "Helping every school to improve",
    by: str = "system",
    published: bool = True,
    now: datetime = MADE_AT,
) -> Document:
    """Make a document from Markdown, with its first version published unless told otherwise."""
    document = import_document(session, imported=import_pasted(source, title=title), by=by, now=now)
    if published:
        publish_version(session, version=document.versions[0], by=by, now=now)
    return document


def make_document_version(
    session: Session, *, source: str = SHORT_STRATEGY, now: datetime = MADE_AT
) -> DocumentVersion:
    """Make a document and give its only version, published: what a consultation points at."""
    return make_document(session, source=source, now=now).versions[0]
