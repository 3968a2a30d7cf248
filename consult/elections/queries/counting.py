"""What the count is made from, and whether papers issued and papers found agree."""

from collections import Counter
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consult.elections.ballots import Papers, gathered
from consult.elections.models import CodeSpend, Contest, OpenedPapers, PaperBallot, RollEntry, SealedBallot
from consult.elections.rules import Envelope, Fate, PaperIssued, Reconciled, Spend


def papers_in(session: Session, contest: Contest) -> tuple[Papers, ...]:
    """Return every valid or blank ballot of a contest, alike ones together: those opened and those typed in."""
    opened = session.execute(_opened(contest)).all()
    typed = [paper for paper in session.scalars(papers_settled(contest, waiting=False)) if paper.settled]
    found = [Papers(number=number, preferences=_numbers(preferences)) for preferences, number in opened]
    found += [
        Papers(number=1, preferences=tuple(paper.settled["preferences"]))
        for paper in typed
        if paper.settled and paper.settled["fate"] in (Fate.VALID, Fate.BLANK)
    ]
    return gathered(found)


def papers_settled(contest: Contest, *, waiting: bool) -> Select[PaperBallot]:
    """Ask for the papers of a contest that are settled, or for those that wait."""
    settled = PaperBallot.settled.is_(None) if waiting else PaperBallot.settled.is_not(None)
    return select(PaperBallot).where(PaperBallot.contest_id == contest.id, settled)


def spoilt_reasons(session: Session, contest: Contest) -> dict[str, int]:
    """Return why papers did not count, and how many for each reason, as ``spoilt: two first choices``."""
    counts: Counter[str] = Counter()
    for paper in session.scalars(papers_settled(contest, waiting=False)):
        if paper.settled and paper.settled["fate"] in (Fate.SPOILT, Fate.REJECTED):
            counts[f"{paper.settled['fate']}: {paper.settled['reason']}"] += 1
    return dict(counts)


def turnout(session: Session, contest: Contest) -> dict[str, int]:
    """Return how many are on the roll, voted on the web, were handed a paper, and sent one back by post."""
    spent = select(func.count()).where(CodeSpend.contest_id == contest.id, CodeSpend.how == Spend.WEB)
    papers = _by_paper(session, contest)
    return {
        "roll": sum(papers.values()),
        "web": session.scalar(spent) or 0,
        "hall": sum(n for (paper, _envelope), n in papers.items() if paper is PaperIssued.HALL),
        "post_issued": sum(n for (paper, _envelope), n in papers.items() if paper is PaperIssued.POST),
        "post": papers[PaperIssued.POST, Envelope.ACCEPTED],
        "post_rejected": papers[PaperIssued.POST, Envelope.REJECTED],
    }


def reconciled(session: Session, contest: Contest) -> Reconciled:
    """Return what was issued and what was found, ready to be compared."""
    turned_out = turnout(session, contest)
    sealed = session.scalar(select(func.count()).where(SealedBallot.contest_id == contest.id)) or 0
    opened = {row.preferences: row.number for row in session.execute(_opened(contest))}
    typed = session.scalars(select(PaperBallot).where(PaperBallot.contest_id == contest.id)).all()
    fates: Counter[Any] = Counter(paper.settled["fate"] for paper in typed if paper.settled)
    found = Counter(paper.came_by for paper in typed)
    hall_found = contest.hall_found if contest.hall_found is not None else found[PaperIssued.HALL]
    n_blank = opened.get("", 0)
    n_opened = sum(opened.values())
    valid_papers = sum(papers.number for papers in papers_in(session, contest))
    all_blank = n_blank + fates[Fate.BLANK]
    sheet = contest.counted.sheet if contest.counted else {}
    moved = int(sheet.get("blank", all_blank)) - all_blank  # ballots of only those who withdrew leave the valid vote
    return Reconciled(
        codes_redeemed=turned_out["web"],
        sealed=sealed,
        opened=n_opened,
        web_valid=n_opened - n_blank,
        web_blank=n_blank,
        hall_issued=turned_out["hall"],
        hall_found=hall_found,
        post_issued=turned_out["post_issued"],
        post_accepted=turned_out["post"],
        post_rejected=turned_out["post_rejected"],
        post_found=found[PaperIssued.POST],
        keyed=len(typed) if hall_found == found[PaperIssued.HALL] else hall_found + found[PaperIssued.POST],
        settled=sum(fates.values()),
        explained=contest.explained,
        valid=valid_papers - all_blank - moved,
        blank=all_blank + moved,
        spoilt=fates[Fate.SPOILT],
        rejected=fates[Fate.REJECTED],
        counted_valid=int(sheet.get("valid", 0)),
    )


def _opened(contest: Contest) -> Select[str, int]:
    asked = select(OpenedPapers.preferences, OpenedPapers.number).where(OpenedPapers.contest_id == contest.id)
    return asked.order_by(OpenedPapers.preferences)


def _by_paper(session: Session, contest: Contest) -> Counter[tuple[PaperIssued, Envelope]]:
    asked = (
        select(RollEntry.paper, RollEntry.envelope, func.count())
        .where(RollEntry.contest_id == contest.id)
        .group_by(RollEntry.paper, RollEntry.envelope)
    )
    return Counter({(paper, envelope): n for paper, envelope, n in session.execute(asked)})


def _numbers(preferences: str) -> tuple[int, ...]:
    return tuple(int(word) for word in preferences.split())
