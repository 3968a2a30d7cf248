"""What stands beside the documents of the city: words explained, questions left open, other forms, a redraft."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.analysis.models import Theme
from consult.consultations.models import Consultation
from consult.demo.answering import demo_key
from consult.demo.reading import CITY
from consult.demo.settling import Settled
from consult.demo.values import CityConsultation
from consult.documents.importing.registry import import_pasted
from consult.documents.models import Document, DocumentVersion, Paragraph
from consult.documents.rules import AlternativeForm
from consult.margin.actions.alternatives import AlternativeWords, publish_alternative
from consult.margin.actions.explaining import explain_change
from consult.margin.actions.placing import settle_comment
from consult.margin.actions.redrafting import draft_version, publish_redraft
from consult.margin.actions.silences import answer_silence, list_silence
from consult.margin.actions.terms import explain_term
from consult.margin.models import Placement, Silence
from consult.margin.queries.changes import comparison_of
from consult.margin.queries.reasons import comments_about
from consult.margin.rules import KIND_OF_PURPOSE, SilenceKind, SilenceWords, Standing, TermWords
from consult.responses.actions.beside import show_comments
from consult.responses.models import Comment

_FORMS = {
    "easy_read.md": (AlternativeForm.EASY_READ, "en"),
    "urdu.md": (AlternativeForm.TRANSLATION, "ur"),
}
_TERM_BEFORE = timedelta(minutes=40)
_ANSWERED_BEFORE = timedelta(minutes=30)
_SHOWN_BEFORE = timedelta(minutes=20)  # each stream of events is told in order, so this comes last
_RETIRED = "The paragraph that you wrote about is gone, because pupils now sit on the board."


def lay_beside(
    session: Session, *, told: CityConsultation, consultation: Consultation, settled: Settled, now: datetime
) -> None:
    """Lay beside the document of a consultation what its ``margin.toml`` says, if it has one."""
    file = CITY / told.key / "margin.toml"
    if not file.is_file():
        return
    margin = tomllib.loads(file.read_text(encoding="utf-8"))
    desk = _Desk(session, told, consultation, settled, now)
    if "redraft_days_ago" in margin:
        desk.redraft(margin["change"], at=now - timedelta(days=margin["redraft_days_ago"]))
    desk.offer_forms()
    desk.explain_words(margin.get("term", ()))
    desk.list_questions(margin.get("silence", ()))
    if margin.get("shows_comments"):
        by_id = settled.by(Role.OFFICER)
        show_comments(session, consultation=consultation, are_shown=True, by_id=by_id, now=now - _SHOWN_BEFORE)


class _Desk:
    """One officer's work beside one document."""

    def __init__(
        self, session: Session, told: CityConsultation, consultation: Consultation, settled: Settled, now: datetime
    ) -> None:
        self.session, self.told, self.consultation, self.now = session, told, consultation, now
        self.by_id = settled.by(Role.OFFICER)
        self.by = settled.accounts[Role.OFFICER].actor
        self.version = session.get_one(DocumentVersion, consultation.document_version_id)
        self.document: Document = self.version.document

    def explain_words(self, terms: Sequence[Mapping[str, Any]]) -> None:
        for term in terms:
            words = TermWords(word=term["word"], meaning=term["meaning"])
            explain_term(self.session, document=self.document, words=words, by=self.by, now=self.now - _TERM_BEFORE)

    def list_questions(self, silences: Sequence[Mapping[str, Any]]) -> None:
        listed = [(told, self._listed(place, told)) for place, told in enumerate(silences)]
        for told, silence in listed:
            if "answer" in told:
                answer_silence(
                    self.session,
                    silence=silence,
                    answer=told["answer"],
                    answered_in=self._paragraph(told["answered_at"]) if "answered_at" in told else None,
                    explained="",
                    document=self.document,
                    by_id=self.by_id,
                    now=self.now - _ANSWERED_BEFORE,
                )

    def _listed(self, place: int, told: Mapping[str, Any]) -> Silence:
        paragraph = self._paragraph(told["at"])
        words = SilenceWords(
            kind=SilenceKind(told["kind"]),
            asked=told["asked"],
            owner=told["owner"],
            due_on=(self.now + timedelta(days=told["due_in_days"])).date(),
        )
        return list_silence(
            self.session,
            consultation=self.consultation,
            words=words,
            paragraph=paragraph,
            comment_ids=self._asking_on(paragraph),
            submission_key=demo_key(f"{self.told.key} silence", place),
            by_id=self.by_id,
            now=self.now - _TERM_BEFORE,
        )

    def offer_forms(self) -> None:
        for name, (form, language) in _FORMS.items():
            file = CITY / self.told.key / name
            if file.is_file():
                imported = import_pasted(file.read_text(encoding="utf-8"), title=self.document.title)
                words = AlternativeWords(form=form, language=language, imported=imported)
                publish_alternative(
                    self.session,
                    document=self.document,
                    follows=self.version,
                    words=words,
                    by=self.by,
                    now=self.now - timedelta(days=5),
                )

    def redraft(self, changes: Sequence[Mapping[str, str]], *, at: datetime) -> None:
        """Publish the version that came out of it, say why it changed, and settle some of the comments that wait."""
        source = self.told.document
        for change in changes:
            if change["from"] not in source:
                raise ValueError(f"The document of {self.told.key} does not say: {change['from']}")
            source = source.replace(change["from"], change["to"])
        imported = import_pasted(source, title=self.document.title)
        version = draft_version(self.session, consultation=self.consultation, imported=imported, by=self.by, now=at)
        for change in changes:
            self._say_why(version, change, at=at)
        publish_redraft(self.session, consultation=self.consultation, version=version, by=self.by, now=at)
        self._settle_one(version, at=at)

    def _say_why(self, version: DocumentVersion, change: Mapping[str, str], *, at: datetime) -> None:
        words = (change["to"] or change["from"]).strip().removeprefix("- ")
        for entry in comparison_of(self.session, old_id=self.version.id, new_id=version.id):
            here = entry.new if change["to"] else entry.old
            if entry.is_changed and any(words in reading.text for reading in here):
                about = comments_about(self.session, entry, consultation_id=self.consultation.id)
                explain_change(
                    self.session,
                    consultation=self.consultation,
                    version=version,
                    paragraph_id=entry.id,
                    words=change["why"],
                    theme_ids=self._themes(change["why"]),
                    comment_ids=[number for number, _text in about],
                    by_id=self.by_id,
                    now=at,
                )

    def _settle_one(self, version: DocumentVersion, *, at: datetime) -> None:
        waiting = self.session.scalars(
            select(Placement)
            .where(Placement.version_id == version.id, Placement.standing == Standing.WAITING)
            .order_by(Placement.id)
        ).all()
        for placement in waiting[:1]:
            settle_comment(self.session, placement=placement, act="retire", reason=_RETIRED, by_id=self.by_id, now=at)

    def _themes(self, why: str) -> list[int]:
        """The main point whose name shares a word with the reason: pupils with pupils, parents with parents."""
        said = {word.strip(".,").casefold() for word in why.split() if len(word) > 5} - {"people"}
        rows = self.session.execute(select(Theme.id, Theme.name))
        return [row.id for row in rows if said & {word.strip(".,").casefold() for word in row.name.split()}][:2]

    def _paragraph(self, words: str) -> Paragraph:
        return next(one for one in self.version.paragraphs if words in one.text)

    def _asking_on(self, paragraph: Paragraph) -> list[int]:
        asked = select(Comment.id).where(
            Comment.paragraph_id == paragraph.id, Comment.purpose.in_(list(KIND_OF_PURPOSE))
        )
        return list(self.session.scalars(asked))
