"""What the queue does for the installation: a backup each night, proved by a practice restore."""

from consult.jobs.actions import enqueue
from consult.jobs.context import JobContext
from consult.jobs.registry import every_minute, job
from consult.kernel.clock import LONDON
from consult.upkeep.nightly import back_up, is_due, let_old_ones_go, prove_backup


@every_minute("upkeep.look_at_the_clock")
def look_at_the_clock(context: JobContext) -> None:
    """Order tonight's backup once its time has come."""
    now = context.now()
    if is_due(context.settings, now=now):
        with context.session() as session:
            enqueue(session, "upkeep.back_up", key=f"upkeep.back_up@{now.astimezone(LONDON):%Y-%m-%d}", now=now)


@job("upkeep.back_up")
def make_tonights_backup(context: JobContext) -> dict[str, object]:
    """Make a backup, bring it back into a scratch folder to prove it, and let the oldest go.

    Interrupted and done again it makes another backup: the unfinished one keeps its ending ``.partial``.
    """
    settings, now = context.settings, context.now()
    context.progress(0, 3, "Making the backup")
    place, manifest = back_up(settings, context.database, folder=settings.backups_folder, now=now)
    context.progress(1, 3, "Bringing it back to prove it")
    prove_backup(settings, place, now=context.now())
    context.progress(2, 3, "Letting the oldest go")
    return {"backup": place.name, "bytes": manifest.size, "let_go": let_old_ones_go(settings)}
