"""What the pages of screening show: how much waits, one text with its marks, short texts together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask_babel import gettext as _

from consult.accounts.queries import account_names
from consult.consultations.models import Consultation
from consult.kernel.errors import NotAllowed
from consult.kernel.words import truncate
from consult.responses.actions.concerns import has_officer
from consult.responses.forms.officer.screening import ConcernForm, ConfirmForm, ScreenForm
from consult.responses.forms.officer.words import PERSONAL, SCREENINGS
from consult.responses.models import ScreenedText
from consult.responses.queries.screening import (
    clean_texts_held,
    questions_of_texts,
    recently_screened,
    text_of,
    texts_alike,
)
from consult.responses.redaction import Span, find_personal_data
from consult.responses.rules import RefusedFor, Screening
from consult.responses.screening import is_free
from consult.responses.views.officer.blueprint import Around, address, around
from consult.responses.wording import CHANNELS, REFUSED_FOR
from consult.web.clock import now
from consult.web.guards import require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A line about a text that was decided."""

    href: str
    words: str
    decision: str
    is_public: bool
    by: str
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ScreeningPage(Page):
    """What waits to be read, and what was decided last."""

    template: ClassVar[str] = "responses/officer/screening.html"

    around: Around
    n_waiting: int
    n_public: int
    n_refused: int
    next_href: str
    together_href: str
    recent: tuple[Screened, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of characters; ``kind`` says what a marked one may be."""

    text: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class OneTextPage(Page):
    """One text, with what the machine found marked, and the decision about it."""

    template: ClassVar[str] = "responses/officer/screen.html"

    around: Around
    about: str
    who: str
    language: str
    pieces: tuple[Piece, ...]
    has_found: bool
    form: ScreenForm
    fault: str
    is_decided: bool
    is_public: bool
    public_text: str
    refused_reason: str
    decided_by: str
    decided_at: datetime | None
    again_href: str
    release_href: str
    response_href: str
    concern_href: str
    n_alike: int
    held_by: str
    reason_kind: str


@dataclass(frozen=True, kw_only=True)
class ConcernPage(Page):
    """Passing a text to the safeguarding officer."""

    template: ClassVar[str] = "responses/officer/concern.html"

    around: Around
    form: ConcernForm
    text: str
    language: str
    has_officer: bool
    back_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText:
    """A short text among others on one page."""

    value: str
    about: str
    who: str
    text: str
    language: str


@dataclass(frozen=True, kw_only=True)
class TogetherPage(Page):
    """Short texts without found personal data, to be read and confirmed on one page."""

    template: ClassVar[str] = "responses/officer/together.html"

    around: Around
    form: ConfirmForm
    texts: tuple[ShortText, ...]
    ticked: frozenset[str]
    again_href: str


def me() -> int:
    """The account that reads."""
    return require_signed_in().account_id


def found_places(text: str) -> list[tuple[str, str]]:
    """The machine's places, with their words and what they may be."""
    return [
        (f"{span.starts_at}-{span.ends_at}", f"{text[span.starts_at : span.ends_at]} ({PERSONAL[span.kind]})")
        for span in find_personal_data(text)
    ]


def one_text_page(consultation: Consultation, screened: ScreenedText, form: ScreenForm, fault: str) -> OneTextPage:
    """The page of one text, whether it waits or was decided."""
    text, response = text_of(screened), screened.response
    found = find_personal_data(text)
    held_by = screened.claimed_by_id if is_held_by_another(screened) else None
    ids = {number for number in (screened.screened_by_id, held_by) if number}
    names = account_names(session(), ids) if ids else {}
    alike = texts_alike(session(), screened=screened, account_id=me(), now=now())
    return OneTextPage(
        title=_("Read a text before it is published"),
        around=around(consultation, here="screening"),
        about=questions_of_texts(session(), consultation=consultation, texts=[screened])[screened.id],
        who=_who(screened),
        language=response.language,
        pieces=tuple(_pieces(text, found)),
        has_found=bool(found),
        form=form,
        fault=fault,
        is_decided=screened.screening is not Screening.WAITING,
        is_public=screened.screening is Screening.PUBLIC,
        public_text=screened.public_text,
        refused_reason=screened.refused_reason,
        decided_by=names.get(screened.screened_by_id or 0, ""),
        decided_at=screened.screened_at,
        again_href=address("again", consultation, text_id=screened.id),
        release_href=address("release", consultation, text_id=screened.id),
        response_href=address("one_response", consultation, response_id=response.id),
        concern_href=address("concern", consultation, text_id=screened.id),
        n_alike=len(alike),
        held_by=names.get(held_by or 0, ""),
        reason_kind=str(REFUSED_FOR[screened.refused_for]) if screened.refused_for else "",
    )


def is_held_by_another(screened: ScreenedText) -> bool:
    """Say whether a colleague is reading this text now."""
    held = is_free(claimed_by=screened.claimed_by_id, claimed_until=screened.claimed_until, asking=me(), now=now())
    return screened.screening is Screening.WAITING and not held


def refuse_if_kept_back(screened: ScreenedText) -> None:
    """Keep a text that was passed to the safeguarding officer from everyone else.

    Raises:
        NotAllowed: it was passed on.
    """
    if screened.refused_for is RefusedFor.CONCERN:
        raise NotAllowed("This text is with the safeguarding officer, who alone can read it.")


def concern_page(consultation: Consultation, screened: ScreenedText, form: ConcernForm) -> ConcernPage:
    """The page on which a text is passed on."""
    return ConcernPage(
        title=_("Pass a text to the safeguarding officer"),
        around=around(consultation, here="screening"),
        form=form,
        text=text_of(screened),
        language=screened.response.language,
        has_officer=has_officer(session()),
        back_href=address("one_text", consultation, text_id=screened.id),
    )


def _pieces(text: str, found: Sequence[Span]) -> Iterator[Piece]:
    read = 0
    for span in found:
        if span.starts_at > read:
            yield Piece(text=text[read : span.starts_at], kind="")
        yield Piece(text=text[span.starts_at : span.ends_at], kind=str(PERSONAL[span.kind]))
        read = span.ends_at
    if read < len(text):
        yield Piece(text=text[read:], kind="")


def _who(screened: ScreenedText) -> str:
    response = screened.response
    parts = [response.group.name if response.group else "", str(CHANNELS[response.channel])]
    return ", ".join(part for part in parts if part)


def recently(consultation: Consultation) -> tuple[Screened, ...]:
    """The texts that were decided last."""
    found = recently_screened(session(), consultation=consultation)
    names = account_names(session(), {text.screened_by_id for text in found if text.screened_by_id})
    return tuple(
        Screened(
            href=address("one_text", consultation, text_id=text.id),
            words=truncate(" ".join((text.public_text or text_of(text)).split()), 110),
            decision=str(SCREENINGS[text.screening]),
            is_public=text.screening is Screening.PUBLIC,
            by=names.get(text.screened_by_id or 0, ""),
            at=text.screened_at,
        )
        for text in found
    )


def together_page(consultation: Consultation, form: ConfirmForm) -> TogetherPage:
    """The page of the short texts that this person has taken."""
    held = clean_texts_held(session(), consultation=consultation, account_id=me(), now=now())
    about = questions_of_texts(session(), consultation=consultation, texts=held)
    posted = frozenset(form.texts.data or ()) if form.is_submitted() else None
    return TogetherPage(
        title=_("Read short texts together"),
        around=around(consultation, here="screening"),
        form=form,
        texts=tuple(
            ShortText(
                value=str(text.id),
                about=about[text.id],
                who=_who(text),
                text=text_of(text),
                language=text.response.language,
            )
            for text in held
        ),
        ticked=frozenset(str(text.id) for text in held) if posted is None else posted,
        again_href=address("take_together", consultation),
    )
