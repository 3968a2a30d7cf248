"""Store what a run found beside the themes that were there, with the officers' edits replayed over it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consult.analysis.actions.editing import settle_confirmation
from consult.analysis.actions.keeping import add_theme_row, lock_codebook
from consult.analysis.actions.runs import tell_run
from consult.analysis.actions.undoing import edits_of, rebuild, standing_edits
from consult.analysis.book import Edit
from consult.analysis.continuity import same_themes
from consult.analysis.models import Campaign, CampaignMember, Codebook, Proposal, Run, Theme, ThemeEdit
from consult.analysis.pipeline.values import Bin as PipelineBin
from consult.analysis.pipeline.values import Placement, Themes
from consult.analysis.queries.texts import owners_of
from consult.analysis.rules import Bin, ThemeState
from consult.audit.rules import SYSTEM, Happening

_UNDER_ONE = 1.0


def store_themes(session: Session, *, run: Run, found: Themes, now: datetime) -> Run:
    """Keep what a run found; done twice it leaves the same behind.

    Themes go on under their number where the run found them again. What an officer named, confirmed, merged or split
    stays with its responses even where the run did not find it; what nobody touched gives way. Then the edits are
    replayed, so that the officers' word stands over the machine's.
    """
    codebook = lock_codebook(session, run.codebook_id)
    session.refresh(run)
    if run.finished_at is not None or run.failed_at is not None:
        return run
    known = _proposed_texts(session, codebook)
    numbers = _number_themes(session, run, found, known, now=now)
    kept = _keep_touched(session, codebook, found, known, numbers)
    _replace_proposals(session, run, found, numbers, kept)
    _replace_campaigns(session, run, found)
    left_out = rebuild(session, codebook, strict=False)
    _drop_untouched(session, codebook, set(numbers.values()) | set(kept))
    _finish(session, run, found, left_out, now=now)
    codebook.version += 1
    settle_confirmation(session, codebook, by=None)
    facts = {"themes": len(found.themes), "texts": found.counts.responses, "digest": found.record.input_digest}
    tell_run(session, Happening.RUN_FINISHED, run, at=now, actor=SYSTEM, **facts)
    session.flush()
    return run


def _proposed_texts(session: Session, codebook: Codebook) -> dict[int, set[int]]:
    """The texts that the last run put into each theme."""
    rows = session.execute(
        select(Proposal.theme_id, Proposal.text_id).where(
            Proposal.codebook_id == codebook.id, Proposal.theme_id.is_not(None)
        )
    )
    texts: dict[int, set[int]] = {}
    for theme_id, text_id in rows:
        if theme_id is not None:
            texts.setdefault(theme_id, set()).add(text_id)
    return texts


def _number_themes(
    session: Session, run: Run, found: Themes, known: Mapping[int, set[int]], *, now: datetime
) -> dict[int, int]:
    """Give the id of each found theme: the one it had, or a new one."""
    members: dict[int, set[int]] = {theme.key: set() for theme in found.themes}
    for placement in found.placements:
        for assignment in placement.assignments:
            members[assignment.theme].add(int(placement.response_id))
    same = same_themes(members, known)
    codebook = session.get_one(Codebook, run.codebook_id)
    numbers: dict[int, int] = {}
    for theme in found.themes:
        row = session.get(Theme, same[theme.key]) if theme.key in same else None
        row = row or add_theme_row(session, codebook, name=theme.name, now=now, run_id=run.id)
        row.run_id, row.suggested_name, row.keywords = run.id, theme.name, list(theme.keywords)
        row.minority, row.confidence = theme.minority, theme.confidence
        numbers[theme.key] = row.id
    session.flush()
    return numbers


def _keep_touched(
    session: Session,
    codebook: Codebook,
    found: Themes,
    known: Mapping[int, set[int]],
    numbers: Mapping[int, int],
) -> dict[int, set[int]]:
    """Give the earlier themes that this run did not find but an officer worked on, with the texts they had."""
    still_there = {int(placement.response_id) for placement in found.placements}
    touched = {theme for row in standing_edits(edits_of(session, codebook)) for theme in _edit(row).themes}
    lost = set(known) - set(numbers.values())
    return {theme: known[theme] & still_there for theme in sorted(lost & touched)}


def _edit(row: ThemeEdit) -> Edit:
    return Edit.from_log(row.act, row.theme_id, row.reason, row.after)


def _replace_proposals(
    session: Session, run: Run, found: Themes, numbers: Mapping[int, int], kept: Mapping[int, set[int]]
) -> None:
    quoted = {
        (quote.response_id, theme.key): rank for theme in found.themes for rank, quote in enumerate(theme.quotes, 1)
    }
    session.execute(
        delete(Proposal).where(Proposal.codebook_id == run.codebook_id).execution_options(synchronize_session=False)
    )
    rows: list[dict[str, object]] = []
    for placement in found.placements:
        text = int(placement.response_id)
        earlier = [theme for theme, texts in kept.items() if text in texts]
        rows += _rows_of(run, placement, numbers, quoted) if not earlier else _rows_kept(run, text, earlier)
    if rows:
        session.execute(insert(Proposal), rows)


def _rows_of(
    run: Run, placement: Placement, numbers: Mapping[int, int], quoted: Mapping[tuple[str, int], int]
) -> list[dict[str, object]]:
    text = int(placement.response_id)
    if placement.bin is not PipelineBin.THEMED:
        nearest = numbers[placement.nearest] if placement.nearest is not None else None
        return [_row(run, text, bin=Bin(placement.bin.value), nearest_theme_id=nearest)]
    return [
        _row(
            run,
            text,
            theme_id=numbers[assignment.theme],
            main=place == 0,
            confidence=min(assignment.confidence, _UNDER_ONE),
            starts_at=assignment.start,
            ends_at=assignment.end,
            quote_rank=quoted.get((placement.response_id, assignment.theme)),
        )
        for place, assignment in enumerate(placement.assignments)
    ]


def _rows_kept(run: Run, text: int, themes: list[int]) -> list[dict[str, object]]:
    return [_row(run, text, theme_id=theme, main=place == 0, confidence=0.5) for place, theme in enumerate(themes)]


def _row(run: Run, text: int, **over: object) -> dict[str, object]:
    empty: dict[str, object] = {
        "codebook_id": run.codebook_id,
        "run_id": run.id,
        "text_id": text,
        "theme_id": None,
        "bin": None,
        "nearest_theme_id": None,
        "main": True,
        "confidence": 0.0,
        "starts_at": None,
        "ends_at": None,
        "quote_rank": None,
    }
    return empty | over


def _replace_campaigns(session: Session, run: Run, found: Themes) -> None:
    codebook = session.get_one(Codebook, run.codebook_id)
    session.execute(
        delete(Campaign).where(Campaign.codebook_id == run.codebook_id).execution_options(synchronize_session=False)
    )
    owners = owners_of(session, codebook, {int(member) for campaign in found.campaigns for member in campaign.members})
    texts = owners_of(session, codebook, {int(campaign.leader) for campaign in found.campaigns}, with_words=True)
    for campaign in found.campaigns:
        senders = sorted({owners[int(member)].response_id for member in campaign.members if int(member) in owners})
        if len(senders) < 2 or int(campaign.leader) not in texts:
            continue
        row = Campaign(
            codebook_id=run.codebook_id,
            run_id=run.id,
            template=texts[int(campaign.leader)].words,
            size=len(senders),
        )
        session.add(row)
        session.flush()
        session.execute(insert(CampaignMember), [{"campaign_id": row.id, "response_id": sender} for sender in senders])


def _drop_untouched(session: Session, codebook: Codebook, standing: set[int]) -> None:
    """Delete the earlier suggestions that this run did not make again and that the log never names."""
    named = {theme for row in edits_of(session, codebook) for theme in _edit(row).themes}
    rows = session.scalars(
        select(Theme).where(
            Theme.codebook_id == codebook.id, Theme.run_id.is_not(None), Theme.state == ThemeState.UNDONE
        )
    )
    for row in rows:
        if row.id not in standing and row.id not in named:
            session.delete(row)
    session.flush()


def _finish(session: Session, run: Run, found: Themes, left_out: list[int], *, now: datetime) -> None:
    counts, record = found.counts, found.record
    run.finished_at = now
    run.engine = f"{record.engine} {record.version}"
    run.input_digest = record.input_digest
    run.parameters = run.parameters | {"pipeline": dict(record.parameters), "libraries": record.libraries}
    run.counts = {
        "texts": counts.responses,
        "themed": counts.themed,
        "unthemed": counts.unthemed,
        "no_substantive_answer": counts.no_substantive_answer,
        "themes": len(found.themes),
        "campaigns": len(found.campaigns),
        "unsure_below": found.unsure_below,
        "edits_left_out": left_out,
    }
    session.flush()
