"""The count: transferable votes in whole hundred-thousandths of a vote, so that no machine rounds otherwise.

Source: the Scottish Local Government Elections Order 2011, the part of its rules on counting single transferable votes:
the weighted inclusive Gregory method to five decimal places. With one seat it is the alternative vote. Pure: no
database, no clock, no chance; lots are an argument.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from consult.elections.ballots import Contest, Papers, Rule, gathered
from consult.elections.lots import Draw, Lot, Purpose, no_lots

VOTE = 100_000
"""One vote, in the units in which values are kept: five decimal places."""


class Action(StrEnum):
    """What was done in a stage."""

    FIRST_PREFERENCES = "first preferences"
    SURPLUS = "surplus"
    EXCLUSION = "exclusion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage and how matters stood at its end.

    ``votes`` holds each standing candidate's votes and ``non_transferable`` what counts for nobody any more, both in
    units of ``VOTE``; together they always make the valid vote.
    """

    number: int
    action: Action
    candidate: int | None
    votes: Mapping[int, int]
    non_transferable: int
    elected: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSheet:
    """The whole count, stage by stage, so that it can be told, printed and checked.

    ``blank`` are papers that name nobody who stands. ``used`` are the papers cut to the preferences that were looked
    at: they count to the same sheet, and say less about who wrote them.
    """

    contest: Contest
    rule: Rule
    seats: int
    valid: int
    blank: int
    quota: int
    stages: tuple[Stage, ...]
    elected: tuple[int, ...]
    lots: tuple[Lot, ...]
    used: tuple[Papers, ...]

    @property
    def vacant(self) -> int:
        """How many seats nobody took, because too few stood."""
        return self.seats - len(self.elected)


def count(
    contest: Contest, papers: Iterable[Papers], *, rule: Rule = Rule.SCOTTISH, lots: Draw = no_lots
) -> CountSheet:
    """Count the papers of a contest.

    Args:
        contest: who stands for how many seats.
        papers: the ballot papers; alike ones may come together or apart, in any order.
        rule: ``ALTERNATIVE_VOTE`` fills one seat, whatever the contest says.
        lots: draws a lot where candidates were level at every stage.

    Raises:
        ValueError: a paper names somebody who is not a candidate.
        TieNeedsLot: only a lot can decide, and ``lots`` draws none.
    """
    seats = 1 if rule is Rule.ALTERNATIVE_VOTE else contest.seats
    counting = _Counting.begin(contest, papers, seats=seats, lots=lots)
    while not counting.is_over:
        if counting.surpluses:
            counting.transfer_surplus()
        else:
            counting.exclude()
    return CountSheet(
        contest=contest,
        rule=rule,
        seats=seats,
        valid=counting.valid,
        blank=counting.blank,
        quota=counting.quota // VOTE,
        stages=tuple(counting.stages),
        elected=tuple(counting.elected),
        lots=tuple(counting.drawn),
        used=counting.used(),
    )


def quota_of(valid: int, seats: int) -> int:
    """Return how many votes elect: the smallest number that one more than ``seats`` candidates cannot all reach."""
    return valid // (seats + 1) + 1


@dataclass(slots=True, kw_only=True)
class _Counting:
    """A count under way. Papers with the same preferences always lie together and are worth the same."""

    standing: tuple[int, ...]
    seats: int
    lots: Draw
    preferences: Sequence[tuple[int, ...]]
    numbers: Sequence[int]
    valid: int
    blank: int
    at: list[int] = field(default_factory=list)  # per kind of paper: which of its preferences it lies with
    value: list[int] = field(default_factory=list)  # per kind of paper: what one of them is worth
    piles: dict[int, list[int]] = field(default_factory=dict)
    votes: dict[int, int] = field(default_factory=dict)
    continuing: set[int] = field(default_factory=set)
    elected: list[int] = field(default_factory=list)
    surpluses: set[int] = field(default_factory=set)  # elected with more than the quota, not yet transferred
    stages: list[Stage] = field(default_factory=list)
    drawn: list[Lot] = field(default_factory=list)

    @classmethod
    def begin(cls, contest: Contest, papers: Iterable[Papers], *, seats: int, lots: Draw) -> "_Counting":
        """Sort the papers by first preference and elect whoever has the quota."""
        kinds = gathered(_without(papers, contest))
        valid = [kind for kind in kinds if kind.preferences]
        counting = cls(
            standing=contest.standing,
            seats=seats,
            lots=lots,
            preferences=[kind.preferences for kind in valid],
            numbers=[kind.number for kind in valid],
            valid=sum(kind.number for kind in valid),
            blank=sum(kind.number for kind in kinds if not kind.preferences),
        )
        counting.at, counting.value = [-1] * len(valid), [VOTE] * len(valid)
        counting.continuing = set(contest.standing)
        counting.piles = {candidate: [] for candidate in contest.standing}
        counting.votes = dict.fromkeys(contest.standing, 0)
        counting._pass_on(range(len(valid)))
        counting._close(Action.FIRST_PREFERENCES, None)
        return counting

    @property
    def quota(self) -> int:
        """The quota in units of ``VOTE``."""
        return quota_of(self.valid, self.seats) * VOTE

    @property
    def is_over(self) -> bool:
        """Whether every seat is filled, or nothing is left to transfer and nobody to exclude."""
        return len(self.elected) >= self.seats or not (self.surpluses or self.continuing)

    def transfer_surplus(self) -> None:
        """Pass on the largest surplus, every paper of that candidate at a part of its value."""
        candidate = self._decide(self.surpluses, Purpose.SURPLUS)
        total = self.votes[candidate]
        surplus = total - self.quota
        pile = self._take(candidate)
        for kind in pile:  # multiplied before it is divided, and cut, not rounded, at the fifth decimal place
            self.value[kind] = surplus * self.value[kind] // total
        self.votes[candidate] = self.quota
        self.surpluses.discard(candidate)
        self._pass_on(pile)
        self._close(Action.SURPLUS, candidate)

    def exclude(self) -> None:
        """Exclude the candidate with the fewest votes and pass on all their papers at their value."""
        candidate = self._decide(self.continuing, Purpose.EXCLUDE)
        self.continuing.discard(candidate)
        pile = self._take(candidate)
        self.votes[candidate] = 0
        self._pass_on(pile)
        self._close(Action.EXCLUSION, candidate)

    def used(self) -> tuple[Papers, ...]:
        """Return the papers, each cut to the last preference that it lay with."""
        kept = zip(self.numbers, self.preferences, self.at, strict=True)
        return gathered(Papers(number=number, preferences=those[: at + 1]) for number, those, at in kept)

    def _take(self, candidate: int) -> list[int]:
        pile, self.piles[candidate] = self.piles[candidate], []
        return pile

    def _pass_on(self, pile: Iterable[int]) -> None:
        """Give each paper to the next of its preferences who is neither elected nor excluded, if there is one."""
        for kind in pile:
            those = self.preferences[kind]
            for at in range(self.at[kind] + 1, len(those)):
                if those[at] in self.continuing:
                    self.at[kind] = at
                    self.piles[those[at]].append(kind)
                    self.votes[those[at]] += self.numbers[kind] * self.value[kind]
                    break

    def _close(self, action: Action, candidate: int | None) -> None:
        """Write down how the stage ended, and elect."""
        stage = Stage(
            number=len(self.stages) + 1,
            action=action,
            candidate=candidate,
            votes=dict(self.votes),
            non_transferable=self.valid * VOTE - sum(self.votes.values()),
            elected=(),
        )
        self.stages.append(stage)
        reached = {each for each in self.continuing if self.votes[each] >= self.quota}
        self.surpluses |= {each for each in reached if self.votes[each] > self.quota}
        vacancies = self.seats - len(self.elected)
        if len(self.continuing) <= vacancies:
            reached = set(self.continuing)  # everybody who is left has a seat, with or without the quota
        now = tuple(sorted(reached, key=self._rank))
        self.continuing.difference_update(now)
        self.elected.extend(now)
        self.stages[-1] = replace(stage, elected=now)

    def _rank(self, candidate: int) -> tuple[list[int], int]:
        """Order those elected together: more votes first, now or else at the last stage where they differed."""
        return [-stage.votes[candidate] for stage in reversed(self.stages)], candidate

    def _decide(self, candidates: Iterable[int], purpose: Purpose) -> int:
        """Return the candidate with the most (to transfer) or the fewest votes (to exclude).

        Those who are level are told apart by the most recent stage at which they differed, and else by lot.
        """
        extreme = max if purpose is Purpose.SURPLUS else min
        tied = sorted(candidates)
        for stage in reversed(self.stages):
            decisive = extreme(stage.votes[each] for each in tied)
            tied = [each for each in tied if stage.votes[each] == decisive]
            if len(tied) == 1:
                return tied[0]
        number = len(self.stages) + 1
        chosen = self.lots(number, purpose, tuple(tied))
        self.drawn.append(Lot(stage=number, purpose=purpose, candidates=tuple(tied), chosen=chosen))
        return chosen


def _without(papers: Iterable[Papers], contest: Contest) -> Iterable[Papers]:
    """Return the papers without those who withdrew, as if they had never stood."""
    known = range(1, len(contest.names) + 1)
    for each in papers:
        for preference in each.preferences:
            if preference not in known:
                raise ValueError(f"A paper names candidate {preference}; there are {len(contest.names)}")
        if contest.withdrawn.isdisjoint(each.preferences):
            yield each
        else:
            kept = tuple(preference for preference in each.preferences if preference not in contest.withdrawn)
            yield Papers(number=each.number, preferences=kept)
