"""Show what a run or late responses would change before anything changes; then an officer applies or discards it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.analysis.actions.editing import By, settle_confirmation, tell
from consult.analysis.actions.keeping import lock_codebook
from consult.analysis.actions.runs import tell_run
from consult.analysis.actions.storing import store_themes
from consult.analysis.actions.undoing import rebuild
from consult.analysis.difference import Difference, difference
from consult.analysis.models import Codebook, Comparison, Proposal, Run
from consult.analysis.pipeline.values import Bin as PipelineBin
from consult.analysis.pipeline.values import Joined, Themes
from consult.analysis.queries.comparing import comparison_of_run, has_themes, n_late_texts, picture, waiting_comparison
from consult.analysis.queries.overview import finished_run
from consult.analysis.rules import Bin, ComparisonKind
from consult.audit.rules import Happening
from consult.jobs.actions import cancel_job, enqueue
from consult.jobs.queries import job_by_key
from consult.kernel.errors import Refused
from consult.kernel.freezing import from_json, to_json

JOB = "analysis.join"
NOT_USED = "An officer looked at what it would change, and did not use it."


def compare_run(session: Session, *, run: Run, found: Themes, now: datetime) -> Comparison:
    """Keep what a run found beside the themes, with what applying it would change; done twice it leaves the same."""
    codebook = lock_codebook(session, run.codebook_id)
    comparison = comparison_of_run(session, run.id) or Comparison(
        codebook_id=codebook.id,
        kind=ComparisonKind.RUN,
        run_id=run.id,
        asked_at=run.requested_at,
        asked_by_id=run.requested_by_id,
        codebook_version=codebook.version,
    )
    comparison.found = to_json(found)
    session.add(comparison)
    session.flush()
    return _compared(session, comparison, lambda: store_themes(session, run=run, found=found, now=now), now=now)


def ask_where_late_go(session: Session, *, codebook: Codebook, by_id: int, now: datetime) -> Comparison:
    """Order a comparison: where would the responses go that came after the last analysis?

    Raises:
        Refused: there are none, there are no themes, or another comparison waits.
    """
    locked = lock_codebook(session, codebook.id)
    if not has_themes(session, locked.id):
        raise Refused("There are no themes yet that a response could join. Start an analysis first.")
    if waiting_comparison(session, locked.id) is not None:
        raise Refused("Something else waits here already: apply it or discard it first.")
    if not n_late_texts(session, locked):
        raise Refused("There is nothing new: every response is in the themes, or in no theme, already.")
    comparison = Comparison(
        codebook_id=locked.id,
        kind=ComparisonKind.LATE,
        asked_at=now,
        asked_by_id=by_id,
        codebook_version=locked.version,
    )
    session.add(comparison)
    session.flush()
    enqueue(session, JOB, key=job_key(comparison.id), args={"comparison_id": comparison.id}, now=now)
    return comparison


def job_key(comparison_id: int) -> str:
    """The key under which the job of a comparison of late responses is ordered."""
    return f"{JOB}:{comparison_id}"


def compare_late(session: Session, *, comparison: Comparison, joined: Sequence[Joined], now: datetime) -> Comparison:
    """Keep where the late responses would go, and what that would change; done twice it leaves the same behind."""
    codebook = lock_codebook(session, comparison.codebook_id)
    comparison.found = {"joined": [to_json(each) for each in joined]}
    return _compared(session, comparison, lambda: _join(session, codebook, joined), now=now)


def apply_comparison(session: Session, *, comparison: Comparison, by_id: int, now: datetime) -> Comparison:
    """Let what was shown happen; the officers' edits are replayed over it, and what they pinned stays. Twice is once.

    Raises:
        Refused: it is not ready, or was discarded.
    """
    codebook = lock_codebook(session, comparison.codebook_id)
    session.refresh(comparison)
    if comparison.applied:
        return comparison
    _require_undecided(comparison)
    if comparison.run is not None:
        store_themes(session, run=comparison.run, found=from_json(Themes, comparison.found), now=now)
    else:
        _join(session, codebook, [from_json(Joined, each) for each in comparison.found["joined"]])
    return _decide(session, comparison, applied=True, by=By(account_id=by_id, at=now))


def discard_comparison(session: Session, *, comparison: Comparison, by_id: int, now: datetime) -> Comparison:
    """Leave everything as it is. Twice is once.

    Raises:
        Refused: it was applied.
    """
    lock_codebook(session, comparison.codebook_id)
    session.refresh(comparison)
    if comparison.applied is False:
        return comparison
    if comparison.decided_at is not None:
        raise Refused("This was applied already. To change the themes back, look at their history.")
    job = job_by_key(session, job_key(comparison.id))
    if job is not None and not job.is_over:
        cancel_job(session, job=job, now=now)
    by = By(account_id=by_id, at=now)
    if comparison.run is not None:
        comparison.run.failed_at, comparison.run.failure = now, NOT_USED
        tell_run(session, Happening.RUN_CANCELLED, comparison.run, at=now, actor=by.actor)
    return _decide(session, comparison, applied=False, by=by)


def _require_undecided(comparison: Comparison) -> None:
    if comparison.decided_at is not None:
        raise Refused("This was discarded already. Ask again to see what would change now.")
    if comparison.compared_at is None:
        raise Refused("This is still being worked out. Wait until you can see what would change.")


def _decide(session: Session, comparison: Comparison, *, applied: bool, by: By) -> Comparison:
    comparison.decided_at, comparison.decided_by_id, comparison.applied = by.at, by.account_id, applied
    comparison.found = {}  # what was found lies in the proposals now, or nowhere
    session.flush()
    facts: dict[str, object] = {
        "comparison_id": comparison.id,
        "kind": comparison.kind.value,
        "run_id": comparison.run_id,
    }
    happening = Happening.CHANGE_APPLIED if applied else Happening.CHANGE_DISCARDED
    if applied:
        told = from_json(Difference, comparison.difference)
        facts |= {"themes": len(told.themes), "moves": told.n_moves, "joined": told.n_new}
    tell(session, happening, comparison.codebook, theme_id=None, by=by, **facts)
    return comparison


def _compared(session: Session, comparison: Comparison, act: Callable[[], object], *, now: datetime) -> Comparison:
    """Note what an act would change: it is done within a savepoint, looked at, and taken back."""
    codebook = session.get_one(Codebook, comparison.codebook_id)
    before = picture(session, codebook)
    version = codebook.version
    attempt = session.begin_nested()
    act()
    session.flush()
    after = picture(session, codebook)
    attempt.rollback()
    session.expire_all()
    comparison.difference = to_json(difference(before, after))
    comparison.compared_at, comparison.codebook_version = now, version
    session.flush()
    return comparison


def _join(session: Session, codebook: Codebook, joined: Sequence[Joined]) -> None:
    """Put late responses beside what the last run proposed, and replay the officers' edits over all of it."""
    run = finished_run(session, codebook.id)
    if run is None:
        raise Refused("There are no themes yet that a response could join. Start an analysis first.")
    standing = picture(session, codebook).names
    rows = [_proposed(codebook, run, each, standing) for each in joined]
    if rows:
        session.execute(insert(Proposal), rows)
    rebuild(session, codebook, strict=False)
    codebook.version += 1
    settle_confirmation(session, codebook, by=None)
    session.flush()


def _proposed(codebook: Codebook, run: Run, joined: Joined, standing: Mapping[int, str]) -> dict[str, object]:
    """Return a row of the proposals; a theme that was merged or removed meanwhile takes no one in."""
    theme = joined.theme if joined.theme in standing else None
    is_silent = joined.bin is PipelineBin.NO_SUBSTANTIVE_ANSWER
    lying = None if theme is not None else Bin.NO_SUBSTANTIVE_ANSWER if is_silent else Bin.UNTHEMED
    return {
        "codebook_id": codebook.id,
        "run_id": run.id,
        "text_id": int(joined.response_id),
        "theme_id": theme,
        "bin": lying,
        "nearest_theme_id": joined.nearest if joined.nearest in standing else None,
        "main": True,
        "confidence": joined.likeness if theme is not None else 0.0,
        "starts_at": None,
        "ends_at": None,
        "quote_rank": None,
    }
