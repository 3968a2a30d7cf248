"""The tables of elections. The roll, the codes and the ballot box share no key, no time and no order."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

import consult.elections.keeping  # noqa: F401 - registers the triggers of these tables
from consult.bodies.models import SeatClass
from consult.elections.ballots import Rule
from consult.elections.rules import (
    ClaimKind,
    ClaimVerdict,
    ContestState,
    ElectionKind,
    Envelope,
    LawfulBasis,
    OrderHow,
    PaperIssued,
    RollSource,
    Spend,
    Timetable,
    Verdict,
)
from consult.meetings.models import Meeting
from consult.storage.db import Base

WITHOUT_ROWID = {"sqlite_with_rowid": False}
"""On SQLite such a table lies in the order of its key, so it holds no order of arrival."""


class Election(Base):
    """An occasion to vote: a notice, a timetable and one or more contests."""

    __tablename__ = "elections"
    __table_args__ = (
        CheckConstraint("nominations_open_at < nominations_close_at", name="nominations_open_first"),
        CheckConstraint("nominations_close_at < opens_at", name="nominations_close_before_voting"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[ElectionKind]
    about: Mapped[str]
    nominations_open_at: Mapped[datetime]
    nominations_close_at: Mapped[datetime]
    claims_close_at: Mapped[datetime]
    roll_fixed_on: Mapped[date]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    lot_source: Mapped[str]
    challenge_to: Mapped[str]
    challenge_by: Mapped[date]
    destroy_on: Mapped[date]
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    contests: Mapped[list["Contest"]] = relationship(back_populates="election", order_by="Contest.id")

    @property
    def timetable(self) -> Timetable:
        """The moments of this election as a value."""
        names = ("nominations_open_at", "nominations_close_at", "claims_close_at", "roll_fixed_on")
        return Timetable(**{name: getattr(self, name) for name in (*names, "opens_at", "closes_at")})


class Contest(Base):
    """One contest of an election: who stands for how many seats, before which voters."""

    __tablename__ = "contests"
    __table_args__ = (
        UniqueConstraint("election_id", "slug"),
        CheckConstraint("seats >= 1", name="some_seats"),
        CheckConstraint("ron_most_vacant >= 1", name="ron_leaves_one_vacant"),
        CheckConstraint(
            "state NOT IN ('closed', 'opened', 'counted', 'declared') OR seal_number != ''",
            name="sealed_before_it_is_opened",
        ),
        CheckConstraint("state != 'abandoned' OR abandoned_reason != ''", name="abandoned_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id", ondelete="RESTRICT"), index=True)
    seat_class_id: Mapped[int | None] = mapped_column(ForeignKey("seat_classes.id", ondelete="RESTRICT"), index=True)
    slug: Mapped[str]
    reference: Mapped[str] = mapped_column(unique=True)  # its name in lots, seals and commitments
    title: Mapped[str]
    electorate: Mapped[str]
    seats: Mapped[int]
    rule: Mapped[Rule]
    ron: Mapped[bool] = mapped_column(default=False)
    ron_forces_poll: Mapped[bool] = mapped_column(default=False)
    ron_most_vacant: Mapped[int] = mapped_column(default=1)
    by_web: Mapped[bool] = mapped_column(default=True)
    on_paper: Mapped[bool] = mapped_column(default=True)
    by_post: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ContestState] = mapped_column(default=ContestState.DRAFTED)
    version: Mapped[int] = mapped_column(default=1)
    order_how: Mapped[OrderHow | None]
    roll_source: Mapped[RollSource | None]
    roll_basis: Mapped[LawfulBasis | None]
    roll_fixed_at: Mapped[datetime | None]
    public_key: Mapped[str] = mapped_column(default="")
    key_boxes: Mapped[dict[str, str]] = mapped_column(default=dict)
    codes_issued: Mapped[bool] = mapped_column(default=False)
    seal_number: Mapped[str] = mapped_column(default="")
    lot_seed: Mapped[str] = mapped_column(default="")
    hall_found: Mapped[int | None]
    explained: Mapped[str] = mapped_column(default="")
    observer_hash: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    declared_at: Mapped[datetime | None]
    abandoned_reason: Mapped[str] = mapped_column(default="")

    election: Mapped[Election] = relationship(back_populates="contests")
    seat_class: Mapped[SeatClass | None] = relationship()  # whose seats it fills
    nominations: Mapped[list["Nomination"]] = relationship(back_populates="contest", order_by="Nomination.id")
    holders: Mapped[list["KeyHolder"]] = relationship(back_populates="contest", order_by="KeyHolder.number")
    counted: Mapped["CountRecord | None"] = relationship(back_populates="contest")
    countback: Mapped["CountbackRule | None"] = relationship(back_populates="contest", cascade="all, delete-orphan")

    @property
    def countback_until(self) -> date | None:
        """The last day on which a seat may be filled by counting back; nothing where the notice does not allow it."""
        return self.countback.until_on if self.countback else None


class Nomination(Base):
    """That someone is put forward: by whom, with which statement, whether they agreed, and what was decided."""

    __tablename__ = "nominations"
    __table_args__ = (
        UniqueConstraint("contest_id", "number"),
        CheckConstraint("verdict != 'invalid' OR reason != ''", name="refused_with_a_reason"),
        CheckConstraint("verdict != 'valid' OR consented_at IS NOT NULL", name="valid_with_consent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="RESTRICT"), index=True)
    reference: Mapped[str] = mapped_column(unique=True)
    secret_hash: Mapped[str]
    submission_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    statement: Mapped[str] = mapped_column(default="")
    interests: Mapped[str] = mapped_column(default="")
    proposer: Mapped[str]
    seconder: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime]
    consented_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    verdict: Mapped[Verdict] = mapped_column(default=Verdict.UNDECIDED)
    reason: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    number: Mapped[int | None]  # on the ballot paper
    version: Mapped[int] = mapped_column(default=1)

    contest: Mapped[Contest] = relationship(back_populates="nominations")

    @property
    def stands(self) -> bool:
        """Whether this person is a candidate."""
        return self.verdict is Verdict.VALID and self.withdrawn_at is None


class RollEntry(Base):
    """One right to vote: a person in the electorate of a contest. It knows no code and no ballot."""

    __tablename__ = "roll_entries"
    __table_args__ = (
        UniqueConstraint("contest_id", "name_key", "detail_key"),
        CheckConstraint("envelope != 'rejected' OR envelope_reason != ''", name="rejected_with_a_reason"),
        CheckConstraint("envelope = 'none' OR paper = 'post'", name="envelope_of_a_postal_paper"),
        WITHOUT_ROWID,
    )

    id: Mapped[str] = mapped_column(primary_key=True)  # random
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str]
    detail: Mapped[str]  # what tells two people of one name apart: a postcode, a class, a member's number
    name_key: Mapped[str]
    detail_key: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    issues: Mapped[int] = mapped_column(default=0)
    sent_by: Mapped[str] = mapped_column(default="")
    sent_on: Mapped[date | None]
    paper: Mapped[PaperIssued] = mapped_column(default=PaperIssued.NONE)
    envelope: Mapped[Envelope] = mapped_column(default=Envelope.NONE)
    envelope_reason: Mapped[str] = mapped_column(default="")


class RollClaim(Base):
    """What somebody says of the roll before it is fixed, and what was decided."""

    __tablename__ = "roll_claims"
    __table_args__ = (CheckConstraint("verdict != 'refused' OR reason != ''", name="refused_with_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="RESTRICT"), index=True)
    submission_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ClaimKind]
    name: Mapped[str]
    detail: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    made_on: Mapped[date]
    verdict: Mapped[ClaimVerdict] = mapped_column(default=ClaimVerdict.OPEN)
    reason: Mapped[str] = mapped_column(default="")


class KeyHolder(Base):
    """One of the three who hold the key together."""

    __tablename__ = "key_holders"
    __table_args__ = (UniqueConstraint("contest_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="RESTRICT"), index=True)
    number: Mapped[int]
    name: Mapped[str]
    office: Mapped[str]
    link_hash: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[str] = mapped_column(default="")

    contest: Mapped[Contest] = relationship(back_populates="holders")


class BallotCode(Base):
    """That a code exists: its keyed hash, and nobody's name."""

    __tablename__ = "ballot_codes"
    __table_args__ = (WITHOUT_ROWID,)

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="RESTRICT"), index=True)


class CodeSpend(Base):
    """That a code was spent, once for ever: its key is the code's."""

    __tablename__ = "code_spends"
    __table_args__ = (WITHOUT_ROWID,)

    code_hash: Mapped[str] = mapped_column(ForeignKey("ballot_codes.code_hash", ondelete="RESTRICT"), primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="RESTRICT"), index=True)
    how: Mapped[Spend]


class SealedBallot(Base):
    """A ballot in the box: its commitment and what only two key holders can open. No time, no person, no code."""

    __tablename__ = "sealed_ballots"
    __table_args__ = (WITHOUT_ROWID,)

    commitment: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="RESTRICT"), index=True)
    sealed: Mapped[str]  # hexadecimal; of one length in a contest


class PaperBallot(Base):
    """A paper from the box, typed in by two people; where they differ, somebody settles it."""

    __tablename__ = "paper_ballots"
    __table_args__ = (
        UniqueConstraint("contest_id", "number"),
        CheckConstraint("second_by_id IS NULL OR second_by_id != first_by_id", name="typed_in_by_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="RESTRICT"))
    number: Mapped[int]  # written on the paper when the box was emptied and shuffled
    came_by: Mapped[PaperIssued]
    first: Mapped[dict[str, Any]]
    first_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    second: Mapped[dict[str, Any] | None]
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    settled: Mapped[dict[str, Any] | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="RESTRICT"), index=True)
    settled_note: Mapped[str] = mapped_column(default="")


class OpenedPapers(Base):
    """Alike ballots from the opened box, and how many: which sealed ballot each was is not kept."""

    __tablename__ = "opened_papers"
    __table_args__ = (CheckConstraint("number >= 1", name="some_papers"), WITHOUT_ROWID)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="RESTRICT"), primary_key=True)
    preferences: Mapped[str] = mapped_column(primary_key=True)  # numbers with spaces; empty for a blank ballot
    number: Mapped[int]


class CountRecord(Base):
    """The count sheet of a contest with what it was counted from; it never changes."""

    __tablename__ = "count_records"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="RESTRICT"), primary_key=True)
    sheet: Mapped[dict[str, Any]]
    blt: Mapped[str]  # every ballot cut to the preferences that the count used
    papers_sha256: Mapped[str]
    spoilt: Mapped[dict[str, int]]  # reasons and how many
    counted_at: Mapped[datetime]

    contest: Mapped[Contest] = relationship(back_populates="counted")


class CountbackRule(Base):
    """That the notice of a contest allows a countback, and until when."""

    __tablename__ = "countback_rules"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="CASCADE"), primary_key=True)
    until_on: Mapped[date]

    contest: Mapped[Contest] = relationship(back_populates="countback")


class Countback(Base):
    """That the ballots of a contest were counted back for a seat that fell empty; it never changes."""

    __tablename__ = "countbacks"
    __table_args__ = (CheckConstraint("left_number >= 1", name="somebody_left"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="RESTRICT"), index=True)
    left_number: Mapped[int]  # of the member whose seat it was, on the ballot paper
    unwilling: Mapped[list[int]]  # numbers of those who did not want the seat
    follows: Mapped[int | None]  # nobody, where "re-open nominations" came first or nobody was left
    blt: Mapped[str]  # every ballot cut to the preferences that this count used
    blank: Mapped[int]
    counted_at: Mapped[datetime]

    contest: Mapped[Contest] = relationship()


class ContestMeeting(Base):
    """That people vote on a contest at a meeting of a body."""

    __tablename__ = "contest_meetings"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contests.id", ondelete="CASCADE"), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="RESTRICT"), index=True)

    contest: Mapped[Contest] = relationship()
    meeting: Mapped[Meeting] = relationship()
