"""Reading what came in: the list, and one response."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.queries import account_names
from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.models import Consultation
from consult.consultations.queries import AskedQuestion
from consult.consultations.rules import QuestionKind
from consult.kernel.words import truncate
from consult.places.queries import stakeholder_groups, wards
from consult.responses.forms.officer.reading import FilterForm
from consult.responses.forms.officer.words import PUBLISHING_SHORT, SCREENINGS, TIMELINESS
from consult.responses.forms.public_words import BEHALF, PURPOSES, SCALE, YES_NO
from consult.responses.models import Answer, Response, ScreenedText
from consult.responses.queries.answering import ConsultationToAnswer, to_answer
from consult.responses.queries.listing import (
    ResponseFilter,
    neighbours,
    paragraph_numbers,
    response_to_read,
    responses_page,
    screened_by_source,
)
from consult.responses.queries.taken_in import files_with
from consult.responses.rules import Channel, OnBehalfOf, RefusedFor, Screening, Timeliness
from consult.responses.views.officer.blueprint import Around, address, around, bp, in_hand, scope_of
from consult.responses.views.officer.mail_parts import ShownFile
from consult.responses.wording import CHANNELS
from consult.storage.paging import Page as ListPage
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import may, needs
from consult.web.page import Page
from consult.web.transaction import session

EXCERPT = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One response in the list."""

    href: str
    reference: str
    received_on: date
    channel: str
    group: str
    ward: str
    excerpt: str
    is_late: bool
    is_incomplete: bool


@dataclass(frozen=True, kw_only=True)
class ListingPage(Page):
    """The responses that a filter lets through."""

    template: ClassVar[str] = "responses/officer/listing.html"

    around: Around
    form: FilterForm
    shown: ListPage[Response]
    rows: tuple[Row, ...]
    is_filtered: bool
    unfiltered: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that a response says: what it is about, the words, the picks, and whether it may be published."""

    about: str
    purpose: str
    text: str
    picks: tuple[str, ...]
    is_ranking: bool
    screening: str
    screening_kind: str
    public_text: str
    refused_reason: str
    screen_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Particular:
    """A line about a response."""

    name: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ResponsePage(Page):
    """One response with everything it says."""

    template: ClassVar[str] = "responses/officer/response.html"

    around: Around
    particulars: tuple[Particular, ...]
    answers: tuple[Said, ...]
    comments: tuple[Said, ...]
    is_late: bool
    late_exception: str
    is_incomplete: bool
    is_withdrawn: bool
    files: tuple[ShownFile, ...]
    language: str
    before: str
    after: str


@bp.get("/list")
@needs(Permission.READ_RESPONSES, scope=scope_of)
def listing(consultation_id: int) -> AnyResponse:
    """Show the responses in pages, narrowed by what the address asks for."""
    consultation = in_hand(consultation_id)
    wanted = ResponseFilter.from_address(request.args)
    number = request.args.get("page", 1, type=int)
    shown = responses_page(session(), consultation=consultation, wanted=wanted, number=number)
    here = around(consultation, here="listing")
    return ListingPage(
        title=_("Read responses to “%(title)s”", title=here.consultation),
        around=here,
        form=_filter_form(),
        shown=shown,
        rows=tuple(_row(consultation, response) for response in shown.items),
        is_filtered=bool(wanted.as_address()),
        unfiltered=address("listing", consultation),
        values={"consultation_id": consultation.id, **wanted.as_address()},
    ).answer()


@bp.get("/<int:response_id>")
@needs(Permission.READ_RESPONSES, scope=scope_of)
def one_response(consultation_id: int, response_id: int) -> AnyResponse:
    """Show one response."""
    consultation = in_hand(consultation_id)
    response = response_to_read(session(), consultation=consultation, response_id=response_id)
    asked = to_answer(session(), consultation=consultation, now=now())
    screened = screened_by_source(session(), response=response)
    before, after = neighbours(session(), response=response)
    return ResponsePage(
        title=_("Response %(reference)s", reference=response.reference),
        around=around(consultation, here="listing"),
        particulars=_particulars(response),
        answers=tuple(_answers(consultation, asked, response, screened)),
        comments=tuple(_comments(consultation, response, screened)),
        is_late=response.timeliness is Timeliness.LATE,
        late_exception=response.late_exception,
        is_incomplete=response.incomplete,
        is_withdrawn=response.withdrawn_at is not None,
        files=_files(consultation, response),
        language=response.language,
        before=address("one_response", consultation, response_id=before) if before else "",
        after=address("one_response", consultation, response_id=after) if after else "",
    ).answer()


def _files(consultation: Consultation, response: Response) -> tuple[ShownFile, ...]:
    """The files that came with its mail, for those who may key in."""
    if response.channel is not Channel.EMAIL or not may(
        Permission.KEY_IN_RESPONSES, consultation_scope(consultation.id)
    ):
        return ()
    return tuple(
        ShownFile.of(each, address("mail_file", consultation, mail_id=each.mail_id, attachment_id=each.id))
        for each in files_with(session(), response_id=response.id)
    )


def _filter_form() -> FilterForm:
    groups = [(str(group.id), group.name) for group in stakeholder_groups(session())]
    return FilterForm.for_list(
        request.args, groups=groups, wards=[(str(ward.id), ward.name) for ward in wards(session())]
    )


def _row(consultation: Consultation, response: Response) -> Row:
    texts = [answer.text for answer in response.answers] + [comment.text for comment in response.comments]
    said = next((text for text in texts if text), "")
    return Row(
        href=address("one_response", consultation, response_id=response.id),
        reference=response.reference,
        received_on=response.received_on,
        channel=str(CHANNELS[response.channel]),
        group=response.group.name if response.group else "",
        ward=response.ward.name if response.ward else "",
        excerpt=truncate(" ".join(said.split()), EXCERPT),
        is_late=response.timeliness is Timeliness.LATE,
        is_incomplete=response.incomplete,
    )


def _particulars(response: Response) -> tuple[Particular, ...]:
    keyed_by = account_names(session(), {response.keyed_by_id}) if response.keyed_by_id else {}
    organisation = response.organisation.name if response.organisation else response.organisation_name
    is_self = response.on_behalf_of is OnBehalfOf.SELF
    claimed = response.claimed_people
    lines = (
        (_("Received"), short_day(response.received_on)),
        (_("In time"), str(TIMELINESS[response.timeliness])),
        (_("How it came in"), str(CHANNELS[response.channel])),
        (_("Answering as"), response.group.name if response.group else _("Did not say")),
        (_("Answering for"), str(BEHALF[response.on_behalf_of]) if is_self else organisation),
        (_("Ward"), response.ward.name if response.ward else _("Did not say")),
        (_("Publishing"), str(PUBLISHING_SHORT[response.publish_as])),
        (_("Says it speaks for"), _("%(n)s people", n=f"{claimed:,}") if claimed is not None else ""),
        (_("Who in it agreed to this"), response.authority),
        (_("How it asked them"), response.members_asked),
        (_("Day of the postmark"), short_day(response.posted_on) if response.posted_on else ""),
        (_("Reference in the source"), response.source_reference),
        (_("Keyed in or imported by"), keyed_by.get(response.keyed_by_id or 0, "")),
        (
            _("Changed by the person who sent it"),
            _("%(n)s times", n=response.revision - 1) if response.changed_at else "",
        ),
    )
    return tuple(Particular(name=name, words=words) for name, words in lines if words)


def _answers(
    consultation: Consultation,
    asked: ConsultationToAnswer,
    response: Response,
    screened: dict[tuple[str, int], ScreenedText],
) -> list[Said]:
    given = {answer.question_id: answer for answer in response.answers}
    return [
        _said(
            consultation,
            about=f"{question.number}. {question.prompt}",
            text=given[question.id].text if question.id in given else "",
            picks=_picks(question, given.get(question.id)),
            is_ranking=question.kind is QuestionKind.RANKING,
            screened=screened.get(("answer", given[question.id].id)) if question.id in given else None,
        )
        for question in asked.questions
    ]


def _comments(
    consultation: Consultation, response: Response, screened: dict[tuple[str, int], ScreenedText]
) -> list[Said]:
    numbers = paragraph_numbers(session(), response=response)
    return [
        _said(
            consultation,
            about=_("Paragraph %(number)s", number=numbers.get(comment.paragraph_id, "")),
            text=comment.text,
            purpose=str(PURPOSES[comment.purpose]),
            screened=screened.get(("comment", comment.id)),
        )
        for comment in response.comments
    ]


def _picks(question: AskedQuestion, answer: Answer | None) -> tuple[str, ...]:
    if answer is None:
        return ()
    if answer.scale is not None:
        words = YES_NO if question.kind is QuestionKind.YES_NO else SCALE
        return (str(words[str(answer.scale)]),)
    labels = {choice.id: choice.label for choice in question.choices}
    return tuple(labels.get(pick.choice_id, "") for pick in answer.picks)


def _may_screen(consultation: Consultation) -> bool:
    return may(Permission.SCREEN_RESPONSES, consultation_scope(consultation.id))


def _said(
    consultation: Consultation,
    *,
    about: str,
    text: str,
    screened: ScreenedText | None,
    picks: tuple[str, ...] = (),
    is_ranking: bool = False,
    purpose: str = "",
) -> Said:
    is_passed_on = screened is not None and screened.refused_for is RefusedFor.CONCERN
    kinds = {Screening.PUBLIC: "good", Screening.REFUSED: "bad", Screening.WAITING: "plain"}
    return Said(
        about=about,
        purpose=purpose,
        text=_("This text is with the safeguarding officer, who alone can read it.") if is_passed_on else text,
        picks=picks,
        is_ranking=is_ranking,
        screening=str(SCREENINGS[screened.screening]) if screened else "",
        screening_kind=kinds[screened.screening] if screened else "",
        public_text=screened.public_text if screened and screened.public_text != text else "",
        refused_reason=screened.refused_reason if screened else "",
        screen_href=address("one_text", consultation, text_id=screened.id)
        if screened and not is_passed_on and _may_screen(consultation)
        else "",
    )
