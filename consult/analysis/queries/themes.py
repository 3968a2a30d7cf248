"""The themes of one codebook with their figures: a constant number of queries, whatever the number of responses."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVarTuple

from sqlalchemy import Select, case, distinct, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.analysis.models import Assignment, Campaign, CampaignMember, Codebook, Theme, Unassigned
from consult.analysis.queries.lineage import minorities_within
from consult.analysis.queries.reading import n_read_by_theme
from consult.analysis.rules import STANDING, Bin, ThemeState
from consult.consultations.models import Question
from consult.consultations.rules import CountingRule
from consult.kernel.errors import NotFound
from consult.places.models import StakeholderGroup
from consult.responses.models import Answer, Comment, Response
from consult.responses.rules import Channel, Hand, Timeliness

QUOTES = 3
_SHORTEST_QUOTE, _LONGEST_QUOTE = 20, 400
_NO_HANDS: tuple[int, int, float | None] = (0, 0, None)
_late = case((Response.timeliness == Timeliness.LATE, 1), else_=0)

Ts = TypeVarTuple("Ts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How many of a group said something, of how many who answered; no group: those who did not say."""

    group: str
    n: int
    base: int

    @property
    def share(self) -> float:
        """Which part of the group it was."""
        return self.n / self.base if self.base else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What someone wrote, letter for letter, with the group and the channel."""

    theme_id: int
    response_id: int
    words: str
    group: str
    channel: Channel
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A theme with its figures. ``n`` counts responses in time, late ones apart, copies of a letter among both."""

    theme: Theme
    n: int = 0
    n_late: int = 0
    n_copies: int = 0
    n_letters: int = 0
    n_by_officers: int = 0
    n_unsure: int = 0
    n_read: int = 0
    confidence: float | None = None
    minorities: tuple[str, ...] = ()
    base: int = 0
    groups: tuple[Said, ...] = ()
    quotes: tuple[Words, ...] = ()

    @property
    def n_each_once(self) -> int:
        """How many there are with each letter counted once; late ones apart."""
        return self.n - self.n_copies + self.n_letters

    def counted(self, rule: CountingRule) -> int:
        """How many count under a rule: every person, or each letter as one."""
        return self.n_each_once if rule is CountingRule.ONE_VOICE else self.n

    @property
    def share(self) -> float:
        """Which part of those who answered said it."""
        return self.n / self.base if self.base else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The themes of a codebook by weight, and what lies beside them."""

    codebook: Codebook
    themes: tuple[Weighed, ...]
    base: int
    n_late: int
    n_unthemed: int
    n_nothing: int
    n_campaigns: int

    @property
    def unconfirmed(self) -> tuple[Weighed, ...]:
        """The themes that nobody has confirmed yet."""
        return tuple(weighed for weighed in self.themes if weighed.theme.state is ThemeState.SUGGESTED)


@dataclass(slots=True)
class _Counts:
    in_time: dict[str, int] = field(default_factory=dict)
    late: int = 0

    def add(self, group: str, *, is_late: bool, n: int) -> None:
        if is_late:
            self.late += n
        else:
            self.in_time[group] = self.in_time.get(group, 0) + n


def codebook_by_id(session: Session, codebook_id: int, *, consultation_id: int) -> Codebook:
    """The codebook with this number, of this consultation, with the question it is about.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(
        select(Codebook)
        .where(Codebook.id == codebook_id, Codebook.consultation_id == consultation_id)
        .options(
            joinedload(Codebook.consultation),
            joinedload(Codebook.question).selectinload(Question.words),
        )
    )
    if found is None:
        raise NotFound("We could not find these themes. Go back to the analysis of the consultation.")
    return found


def theme_by_id(session: Session, theme_id: int, *, codebook_id: int) -> Theme:
    """The theme with this number, of this codebook.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Theme).where(Theme.id == theme_id, Theme.codebook_id == codebook_id))
    if found is None:
        raise NotFound("We could not find this theme. Go back to the themes and look again.")
    return found


def standing_themes(session: Session, codebook_id: int) -> Sequence[Theme]:
    """The themes of a codebook that hold responses, by name."""
    return session.scalars(
        select(Theme).where(Theme.codebook_id == codebook_id, Theme.state.in_(STANDING)).order_by(Theme.name, Theme.id)
    ).all()


def all_names(session: Session, codebook_id: int) -> dict[int, str]:
    """The names of all themes of a codebook, whatever became of them."""
    rows = session.execute(select(Theme.id, Theme.name).where(Theme.codebook_id == codebook_id))
    return {theme_id: name for theme_id, name in rows}  # noqa: C416 - a Row is no pair to the type checker


def n_texts_in(session: Session, theme_id: int) -> int:
    """How many texts a theme holds."""
    return session.scalar(select(func.count()).where(Assignment.theme_id == theme_id)) or 0


def board(session: Session, codebook: Codebook, *, unsure_below: float = 0.0, only: int | None = None) -> Board:
    """The themes of a codebook in order of weight, or ``only`` one of them; ten queries."""
    bases = _bases(session, codebook)
    asked = select(Theme).where(Theme.codebook_id == codebook.id)
    asked = asked.where(Theme.state.in_(STANDING)) if only is None else asked.where(Theme.id == only)
    themes = session.scalars(asked.options(selectinload(Theme.codebook))).all()
    sizes, quotes = _sizes(session, codebook), _quotes(session, codebook)
    copies, hands = _copies(session, codebook), _hands(session, codebook, unsure_below=unsure_below)
    read, within = n_read_by_theme(session, codebook), minorities_within(session, codebook.id)
    base = sum(bases.in_time.values())
    weighed = [
        Weighed(
            theme=theme,
            n=sum(sizes.get(theme.id, _Counts()).in_time.values()),
            n_late=sizes.get(theme.id, _Counts()).late,
            n_copies=copies.get(theme.id, (0, 0))[0],
            n_letters=copies.get(theme.id, (0, 0))[1],
            n_by_officers=hands.get(theme.id, _NO_HANDS)[0],
            n_unsure=hands.get(theme.id, _NO_HANDS)[1],
            confidence=hands.get(theme.id, _NO_HANDS)[2],
            n_read=read.get(theme.id, 0),
            minorities=tuple(each.name for each in within.get(theme.id, ())),
            base=base,
            groups=_by_group(sizes.get(theme.id, _Counts()), bases),
            quotes=tuple(quotes.get(theme.id, ())),
        )
        for theme in themes
    ]
    bins, rule = _bins(session, codebook), codebook.consultation.counting_rule
    weighed.sort(key=lambda each: (-each.counted(rule), -each.n, -each.n_late, each.theme.name, each.theme.id))
    return Board(
        codebook=codebook,
        themes=tuple(weighed),
        base=base,
        n_late=bases.late,
        n_unthemed=bins.get(Bin.UNTHEMED, 0),
        n_nothing=bins.get(Bin.NO_SUBSTANTIVE_ANSWER, 0),
        n_campaigns=session.scalar(select(func.count()).where(Campaign.codebook_id == codebook.id)) or 0,
    )


def _by_group(size: _Counts, bases: _Counts) -> tuple[Said, ...]:
    rows = [Said(group=group, n=n, base=bases.in_time.get(group, n)) for group, n in size.in_time.items()]
    return tuple(sorted(rows, key=lambda row: (-row.n, row.group)))


def _bases(session: Session, codebook: Codebook) -> _Counts:
    """How many responses wrote something here, by group."""
    kind = Comment if codebook.question_id is None else Answer
    asked = (
        select(StakeholderGroup.name, _late, func.count(distinct(Response.id)))
        .select_from(kind)
        .join(Response, Response.id == kind.response_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Response.group_id)
        .where(kind.text != "")
        .group_by(StakeholderGroup.name, _late)
    )
    if codebook.question_id is not None:
        asked = asked.where(Answer.question_id == codebook.question_id)
    counts = _Counts()
    for group, is_late, n in session.execute(_standing(asked, codebook)):
        counts.add(group or "", is_late=bool(is_late), n=n)
    return counts


def _sizes(session: Session, codebook: Codebook) -> dict[int, _Counts]:
    rows = session.execute(
        _standing(
            select(Assignment.theme_id, StakeholderGroup.name, _late, func.count(distinct(Response.id)))
            .select_from(Assignment)
            .join(Theme, Theme.id == Assignment.theme_id)
            .join(Response, Response.id == Assignment.response_id)
            .outerjoin(StakeholderGroup, StakeholderGroup.id == Response.group_id)
            .where(Theme.codebook_id == codebook.id),
            codebook,
        ).group_by(Assignment.theme_id, StakeholderGroup.name, _late)
    )
    sizes: dict[int, _Counts] = {}
    for theme_id, group, is_late, n in rows:
        sizes.setdefault(theme_id, _Counts()).add(group or "", is_late=bool(is_late), n=n)
    return sizes


def _hands(session: Session, codebook: Codebook, *, unsure_below: float) -> dict[int, tuple[int, int, float | None]]:
    """By theme, how many an officer placed or confirmed, of how many the machine was unsure, how sure it was."""
    by_officer = case((Assignment.hand == Hand.OFFICER, 1), else_=0)
    unsure = case(((Assignment.hand == Hand.MACHINE) & (Assignment.confidence < unsure_below), 1), else_=0)
    sure = case((Assignment.hand == Hand.MACHINE, Assignment.confidence))
    rows = session.execute(
        _standing(
            select(Assignment.theme_id, func.sum(by_officer), func.sum(unsure), func.avg(sure))
            .select_from(Assignment)
            .join(Theme, Theme.id == Assignment.theme_id)
            .join(Response, Response.id == Assignment.response_id)
            .where(Theme.codebook_id == codebook.id),
            codebook,
        ).group_by(Assignment.theme_id)
    )
    return {theme: (int(officers or 0), int(doubtful or 0), mean) for theme, officers, doubtful, mean in rows}


def _copies(session: Session, codebook: Codebook) -> dict[int, tuple[int, int]]:
    """By theme, how many of its responses are copies of a letter, and of how many letters; late ones apart."""
    rows = session.execute(
        _standing(
            select(
                Assignment.theme_id,
                func.count(distinct(CampaignMember.response_id)),
                func.count(distinct(CampaignMember.campaign_id)),
            )
            .select_from(Assignment)
            .join(Theme, Theme.id == Assignment.theme_id)
            .join(Response, Response.id == Assignment.response_id)
            .join(CampaignMember, CampaignMember.response_id == Assignment.response_id)
            .join(Campaign, Campaign.id == CampaignMember.campaign_id)
            .where(
                Theme.codebook_id == codebook.id,
                Campaign.codebook_id == codebook.id,
                Response.timeliness != Timeliness.LATE,
            ),
            codebook,
        ).group_by(Assignment.theme_id)
    )
    return {theme_id: (n_copies, n_letters) for theme_id, n_copies, n_letters in rows}


def _quotes(session: Session, codebook: Codebook) -> dict[int, list[Words]]:
    """By theme, up to three texts that show it best: what the run chose, then main and sure, short enough to read."""
    kind = Comment if codebook.question_id is None else Answer
    key = Assignment.comment_id if codebook.question_id is None else Assignment.answer_id
    readable = case((func.length(kind.text).between(_SHORTEST_QUOTE, _LONGEST_QUOTE), 0), else_=1)
    place = func.row_number().over(
        partition_by=Assignment.theme_id,
        order_by=(
            func.coalesce(Assignment.quote_rank, QUOTES + 1),
            readable,
            Assignment.main.desc(),
            Assignment.confidence.desc(),
            Assignment.id,
        ),
    )
    ranked = _standing(
        select(
            Assignment.theme_id,
            Assignment.response_id,
            Assignment.starts_at,
            Assignment.ends_at,
            kind.text,
            StakeholderGroup.name,
            Response.channel,
            Response.language,
            place.label("place"),
        )
        .select_from(Assignment)
        .join(Theme, Theme.id == Assignment.theme_id)
        .join(kind, kind.id == key)
        .join(Response, Response.id == Assignment.response_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Response.group_id)
        .where(Theme.codebook_id == codebook.id),
        codebook,
    ).subquery()
    quotes: dict[int, list[Words]] = {}
    for row in session.execute(select(ranked).where(ranked.c.place <= QUOTES).order_by(ranked.c.place)):
        whole = row.starts_at is None or row.ends_at is None
        quotes.setdefault(row.theme_id, []).append(
            Words(
                theme_id=row.theme_id,
                response_id=row.response_id,
                words=row.text if whole else row.text[row.starts_at : row.ends_at],
                group=row.name or "",
                channel=Channel(row.channel),
                language=row.language,
            )
        )
    return quotes


def _bins(session: Session, codebook: Codebook) -> dict[Bin, int]:
    rows = session.execute(
        _standing(
            select(Unassigned.bin, func.count())
            .select_from(Unassigned)
            .join(Response, Response.id == Unassigned.response_id)
            .where(Unassigned.codebook_id == codebook.id),
            codebook,
        ).group_by(Unassigned.bin)
    )
    return {Bin(bin_): n for bin_, n in rows}


def _standing(asked: Select[*Ts], codebook: Codebook) -> Select[*Ts]:
    """Keep the responses that nobody withdrew."""
    return asked.where(Response.consultation_id == codebook.consultation_id, Response.withdrawn_at.is_(None))
