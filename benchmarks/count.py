"""How many ballots a second are counted, beside pyrankvote and votelib, on the same papers in one run.

    pip install pyrankvote votelib
    python benchmarks/count.py [--papers 10000 100000] [--contests FOLDER_OF_BLT_FILES]

The contests are drawn by ourselves from a fixed seed: eight candidates, three seats, a few common rankings and many
rare ones, as in real wards. Each program gets the papers in the form it likes best: ours and votelib take alike papers
together, pyrankvote takes them one by one. Building that form is not timed. With a folder of .blt files, those are
counted too and ours is compared with pyrankvote's winners. Times are the best of three, the programs taking turns.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import time
from collections.abc import Callable
from pathlib import Path

from consult.elections.ballots import Contest, Papers, gathered
from consult.elections.blt import read_blt
from consult.elections.count import count
from consult.elections.lots import lots_from

ROUNDS = 3
SEED = 20_260_514
HEADING = f"{'papers':>9} {'kinds':>7} {'ours /s':>12} {'pyrankvote /s':>14} {'votelib /s':>12} {'ours ÷ best':>12}"

Timed = Callable[[], object]


def main() -> None:
    """Print one line per size, and one for the folder of real contests if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--contests", type=Path)
    asked = parser.parse_args()
    print(HEADING)
    for papers in asked.papers:
        contest, kinds = drawn(papers)
        print(line([(contest, kinds)]))
    if asked.contests:
        boxes = [read_blt(path.read_text("utf-8")) for path in sorted(asked.contests.glob("*.blt"))]
        print(line([(box.contest, gathered(box.papers)) for box in boxes]), f"({len(boxes)} contests)")


def drawn(papers: int) -> tuple[Contest, tuple[Papers, ...]]:
    """Return an invented contest with so many papers."""
    chance = random.Random(SEED)  # noqa: S311 - a benchmark's papers, not a lot
    contest = Contest(id="invented", names=tuple(f"c{number}" for number in range(1, 9)), seats=3)
    leanings = [chance.sample(range(1, 9), 8) for _ in range(40)]
    kinds = []
    for _ in range(papers):
        ranking = list(chance.choices(leanings, weights=[1 / (1 + n) for n in range(40)])[0])
        if chance.random() < 0.4:
            first, second = chance.sample(range(8), 2)
            ranking[first], ranking[second] = ranking[second], ranking[first]
        kinds.append(Papers(number=1, preferences=tuple(ranking[: chance.randint(1, 8)])))
    return contest, gathered(kinds)


def line(polls: list[tuple[Contest, tuple[Papers, ...]]]) -> str:
    """Count the polls with each program in turn and return the figures as a line."""
    n_papers = sum(kind.number for _contest, kinds in polls for kind in kinds)
    programs = {"ours": ours(polls), "pyrankvote": pyrankvote(polls), "votelib": votelib(polls)}
    best = {name: float("inf") for name in programs}
    for _ in range(ROUNDS):
        for name, run in programs.items():
            if run is not None:
                best[name] = min(best[name], taken_by(run))
    rates = {name: n_papers / seconds for name, seconds in best.items()}
    rival = max(rates["pyrankvote"], rates["votelib"])
    ratio = f"{rates['ours'] / rival:,.0f}" if rival else "–"
    shown = {name: f"{rate:,.0f}" if rate else "–" for name, rate in rates.items()}
    kinds = sum(len(kinds) for _contest, kinds in polls)
    return (
        f"{n_papers:>9,} {kinds:>7,} {shown['ours']:>12} {shown['pyrankvote']:>14} {shown['votelib']:>12} {ratio:>12}"
    )


def taken_by(run: Timed) -> float:
    """Return the seconds that a run takes; infinity where the program breaks down."""
    start = time.perf_counter()
    try:
        run()
    except Exception as fault:  # noqa: BLE001 - a rival that breaks down is a finding, not our failure
        print(f"  ({type(fault).__name__}: {str(fault)[:80]})")
        return float("inf")
    return time.perf_counter() - start


def ours(polls: list[tuple[Contest, tuple[Papers, ...]]]) -> Timed:
    """Return our count of all polls, the sheet with every stage included."""
    return lambda: [count(contest, kinds, lots=lots_from("benchmark", contest=contest.id)) for contest, kinds in polls]


def pyrankvote(polls: list[tuple[Contest, tuple[Papers, ...]]]) -> Timed | None:
    """Return pyrankvote's single transferable vote of all polls; nothing where it is not installed."""
    if not importlib.util.find_spec("pyrankvote"):
        return None
    import pyrankvote as rival

    prepared = []
    for contest, kinds in polls:
        people = [rival.Candidate(name) for name in contest.names]
        ballots = [
            rival.Ballot([people[number - 1] for number in kind.preferences])
            for kind in kinds
            for _ in range(kind.number)
        ]
        prepared.append((people, ballots, contest.seats))
    return lambda: [
        rival.single_transferable_vote(people, ballots, number_of_seats=seats) for people, ballots, seats in prepared
    ]


def votelib(polls: list[tuple[Contest, tuple[Papers, ...]]]) -> Timed | None:
    """Return votelib's count by the Gregory transfer and the Droop quota; nothing where it is not installed."""
    if not importlib.util.find_spec("votelib"):
        return None
    import votelib.component.transfer
    import votelib.evaluate.sequential

    gregory = votelib.component.transfer.Gregory()
    selector = votelib.evaluate.sequential.TransferableVoteSelector(transferer=gregory, quota_function="droop")
    prepared = [
        ({kind.preferences: kind.number for kind in kinds if kind.preferences}, contest.seats)
        for contest, kinds in polls
    ]
    return lambda: [selector.evaluate(votes, seats) for votes, seats in prepared]


if __name__ == "__main__":
    main()
