"""What responses hold about one person: everything they sent, and where others wrote their address."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.consultations.queries import asked_questions, title_of
from consult.consultations.queries.reading import whole_consultation
from consult.kernel.freezing import to_json
from consult.kernel.personal import Held, HeldThing, Told, Whom
from consult.responses.models import (
    Answer,
    Comment,
    Response,
    ResponseContact,
    ResponseRevision,
    SafeguardingConcern,
    ScreenedText,
)
from consult.responses.queries.given import given_by
from consult.responses.redaction import find_personal_data, public_text
from consult.responses.rules import Screening

MOST = 500


def held_in_responses(session: Session, whom: Whom) -> tuple[Held, ...]:
    """Return what this room holds: their responses whole, and what others wrote that names their address."""
    own = responses_of(session, whom)
    return (
        Held(
            name="responses",
            title=_("Your responses"),
            why=_("You answered a consultation. This is what you sent, and what became of it."),
            things=tuple(_response(session, each) for each in own),
        ),
        Held(
            name="mentions",
            title=_("What others wrote that names your address"),
            why=_("Found by your email address. What could tell who others are is hidden."),
            things=_mentions(session, whom, [each.id for each in own]),
        ),
    )


def responses_of(session: Session, whom: Whom) -> Sequence[Response]:
    """Return the responses with one of these references, or to which this address belongs."""
    wanted: ColumnElement[bool] = Response.reference.in_(whom.references)
    if whom.email:
        by_address = select(ResponseContact.response_id).where(func.lower(ResponseContact.email) == whom.email)
        wanted = or_(wanted, Response.id.in_(by_address))
    return session.scalars(
        select(Response)
        .where(wanted)
        .options(
            selectinload(Response.answers).selectinload(Answer.picks),
            selectinload(Response.comments),
            joinedload(Response.contact),
            joinedload(Response.group),
            joinedload(Response.ward),
            joinedload(Response.consultation),
        )
        .order_by(Response.id)
        .limit(MOST)
    ).all()


def _response(session: Session, response: Response) -> HeldThing:
    """Tell one response: as it was sent, so that nothing the person gave us is kept from them."""
    given, whole = given_by(session, response=response), whole_consultation(session, response.consultation_id)
    told: dict[str, Told] = {
        "consultation": title_of(response.consultation),
        "reference": response.reference,
        "published_number": response.public_number,
        "came_by": response.channel.value,
        "received_at": response.received_at.isoformat(),
        "is_late": response.timeliness.value,
        "answering_as": response.group.name if response.group else "",
        "ward": response.ward.name if response.ward else "",
        "answering_for": given.on_behalf_of.value,
        "organisation": given.organisation_name,
        "may_be_published": given.publish_as.value,
        "language": given.language,
        "email": given.email,
        "asked_for_the_outcome": given.wants_outcome,
        "agrees_with_comments_of_others": len(given.supports),
        "withdrawn_at": response.withdrawn_at.isoformat() if response.withdrawn_at else None,
        "words_erased_at": response.erased_at.isoformat() if response.erased_at else None,
    }
    for question in asked_questions(whole):
        answer = next((each for each in given.answers if each.question_id == question.id), None)
        if answer is None:
            continue
        labels = {choice.id: choice.label for choice in question.choices}
        picked = [labels.get(choice, "") for choice in answer.choice_ids]
        scale = [] if answer.scale is None else [str(answer.scale)]
        told[f"{question.number}. {question.prompt}"] = "; ".join(filter(None, [*picked, *scale, answer.text]))
    for number, comment in enumerate(given.comments, start=1):
        words = " → ".join(filter(None, (comment.text, comment.instead)))
        told[f"comment {number} ({comment.purpose.value})"] = words
    told |= {f"about you: {asked}": answered for asked, answered in given.equality}
    told |= _earlier(session, response) | _screened(session, response)
    return HeldThing(told=told, withheld=_withheld(session, response))


def _earlier(session: Session, response: Response) -> dict[str, Told]:
    asked = select(ResponseRevision).where(ResponseRevision.response_id == response.id)
    return {
        f"earlier version {each.number}, replaced {each.replaced_at.isoformat()}": str(to_json(each.body))
        for each in session.scalars(asked.order_by(ResponseRevision.number))
    }


def _screened(session: Session, response: Response) -> dict[str, Told]:
    asked = select(ScreenedText).where(ScreenedText.response_id == response.id).order_by(ScreenedText.id)
    told: dict[str, Told] = {}
    for number, each in enumerate(session.scalars(asked), start=1):
        if each.screening is Screening.PUBLIC:
            told[f"text {number} as it may be published"] = each.public_text
        elif each.screening is Screening.REFUSED:
            told[f"text {number} is not published, because"] = each.refused_reason
    return told


def _withheld(session: Session, response: Response) -> dict[str, str]:
    """Name what the safeguarding officer wrote; to tell it could put somebody at risk."""
    passed = select(func.count()).where(SafeguardingConcern.response_id == response.id)
    if not session.scalar(passed):
        return {}
    return {
        "safeguarding": _(
            "What the council noted to protect somebody. To tell it could cause serious harm "
            "(Data Protection Act 2018, schedule 3). The safeguarding officer decides about it."
        )
    }


def _mentions(session: Session, whom: Whom, own: list[int]) -> tuple[HeldThing, ...]:
    if not whom.email:
        return ()
    told = []
    for kind in (Answer, Comment):
        rows = session.scalars(
            select(kind.text)
            .join(Response, Response.id == kind.response_id)
            .where(func.lower(kind.text).contains(whom.email, autoescape=True), Response.id.not_in(own))
            .order_by(kind.id)
            .limit(MOST)
        )
        told += [HeldThing(told={"words": _others_hidden(text, whom.email)}) for text in rows]
    return tuple(told)


def _others_hidden(text: str, own: str) -> str:
    """Hide what could tell who others are, and leave the person's own address in."""
    spans = [span for span in find_personal_data(text) if text[span.starts_at : span.ends_at].lower() != own]
    return public_text(text, spans)
