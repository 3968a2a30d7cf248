"""The jobs: what waits, runs, failed and is done; a failed one is started again, an unfinished one cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.jobs.actions import cancel_job, retry_job
from consult.jobs.models import Job
from consult.jobs.queries import job_by_id, job_counts, jobs_page
from consult.jobs.rules import JobState
from consult.storage.paging import Page as Cut
from consult.upkeep.views.blueprint import bp
from consult.upkeep.wording import JOB_STATES
from consult.web.clock import now
from consult.web.filters import london_time, short_day
from consult.web.forms import Form
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session

KINDS = {JobState.DONE: "good", JobState.RUNNING: "info", JobState.FAILED: "bad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """One job in the list."""

    id: int
    name: str
    ordered: str
    state: str
    kind: str
    told: str
    may_retry: bool
    may_cancel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLink:
    """One way to narrow the list."""

    text: str
    href: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class JobsPage(Page):
    """What was ordered, the latest first."""

    template: ClassVar[str] = "upkeep/jobs.html"

    filters: tuple[StateLink, ...]
    rows: tuple[JobRow, ...]
    cut: Cut[Job]
    show: str


class PressForm(Form):
    """A button by itself."""


@bp.get("/installation/jobs")
@needs(Permission.RUN_INSTALLATION)
def jobs() -> AnyResponse:
    """List the jobs."""
    show = next((state for state in JobState if state.value == request.args.get("show")), None)
    cut = jobs_page(session(), state=show, number=request.args.get("page", 1, type=int))
    return JobsPage(
        title=_("Jobs"),
        filters=_filters(show),
        rows=tuple(map(_row, cut.items)),
        cut=cut,
        show=show.value if show else "",
    ).answer()


@bp.post("/installation/jobs/<int:job_id>/retry")
@needs(Permission.RUN_INSTALLATION)
def retry(job_id: int) -> AnyResponse:
    """Let a failed job be tried again; pressed twice it waits once."""
    job = job_by_id(session(), job_id)
    if PressForm().is_valid_post() and job.state is not JobState.WAITING:
        retry_job(session(), job=job, now=now())
    flash(_("It waits for a worker again."))
    return redirect(url_for("upkeep.jobs"), 303)


@bp.post("/installation/jobs/<int:job_id>/cancel")
@needs(Permission.RUN_INSTALLATION)
def cancel(job_id: int) -> AnyResponse:
    """Stop a job that waits or runs; pressed twice it stops once."""
    job = job_by_id(session(), job_id)
    if PressForm().is_valid_post() and job.state is not JobState.CANCELLED:
        cancel_job(session(), job=job, now=now())
    flash(_("It is cancelled. What it had done so far stays as it was."))
    return redirect(url_for("upkeep.jobs"), 303)


def _filters(show: JobState | None) -> tuple[StateLink, ...]:
    counts = job_counts(session())
    every = StateLink(text=_("All"), href=url_for("upkeep.jobs"), is_current=show is None)
    return (
        every,
        *(
            StateLink(
                text=f"{JOB_STATES[state]} ({counts[state]:,})"
                if state is not JobState.DONE
                else str(JOB_STATES[state]),
                href=url_for("upkeep.jobs", show=state.value),
                is_current=state is show,
            )
            for state in JobState
        ),
    )


def _row(job: Job) -> JobRow:
    return JobRow(
        id=job.id,
        name=job.name,
        ordered=f"{short_day(job.ordered_at)}, {london_time(job.ordered_at)}",
        state=str(JOB_STATES[job.state]),
        kind=KINDS.get(job.state, "plain"),
        told=_told(job),
        may_retry=job.state is JobState.FAILED,
        may_cancel=job.state in {JobState.WAITING, JobState.RUNNING},
    )


def _told(job: Job) -> str:
    """How far it is, or why it failed."""
    if job.fault:
        return job.fault
    if job.state is JobState.RUNNING and job.progress_total:
        share = f"{job.share_done:.0%}"
        return f"{share}: {job.progress_sentence}" if job.progress_sentence else share
    return ""
