"""Counts what people said, for what is published: each function is one query, whatever the number of responses."""

from collections.abc import Sequence
from typing import TypeVarTuple

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import Session

from consult.analysis.models import Assignment, Campaign, CampaignMember, Codebook, Run, Theme, Unassigned
from consult.analysis.rules import Bin, ThemeState
from consult.consultations.models import Consultation, GroupAsked
from consult.outcomes.frozen import Quote
from consult.outcomes.tallies import Counted, Group
from consult.places.models import StakeholderGroup
from consult.responses.models import Answer, Comment, Response, ScreenedText
from consult.responses.rules import Channel, OnBehalfOf, PublishAs, Screening, Timeliness

QUOTES_LOOKED_AT = 12
UNRANKED = 1_000  # behind every text that the run or an officer chose as a quote

Ts = TypeVarTuple("Ts")


def groups_in_order(session: Session) -> tuple[Group, ...]:
    """Every stakeholder group, also one no longer in use, in the order in which they are shown."""
    rows = session.execute(select(StakeholderGroup.id, StakeholderGroup.name).order_by(StakeholderGroup.position))
    return tuple(Group(id=group_id, name=name) for group_id, name in rows)


def groups_asked(session: Session, consultation_id: int) -> set[int]:
    """Ids of the groups that the consultation set out to hear."""
    return set(session.scalars(select(GroupAsked.group_id).where(GroupAsked.consultation_id == consultation_id)))


def responses_by_group(session: Session, consultation_id: int) -> list[Counted]:
    """All responses that stand, by group and by whether they came in time."""
    rows = session.execute(
        _standing(select(Response.group_id, Response.timeliness, func.count()), consultation_id).group_by(
            Response.group_id, Response.timeliness
        )
    )
    return [Counted(group_id=row[0], late=row[1] is Timeliness.LATE, n=row[2]) for row in rows]


def n_for_organisations(session: Session, consultation_id: int) -> int:
    """How many responses in time speak for an organisation or a school."""
    counted = _standing(select(func.count()), consultation_id)
    return (
        session.scalar(counted.where(Response.timeliness != Timeliness.LATE, Response.on_behalf_of != OnBehalfOf.SELF))
        or 0
    )


def theme_rows(session: Session, consultation_id: int) -> dict[int, list[Counted]]:
    """For each confirmed theme, the responses in it by group and by whether they came in time."""
    rows = session.execute(
        _standing(
            select(
                Assignment.theme_id,
                Response.group_id,
                Response.timeliness,
                func.count(distinct(Assignment.response_id)),
            )
            .join(Response, Response.id == Assignment.response_id)
            .join(Theme, Theme.id == Assignment.theme_id),
            consultation_id,
        )
        .where(Theme.state == ThemeState.CONFIRMED)
        .group_by(Assignment.theme_id, Response.group_id, Response.timeliness)
    )
    by_theme: dict[int, list[Counted]] = {}
    for theme_id, group_id, timeliness, n in rows:
        counted = Counted(group_id=group_id, late=timeliness is Timeliness.LATE, n=n)
        by_theme.setdefault(theme_id, []).append(counted)
    return by_theme


def bases(session: Session, consultation_id: int) -> dict[int | None, int]:
    """How many responses in time said something in words to each question; ``None`` for comments on the document."""
    answered = _standing(
        select(Answer.question_id, func.count(distinct(Response.id))).join(Response, Response.id == Answer.response_id),
        consultation_id,
    ).where(Answer.text != "", Response.timeliness != Timeliness.LATE)
    rows = session.execute(answered.group_by(Answer.question_id)).all()
    found: dict[int | None, int] = {row[0]: row[1] for row in rows}
    commented = _standing(
        select(func.count(distinct(Response.id))).join(Comment, Comment.response_id == Response.id), consultation_id
    )
    in_time = (Comment.text != "", Response.timeliness != Timeliness.LATE)
    found[None] = session.scalar(commented.where(*in_time)) or 0
    return found


def bins(session: Session, consultation_id: int) -> dict[tuple[int, Bin], int]:
    """How many responses in time lie in each bin of each codebook instead of in a theme."""
    rows = session.execute(
        _standing(
            select(Unassigned.codebook_id, Unassigned.bin, func.count(distinct(Unassigned.response_id))).join(
                Response, Response.id == Unassigned.response_id
            ),
            consultation_id,
        )
        .where(Response.timeliness != Timeliness.LATE)
        .group_by(Unassigned.codebook_id, Unassigned.bin)
    )
    return {(codebook_id, Bin(bin_)): n for codebook_id, bin_, n in rows}


def latest_runs(session: Session, consultation_id: int) -> dict[int, Run]:
    """The last finished run of each codebook, by codebook."""
    latest = (
        select(func.max(Run.id))
        .join(Codebook, Codebook.id == Run.codebook_id)
        .where(Codebook.consultation_id == consultation_id, Run.finished_at.is_not(None))
        .group_by(Run.codebook_id)
    )
    return {run.codebook_id: run for run in session.scalars(select(Run).where(Run.id.in_(latest)))}


def copies(session: Session, consultation_id: int, run_ids: Sequence[int]) -> list[tuple[int, int]]:
    """(campaign, response) for each copy in time of the same letter that the last runs found."""
    rows = session.execute(
        _standing(
            select(CampaignMember.campaign_id, CampaignMember.response_id)
            .join(Campaign, Campaign.id == CampaignMember.campaign_id)
            .join(Response, Response.id == CampaignMember.response_id),
            consultation_id,
        )
        .where(Campaign.run_id.in_(run_ids), Response.timeliness != Timeliness.LATE)
        .order_by(CampaignMember.campaign_id, CampaignMember.response_id)
    )
    return [(campaign_id, response_id) for campaign_id, response_id in rows]


def copies_in_themes(session: Session, consultation_id: int, run_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each theme, how many copies of a letter are in it and of how many letters."""
    rows = session.execute(
        _standing(
            select(
                Assignment.theme_id,
                func.count(distinct(CampaignMember.response_id)),
                func.count(distinct(CampaignMember.campaign_id)),
            )
            .join(Response, Response.id == Assignment.response_id)
            .join(Theme, Theme.id == Assignment.theme_id)
            .join(CampaignMember, CampaignMember.response_id == Assignment.response_id)
            .join(Campaign, (Campaign.id == CampaignMember.campaign_id) & (Campaign.codebook_id == Theme.codebook_id)),
            consultation_id,
        )
        .where(Campaign.run_id.in_(run_ids), Response.timeliness != Timeliness.LATE)
        .group_by(Assignment.theme_id)
    )
    return {theme_id: (n_copies, n_letters) for theme_id, n_copies, n_letters in rows}


def copies_in_codebooks(session: Session, consultation_id: int, run_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each codebook, how many copies of a letter its responses are and of how many letters."""
    rows = session.execute(
        _standing(
            select(
                Campaign.codebook_id,
                func.count(distinct(CampaignMember.response_id)),
                func.count(distinct(CampaignMember.campaign_id)),
            )
            .join(CampaignMember, CampaignMember.campaign_id == Campaign.id)
            .join(Response, Response.id == CampaignMember.response_id),
            consultation_id,
        )
        .where(Campaign.run_id.in_(run_ids), Response.timeliness != Timeliness.LATE)
        .group_by(Campaign.codebook_id)
    )
    return {codebook_id: (n_copies, n_letters) for codebook_id, n_copies, n_letters in rows}


def quote_candidates(
    session: Session, consultation_id: int, *, looked_at: int | None = QUOTES_LOOKED_AT
) -> dict[int, list[Quote]]:
    """For each confirmed theme that is shown, words that were screened and may be published, best first.

    ``looked_at`` is how many of each theme are enough to choose from; all of them when ``None``.
    """
    place = (
        func.row_number()
        .over(
            partition_by=Assignment.theme_id,
            order_by=(
                func.coalesce(Assignment.quote_rank, UNRANKED),
                Assignment.main.desc(),
                Assignment.confidence.desc(),
                ScreenedText.id,
            ),
        )
        .label("place")
    )
    ranked = _quotable(
        select(
            Assignment.theme_id,
            ScreenedText.public_text,
            Response.channel,
            Response.publish_as,
            Response.organisation_name,
            StakeholderGroup.name.label("group_name"),
            place,
        ),
        consultation_id,
    ).subquery()
    wanted = select(ranked).order_by(ranked.c.place)
    rows = session.execute(wanted if looked_at is None else wanted.where(ranked.c.place <= looked_at))
    by_theme: dict[int, list[Quote]] = {}
    for row in rows:
        named = row.publish_as == PublishAs.WITH_ORGANISATION_NAME
        by_theme.setdefault(row.theme_id, []).append(
            Quote(
                text=row.public_text,
                channel=Channel(row.channel),
                group=row.group_name or "",
                organisation=row.organisation_name if named else "",
            )
        )
    return by_theme


def _quotable(counted: Select[*Ts], consultation_id: int) -> Select[*Ts]:
    joined = (
        counted.select_from(Assignment)
        .join(Theme, Theme.id == Assignment.theme_id)
        .join(Response, Response.id == Assignment.response_id)
        .join(
            ScreenedText,
            (ScreenedText.answer_id == Assignment.answer_id) | (ScreenedText.comment_id == Assignment.comment_id),
        )
        .join(Consultation, Consultation.id == Response.consultation_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Response.group_id)
    )
    return _standing(joined, consultation_id).where(
        Theme.state == ThemeState.CONFIRMED,
        Theme.hidden_reason == "",
        Consultation.publishes_responses,
        ScreenedText.screening == Screening.PUBLIC,
        ScreenedText.public_text != "",
        Response.publish_as != PublishAs.NOT_PUBLISHED,
        Response.timeliness != Timeliness.LATE,
    )


def _standing(counted: Select[*Ts], consultation_id: int) -> Select[*Ts]:
    """Keep the responses of one consultation that nobody withdrew."""
    return counted.where(Response.consultation_id == consultation_id, Response.withdrawn_at.is_(None))
