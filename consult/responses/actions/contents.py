"""What a response says, stored: answers, comments, contact and the equality answers that lie apart."""

import secrets
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from consult.kernel.words import clean_line, clean_text
from consult.responses.equality import fitting
from consult.responses.models import (
    Answer,
    Comment,
    CommentSupport,
    EqualityAnswer,
    EqualityKey,
    Pick,
    Response,
    ResponseContact,
)
from consult.responses.receipts import equality_link
from consult.responses.rules import GivenAnswer, GivenComment, OnBehalfOf, Submitted


def set_particulars(response: Response, submitted: Submitted) -> None:
    """Say who answers, for whom, from where, and how it may be published."""
    is_self = submitted.on_behalf_of is OnBehalfOf.SELF
    response.group_id = submitted.group_id
    response.on_behalf_of = submitted.on_behalf_of
    response.organisation_id = None if is_self else submitted.organisation_id
    response.organisation_name = "" if is_self else clean_line(submitted.organisation_name)
    response.ward_id = submitted.ward_id
    response.publish_as = submitted.publish_as
    response.language = submitted.language
    response.claimed_people = submitted.claimed_people
    response.authority = "" if is_self else clean_text(submitted.authority)
    response.members_asked = "" if is_self else clean_text(submitted.members_asked)


def store_new_contents(session: Session, *, response: Response, submitted: Submitted) -> None:
    """Store everything that was said under a response that is new and has its id: a statement a table."""
    _insert_answers(session, response, [answer for answer in submitted.answers if not answer.is_empty])
    comments = [_comment_values(comment) for comment in submitted.comments if not comment.is_empty]
    if comments:
        session.execute(_NEW_COMMENTS, [{"response_id": response.id, **values} for values in comments])
    if submitted.supports:
        _store_supports(session, response, submitted.supports)
    _store_contact(response, submitted)
    _store_equality(session, response, submitted.equality)
    session.flush()
    session.expire(response, ["answers", "comments"])  # they were stored without going through it


def _insert_answers(session: Session, response: Response, given: list[GivenAnswer]) -> None:
    if not given:
        return
    rows = [
        {
            "response_id": response.id,
            "question_id": answer.question_id,
            "text": clean_text(answer.text),
            "scale": answer.scale,
        }
        for answer in given
    ]
    id_of: dict[int, int] = {row.question_id: row.id for row in session.execute(_NEW_ANSWERS, rows)}
    picks = [
        {"answer_id": id_of[answer.question_id], "choice_id": choice_id, "rank": rank}
        for answer in given
        for rank, choice_id in enumerate(answer.choice_ids, start=1)
    ]
    if picks:
        session.execute(_NEW_PICKS, picks)


def store_contents(session: Session, *, response: Response, submitted: Submitted) -> None:
    """Store what is said now under a response that was sent before; what is the same as before stays as it is.

    An answer that did not change keeps its row, so that the screening and the themes of its text hold.
    """
    _store_answers(session, response, submitted.answers)
    _store_comments(response, submitted.comments)
    _store_supports(session, response, submitted.supports)
    _store_contact(response, submitted)
    forget_equality(session, response=response)
    _store_equality(session, response, submitted.equality)
    session.flush()


def forget_equality(session: Session, *, response: Response) -> None:
    """Take out the equality answers of one response, as long as the key that finds them is there."""
    key = session.get(EqualityKey, response.consultation_id)
    if key is not None and key.key is not None:
        session.execute(delete(EqualityAnswer).where(EqualityAnswer.link == equality_link(key.key, response.id)))


def _store_answers(session: Session, response: Response, given: tuple[GivenAnswer, ...]) -> None:
    wanted = {answer.question_id: answer for answer in given if not answer.is_empty}
    kept = {answer.question_id: answer for answer in response.answers if _says_the_same(answer, wanted)}
    gone = [answer for answer in response.answers if answer.question_id not in kept]
    for answer in gone:
        response.answers.remove(answer)
    if gone:
        session.flush()  # the old row of a question goes before its new one comes: one answer a question
    for question_id, wanted_answer in wanted.items():
        if question_id not in kept:
            response.answers.append(_answer_of(wanted_answer))


def _says_the_same(answer: Answer, wanted: dict[int, GivenAnswer]) -> bool:
    given = wanted.get(answer.question_id)
    if given is None or answer.text != clean_text(given.text) or answer.scale != given.scale:
        return False
    return tuple(pick.choice_id for pick in answer.picks) == given.choice_ids


def _answer_of(given: GivenAnswer) -> Answer:
    picks = [Pick(choice_id=choice_id, rank=rank) for rank, choice_id in enumerate(given.choice_ids, start=1)]
    return Answer(question_id=given.question_id, text=clean_text(given.text), scale=given.scale, picks=picks)


def _store_comments(response: Response, given: tuple[GivenComment, ...]) -> None:
    wanted = [comment for comment in given if not comment.is_empty]
    fresh = list(wanted)
    for comment in list(response.comments):
        same = next((other for other in fresh if _is_same_comment(comment, other)), None)
        if same is None:
            response.comments.remove(comment)
        else:
            fresh.remove(same)
    for comment_given in fresh:
        response.comments.append(Comment(**_comment_values(comment_given)))


def _comment_values(given: GivenComment) -> dict[str, Any]:
    tidy = _tidy(given)
    return {
        "paragraph_id": given.paragraph_id,
        "purpose": given.purpose,
        "text": tidy.whole_text,
        "suggests_from": tidy.suggests_from,
        "quote": clean_line(given.quote),
        "prefix": given.prefix,
        "suffix": given.suffix,
        "starts_at": given.starts_at,
        "ends_at": given.ends_at,
    }


def _tidy(given: GivenComment) -> GivenComment:
    return replace(given, text=clean_text(given.text), instead=clean_text(given.instead))


def _is_same_comment(comment: Comment, given: GivenComment) -> bool:
    tidy = _tidy(given)
    return (comment.paragraph_id, comment.purpose, comment.text, comment.suggests_from, comment.quote) == (
        given.paragraph_id,
        given.purpose,
        tidy.whole_text,
        tidy.suggests_from,
        clean_line(given.quote),
    )


def _store_supports(session: Session, response: Response, handles: tuple[str, ...]) -> None:
    """Keep with whose comments they agree: others' in this consultation; a handle that leads nowhere is left out."""
    session.execute(delete(CommentSupport).where(CommentSupport.response_id == response.id))
    found = session.scalars(
        select(Comment.id)
        .join(Response, Response.id == Comment.response_id)
        .where(
            Comment.handle.in_(handles),
            Response.consultation_id == response.consultation_id,
            Response.id != response.id,
        )
    )
    session.add_all(CommentSupport(response_id=response.id, comment_id=comment_id) for comment_id in found)


def _store_contact(response: Response, submitted: Submitted) -> None:
    email = clean_line(submitted.email)
    if not email:
        response.contact = None
    elif response.contact is None:
        response.contact = ResponseContact(email=email, wants_outcome=submitted.wants_outcome)
    else:
        response.contact.email, response.contact.wants_outcome = email, submitted.wants_outcome


def _store_equality(session: Session, response: Response, given: tuple[tuple[str, str], ...]) -> None:
    kept = fitting(given)
    if not kept:
        return
    key = session.get(EqualityKey, response.consultation_id)
    if key is None:
        key = EqualityKey(consultation_id=response.consultation_id, key=secrets.token_hex(32))
        session.add(key)
        session.flush()
    if key.key is None:  # destroyed at retention: nothing can be linked any more
        return
    link = equality_link(key.key, response.id)
    row = {"link": link, "consultation_id": response.consultation_id}
    session.execute(_NEW_EQUALITY, [{**row, "asked": asked, "answered": answered} for asked, answered in kept])


# Into the tables and not through their classes: a new response needs none of the objects, only the rows.
_ANSWERS = cast("Table", Answer.__table__)
_NEW_ANSWERS = insert(_ANSWERS).returning(_ANSWERS.c.question_id, _ANSWERS.c.id)
_NEW_PICKS = insert(cast("Table", Pick.__table__))
_NEW_COMMENTS = insert(cast("Table", Comment.__table__))
_NEW_EQUALITY = insert(cast("Table", EqualityAnswer.__table__))
