"""That people read: who read which text and when, once each, and what the reading queue does with a text."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consult.analysis.actions.keeping import lock_codebook
from consult.analysis.actions.moving import confirm_responses, move_response
from consult.analysis.models import Assignment, Codebook, Reading, Theme
from consult.analysis.queries.texts import owners_of
from consult.analysis.rules import ReadingWay
from consult.kernel.errors import NotFound, Refused
from consult.responses.rules import Hand

_AT_ONCE = 500


def note_readings(
    session: Session, *, codebook: Codebook, texts: Collection[int], by_id: int, way: ReadingWay, now: datetime
) -> int:
    """Keep that a person read some texts; give how many of them they had not read before."""
    is_comments = codebook.question_id is None
    column = Reading.comment_id if is_comments else Reading.answer_id
    owners = owners_of(session, codebook, texts)
    mine = select(column).where(Reading.codebook_id == codebook.id, Reading.by_id == by_id)
    wanted = sorted(owners)
    known: set[int | None] = set()
    for begin in range(0, len(wanted), _AT_ONCE):
        known.update(session.scalars(mine.where(column.in_(wanted[begin : begin + _AT_ONCE]))))
    rows = [
        {
            "codebook_id": codebook.id,
            "response_id": owners[text].response_id,
            "answer_id": None if is_comments else text,
            "comment_id": text if is_comments else None,
            "by_id": by_id,
            "way": way,
            "at": now,
        }
        for text in wanted
        if text not in known
    ]
    if rows:
        session.execute(insert(Reading), rows)
    return len(rows)


def read_text(
    session: Session,
    *,
    codebook: Codebook,
    text: int,
    seen: int | None,
    chosen: int | None,
    by_id: int,
    now: datetime,
) -> bool:
    """Settle one text of the reading queue and keep that this person read it; say whether it moved.

    Args:
        session: one that may write.
        codebook: whose text.
        text: id of an answer, or of a comment where the codebook is of paragraph comments.
        seen: the theme that it was shown in; ``None`` for none.
        chosen: the theme that it belongs to; ``None`` for none.
        by_id: who read it.
        now: when.

    Raises:
        Refused: a colleague put the text elsewhere meanwhile, or a theme does not stand any more.
        NotFound: there is no such text.
    """
    lock_codebook(session, codebook.id)
    if text not in owners_of(session, codebook, [text]):
        raise NotFound("We could not find this response. It may have been withdrawn.")
    held = _held(session, codebook, text)
    is_moved = chosen != seen
    if not _stands_already(held, seen=seen, chosen=chosen):
        if seen is not None and seen not in held:
            raise Refused("A colleague put this response into another theme meanwhile. It is left as they put it.")
        _settle(session, codebook, text, seen=seen, chosen=chosen, by_id=by_id, now=now)
    note_readings(session, codebook=codebook, texts=[text], by_id=by_id, way=ReadingWay.QUEUE, now=now)
    return is_moved


def _held(session: Session, codebook: Codebook, text: int) -> dict[int, Hand]:
    """Give the themes that a text is in, each with whose hand put it there."""
    column = Assignment.comment_id if codebook.question_id is None else Assignment.answer_id
    rows = session.execute(
        select(Assignment.theme_id, Assignment.hand)
        .join(Theme, Theme.id == Assignment.theme_id)
        .where(Theme.codebook_id == codebook.id, column == text)
    )
    return {theme: hand for theme, hand in rows}  # noqa: C416 - a Row is no pair to the type checker


def _stands_already(held: dict[int, Hand], *, seen: int | None, chosen: int | None) -> bool:
    """Say whether a text is where it was chosen to be, by an officer's word: then a second press changes nothing."""
    if chosen is None:
        return not held
    return held.get(chosen) is Hand.OFFICER and (seen == chosen or seen not in held)


def _settle(
    session: Session,
    codebook: Codebook,
    text: int,
    *,
    seen: int | None,
    chosen: int | None,
    by_id: int,
    now: datetime,
) -> None:
    themes = {key: session.get(Theme, key) for key in (seen, chosen) if key is not None}
    source, into = themes.get(seen or 0), themes.get(chosen or 0)
    if source is not None and seen == chosen:
        confirm_responses(session, theme=source, texts=[text], version=source.version, by_id=by_id, now=now)
        return
    if chosen is not None and (into is None or into.codebook_id != codebook.id):
        raise NotFound("We could not find this theme. Choose another one.")
    version = source.version if source is not None else None
    move_response(
        session, codebook=codebook, texts=[text], source=source, into=into, version=version, by_id=by_id, now=now
    )
