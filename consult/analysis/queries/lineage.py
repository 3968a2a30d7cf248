"""Where a theme came from: what was merged into it, also by way of others, so that no minority is lost from sight."""

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from consult.analysis.models import Proposal, Theme
from consult.analysis.rules import ThemeState


def merged_from(session: Session, theme: Theme) -> list[tuple[Theme, int]]:
    """Every theme that was merged into this one, also through others, with how many texts the run had put into it."""
    by_target = _merged(session, theme.codebook_id)
    found: list[Theme] = []
    waiting = list(by_target.get(theme.id, ()))
    while waiting:
        each = waiting.pop(0)
        found.append(each)
        waiting += by_target.get(each.id, ())
    sizes = _proposed_sizes(session, [each.id for each in found])
    return [(each, sizes.get(each.id, 0)) for each in found]


def minorities_within(session: Session, codebook_id: int) -> dict[int, list[Theme]]:
    """By standing theme, the minority themes that were merged into it, also through others."""
    by_target = _merged(session, codebook_id)
    target = {each.id: each.merged_into_id for merged in by_target.values() for each in merged}
    found: dict[int, list[Theme]] = {}
    for each in (each for merged in by_target.values() for each in merged if each.minority):
        end = each.merged_into_id
        while end in target:
            end = target[end]
        if end is not None:
            found.setdefault(end, []).append(each)
    return found


def _merged(session: Session, codebook_id: int) -> dict[int, list[Theme]]:
    rows = session.scalars(
        select(Theme).where(Theme.codebook_id == codebook_id, Theme.state == ThemeState.MERGED).order_by(Theme.id)
    )
    by_target: dict[int, list[Theme]] = {}
    for theme in rows:
        by_target.setdefault(theme.merged_into_id or 0, []).append(theme)
    return by_target


def _proposed_sizes(session: Session, themes: list[int]) -> dict[int, int]:
    rows = session.execute(
        select(Proposal.theme_id, func.count(distinct(Proposal.text_id)))
        .where(Proposal.theme_id.in_(themes))
        .group_by(Proposal.theme_id)
    )
    return {theme: n for theme, n in rows if theme is not None}
