"""Themes of several questions that say the same, with everyone who says it counted once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import case, distinct, func, select, union
from sqlalchemy.orm import Session, selectinload

from consult.accounts.models import Account
from consult.analysis.models import Assignment, Codebook, LinkedTheme, Theme, ThemeLink
from consult.analysis.rules import STANDING, ThemeState
from consult.kernel.errors import NotFound
from consult.responses.models import Answer, Comment, Response
from consult.responses.rules import Timeliness


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """One link: its themes as they are today, how many people say any of them, and how many wrote where they could.

    A theme that was merged is followed to where it went; one that stands no more says nothing here.
    """

    link: ThemeLink
    themes: tuple[Theme, ...]
    n: int
    n_late: int
    base: int
    by: str

    @property
    def share(self) -> float:
        """Which part of those who wrote says it."""
        return self.n / self.base if self.base else 0.0


def links_of(
    session: Session, consultation_id: int, *, only: Collection[ThemeState] = STANDING, published: bool = False
) -> list[Linked]:
    """Every link of a consultation that stands, the most people first; as many queries for many responses as for few.

    Args:
        session: one that reads.
        consultation_id: whose links.
        only: the states of themes that count.
        published: leave themes out that are hidden from the public, and links that then have fewer than two themes.
    """
    links = _links(session, consultation_id, ended=False)
    if not links:
        return []
    themes, targets = _themes(session, consultation_id)
    held = {
        link.id: [
            theme
            for theme in (themes[key] for key in _followed(link, targets))
            if theme.state in only and not (published and theme.hidden_reason)
        ]
        for link in links
    }
    if published:
        links = [link for link in links if len({theme.codebook_id for theme in held[link.id]}) > 1]
    counted, makers = _counted(session, consultation_id, held), _makers(session, links)
    found = [
        Linked(
            link=link,
            themes=tuple(held[link.id]),
            n=counted.get((link.id, False), 0),
            n_late=counted.get((link.id, True), 0),
            base=_base(session, consultation_id, {theme.codebook_id for theme in held[link.id]}),
            by=makers.get(link.linked_by_id, ""),
        )
        for link in links
    ]
    return sorted(found, key=lambda each: (-each.n, each.link.name, each.link.id))


def ended_links_of(session: Session, consultation_id: int) -> Sequence[ThemeLink]:
    """The links that were taken back, the latest first."""
    return sorted(_links(session, consultation_id, ended=True), key=lambda link: -link.id)


def link_by_id(session: Session, link_id: int, *, consultation_id: int) -> ThemeLink:
    """The link with this number, of this consultation.

    Raises:
        NotFound: there is none.
    """
    found = session.get(ThemeLink, link_id)
    if found is None or found.consultation_id != consultation_id:
        raise NotFound("We could not find this link. Go back to the themes and look again.")
    return found


def themes_to_link(session: Session, consultation_id: int) -> Sequence[Theme]:
    """The themes that stand and are in no link, question by question."""
    taken = select(LinkedTheme.theme_id).where(LinkedTheme.stands.is_(True))
    return session.scalars(
        select(Theme)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.consultation_id == consultation_id, Theme.state.in_(STANDING), Theme.id.not_in(taken))
        .order_by(Codebook.question_id.is_(None), Codebook.question_id, Theme.name, Theme.id)
    ).all()


def _links(session: Session, consultation_id: int, *, ended: bool) -> list[ThemeLink]:
    has_ended = ThemeLink.ended_at.is_not(None) if ended else ThemeLink.ended_at.is_(None)
    asked = select(ThemeLink).where(ThemeLink.consultation_id == consultation_id, has_ended)
    return list(session.scalars(asked.options(selectinload(ThemeLink.members)).order_by(ThemeLink.id)))


def _themes(session: Session, consultation_id: int) -> tuple[dict[int, Theme], dict[int, int]]:
    """Every theme of a consultation, and into which one each merged theme went."""
    rows = session.scalars(
        select(Theme)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.consultation_id == consultation_id)
        .options(selectinload(Theme.codebook))
    ).all()
    merged = {
        theme.id: theme.merged_into_id
        for theme in rows
        if theme.state is ThemeState.MERGED and theme.merged_into_id is not None
    }
    return {theme.id: theme for theme in rows}, merged


def _followed(link: ThemeLink, targets: Mapping[int, int]) -> list[int]:
    found: dict[int, None] = {}
    for member in link.members:
        end = member.theme_id
        while end in targets:
            end = targets[end]
        found[end] = None
    return list(found)


def _counted(
    session: Session, consultation_id: int, held: Mapping[int, Sequence[Theme]]
) -> dict[tuple[int, bool], int]:
    """By link and whether late, how many responses say any of its themes; each once."""
    place = {theme.id: link for link, themes in held.items() for theme in themes}
    if not place:
        return {}
    of_link = case(place, value=Assignment.theme_id)
    is_late = case((Response.timeliness == Timeliness.LATE, 1), else_=0)
    rows = session.execute(
        select(of_link, is_late, func.count(distinct(Response.id)))
        .select_from(Assignment)
        .join(Response, Response.id == Assignment.response_id)
        .where(
            Assignment.theme_id.in_(place),
            Response.consultation_id == consultation_id,
            Response.withdrawn_at.is_(None),
        )
        .group_by(of_link, is_late)
    )
    return {(link, bool(late)): n for link, late, n in rows}


def _base(session: Session, consultation_id: int, codebook_ids: Collection[int]) -> int:
    """How many responses in time wrote something to any of these questions, or commented; each once."""
    asked = [
        select(Answer.response_id)
        .join(Codebook, Codebook.question_id == Answer.question_id)
        .where(Codebook.id.in_(codebook_ids), Answer.text != ""),
        select(Comment.response_id)
        .join(Response, Response.id == Comment.response_id)
        .join(Codebook, Codebook.consultation_id == Response.consultation_id)
        .where(Codebook.id.in_(codebook_ids), Codebook.question_id.is_(None), Comment.text != ""),
    ]
    wrote = union(*asked).subquery()
    counted = select(func.count()).select_from(wrote).join(Response, Response.id == wrote.c.response_id)
    standing = (
        Response.consultation_id == consultation_id,
        Response.withdrawn_at.is_(None),
        Response.timeliness != Timeliness.LATE,
    )
    return session.scalar(counted.where(*standing)) or 0


def _makers(session: Session, links: Sequence[ThemeLink]) -> dict[int, str]:
    asked = select(Account.id, Account.name).where(Account.id.in_({link.linked_by_id for link in links}))
    return {key: name for key, name in session.execute(asked)}  # noqa: C416 - a Row is no pair to the type checker
