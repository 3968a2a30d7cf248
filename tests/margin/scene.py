"""A consultation about a short document, with comments: closed, so that its document can be redrafted."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.consultations.models import Consultation
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_group
from consult.demo.makers.documents import make_document_version
from consult.demo.makers.responses import make_response, make_screened
from consult.documents.actions import revise_document
from consult.documents.importing.registry import import_pasted
from consult.documents.models import Document, DocumentVersion, Paragraph
from consult.margin.actions.redrafting import publish_redraft
from consult.responses.models import Comment
from consult.responses.rules import GivenComment, Purpose
from tests.responses.public.asking import make_asking

OPENS = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
WHILE_OPEN = datetime(2026, 1, 20, 10, 0, tzinfo=UTC)
CLOSES = datetime(2026, 2, 20, 17, 0, tzinfo=UTC)
AFTER = datetime(2026, 2, 27, 10, 0, tzinfo=UTC)
FIRST = """# Helping schools

## Why now

Half of our schools have not been inspected for five years.

Fewer pupils come to our schools each year, and money follows pupils.

## How networks work

The North board meets in May and publishes its notes.

Every school belongs to a locality network with a chair.
"""
SECOND = """# Helping schools

## Why now

Fewer pupils come to our schools each year, and money follows pupils.

## How networks work

Half of our schools have not been inspected for five years.

The North board meets in June and publishes its notes.

Every school belongs to a locality network with a chair and a deputy chair who stands in.
"""


@dataclass(kw_only=True)
class Scene:
    """The consultation and what tests need of it."""

    session: Session
    consultation: Consultation
    document: Document
    officer: Account
    approver: Account

    def paragraph(self, number: str, version: int = 1) -> Paragraph:
        found = next(one for one in self.document.versions if one.number == version)
        return next(one for one in found.paragraphs if one.number == number)

    def comment(
        self, number: str, text: str, purpose: Purpose = Purpose.CONCERN, submission_key: str = "", **more: object
    ) -> Comment:
        """Let somebody comment on a paragraph of the first version."""
        given = GivenComment(paragraph_id=self.paragraph(number).id, purpose=purpose, text=text, **more)
        group = make_group(self.session, code="parent")
        response = make_response(
            self.session,
            consultation=self.consultation,
            now=WHILE_OPEN,
            comments=(given,),
            group_id=group.id,
            submission_key=submission_key,
        )
        return response.comments[0]

    def screen(self) -> None:
        make_screened(self.session, consultation=self.consultation, by_id=self.officer.id, now=AFTER)

    def draft(self, source: str = SECOND) -> DocumentVersion:
        imported = import_pasted(source, title="Helping schools")
        return revise_document(self.session, document=self.document, imported=imported, by="system", now=AFTER)

    def redraft(self, source: str = SECOND) -> DocumentVersion:
        """Publish a second version, so that the comments are placed."""
        version = self.draft(source)
        publish_redraft(self.session, consultation=self.consultation, version=version, by="system", now=AFTER)
        self.session.refresh(self.document)
        return version

    @property
    def desk(self) -> str:
        return f"/desk/consultations/{self.consultation.id}/margin"


def make_scene(session: Session) -> Scene:
    version = make_document_version(session, source=FIRST, now=OPENS)
    asking = make_asking(session, slug="helping", document_version_id=version.id, opens_at=OPENS, closes_at=CLOSES)
    asking.consultation.publishes_responses = True
    for question in asking.questions:
        question.required = False
    session.flush()
    return Scene(
        session=session,
        consultation=asking.consultation,
        document=version.document,
        officer=make_account(session),
        approver=make_account(session),
    )
