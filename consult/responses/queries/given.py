"""What one response says now, as the value it was sent as; never shown to anyone who may not open it."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.kernel.errors import Invalid, NotFound
from consult.kernel.references import is_code_for, read_reference, read_secret_code
from consult.responses.equality import ASKED
from consult.responses.models import Answer, Comment, CommentSupport, EqualityAnswer, EqualityKey, Response
from consult.responses.queries.concerns import passed_on
from consult.responses.receipts import equality_link
from consult.responses.rules import GivenAnswer, GivenComment, Submitted

NO_SUCH_RESPONSE = "We cannot find a response with this reference and secret code. Check both, then try again."


def response_opened_by(session: Session, *, reference: str, secret_code: str) -> Response:
    """The response that this reference and secret code open, forgiving of how they are typed.

    Raises:
        NotFound: they open nothing; which of the two is wrong is not said, so that nothing can be guessed.
    """
    try:
        wanted, code = read_reference(reference), read_secret_code(secret_code)
    except Invalid:
        raise NotFound(NO_SUCH_RESPONSE) from None
    found = session.scalar(select(Response).where(Response.reference == wanted))
    if found is None or not is_code_for(code, found.secret_hash):
        raise NotFound(NO_SUCH_RESPONSE)
    return found


def response_by_id(session: Session, *, response_id: int) -> Response:
    """One response with everything it says, in a constant number of queries.

    Raises:
        NotFound: it is gone.
    """
    found = session.scalar(
        select(Response)
        .where(Response.id == response_id)
        .options(
            selectinload(Response.answers).selectinload(Answer.picks),
            selectinload(Response.comments),
            selectinload(Response.contact),
        )
    )
    if found is None:
        raise NotFound("We cannot find this response any more.")
    return found


def given_by(session: Session, *, response: Response, submission_key: str = "") -> Submitted:
    """What a response says now, equality answers included while their key exists.

    Words that lie with the safeguarding officer are there too: this is what its writer sees and can change.
    """
    elsewhere = passed_on(session, response_id=response.id)
    return Submitted(
        channel=response.channel,
        submission_key=submission_key,
        group_id=response.group_id,
        answers=tuple(
            GivenAnswer(
                question_id=answer.question_id,
                text=elsewhere.get(("answer", answer.id), answer.text),
                choice_ids=tuple(pick.choice_id for pick in answer.picks),
                scale=answer.scale,
            )
            for answer in response.answers
        ),
        comments=tuple(
            given_comment(comment, elsewhere.get(("comment", comment.id), comment.text))
            for comment in response.comments
        ),
        supports=_supports_of(session, response),
        on_behalf_of=response.on_behalf_of,
        organisation_id=response.organisation_id,
        organisation_name=response.organisation_name,
        ward_id=response.ward_id,
        publish_as=response.publish_as,
        language=response.language,
        email=response.contact.email if response.contact else "",
        wants_outcome=bool(response.contact and response.contact.wants_outcome),
        equality=_equality_of(session, response),
        claimed_people=response.claimed_people,
        authority=response.authority,
        members_asked=response.members_asked,
    )


def given_comment(comment: Comment, text: str) -> GivenComment:
    """A stored comment as the value it was sent as, the suggested words apart again."""
    cut = len(text) if comment.suggests_from is None else comment.suggests_from
    return GivenComment(
        paragraph_id=comment.paragraph_id,
        purpose=comment.purpose,
        text=text[:cut].rstrip(),
        instead=text[cut:],
        quote=comment.quote,
        starts_at=comment.starts_at,
        ends_at=comment.ends_at,
        prefix=comment.prefix,
        suffix=comment.suffix,
    )


def _supports_of(session: Session, response: Response) -> tuple[str, ...]:
    return tuple(
        session.scalars(
            select(Comment.handle)
            .join(CommentSupport, CommentSupport.comment_id == Comment.id)
            .where(CommentSupport.response_id == response.id)
            .order_by(Comment.id)
        )
    )


def _equality_of(session: Session, response: Response) -> tuple[tuple[str, str], ...]:
    key = session.get(EqualityKey, response.consultation_id)
    if key is None or key.key is None:
        return ()
    rows = session.execute(
        select(EqualityAnswer.asked, EqualityAnswer.answered).where(
            EqualityAnswer.link == equality_link(key.key, response.id)
        )
    )
    found = {row.asked: row.answered for row in rows}
    return tuple((asked, found[asked]) for asked in ASKED if asked in found)
