"""What the queue does for elections: mailing codes, and leaving no trace of order in the files of the database."""

from __future__ import annotations

from sqlalchemy import select, text

from consult.elections.actions import code_of, mark_sent
from consult.elections.codes import installation_key
from consult.elections.models import Contest, RollEntry
from consult.elections.rules import PaperIssued
from consult.jobs.context import JobContext
from consult.jobs.registry import job
from consult.kernel.clock import LONDON
from consult.kernel.errors import Invalid
from consult.post.actions import queue_mail

AT_ONCE = 100


@job("elections.mail_codes")
def mail_codes(context: JobContext, *, contest_id: int) -> None:
    """Mail a code to everyone on the roll who has an address and has had none; a step is a hundred people."""
    key = installation_key(context.settings.secret_key)
    done = 0
    while sent := _mail_some(context, contest_id, key):
        done += sent
        context.progress(done, done, f"{done:,} codes sent")


def _mail_some(context: JobContext, contest_id: int, key: bytes) -> int:
    waiting = (
        select(RollEntry)
        .where(
            RollEntry.contest_id == contest_id,
            RollEntry.email != "",
            RollEntry.sent_by == "",
            RollEntry.issues > 0,
            RollEntry.paper == PaperIssued.NONE,
        )
        .order_by(RollEntry.id)
        .limit(AT_ONCE)
    )
    with context.session() as session:
        contest = session.get_one(Contest, contest_id)
        entries, now = list(session.scalars(waiting)), context.now()
        for entry in entries:
            try:
                queue_mail(
                    session,
                    to=entry.email,
                    subject=f"Your voting code: {contest.title}",
                    template="voting_code",
                    values={
                        "name": entry.name,
                        "contest": contest.title,
                        "code": code_of(contest, entry, key=key),
                        "link": f"{context.settings.base_url}/vote",
                    },
                    now=now,
                )
                how = "email"
            except Invalid:
                how = "no address that works"
            today = now.astimezone(LONDON).date()
            entry.sent_by, entry.sent_on = how, today
        if entries:
            ids = [entry.id for entry in entries if entry.sent_by == "email"]
            mark_sent(session, contest=contest, entry_ids=ids, how="email", on=today, by="system", now=now)
    return len(entries)


@job("elections.leave_no_trace")
def leave_no_trace(context: JobContext, *, contest_id: int) -> None:  # noqa: ARG001 - names the job's reason
    """Empty the database's own log of what was written when, once a box is sealed.

    SQLite: the write-ahead log holds each transaction's pages in order; it is copied into the file and cut to nothing
    (deleted rows are zeroed by ``secure_delete``). PostgreSQL: dead row versions are dropped from both tables.
    """
    if not context.database.stands_alone:
        return  # nothing of the one transaction around it is in any log yet
    if context.database.is_sqlite:
        raw = context.database.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
        return
    with context.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM FULL code_spends"))
        connection.execute(text("VACUUM FULL sealed_ballots"))
