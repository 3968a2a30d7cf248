"""The command that finds themes: analyse."""

from datetime import UTC, datetime

import click

from consult.analysis.actions import start_run
from consult.app import WHEN
from consult.audit.actions import install_when
from consult.cli.opening import opened, require_migrated
from consult.consultations.models import Consultation, Question
from consult.consultations.queries import consultation_by_slug
from consult.jobs.engine import JobEngine
from consult.jobs.models import Job
from consult.jobs.queries import job_by_key
from consult.jobs.rules import JobState
from consult.kernel.clock import SystemClock
from consult.kernel.errors import Invalid, Refused
from consult.kernel.words import count_of


@click.command()
@click.argument("consultation")
@click.option("--question", type=int, help="The number of the question on the form [default: the paragraph comments]")
@click.option(
    "--seed", default=0, show_default=True, help="The same seed over the same responses gives the same themes."
)
@click.option(
    "--granularity", default=1.0, show_default=True, help="Under 1 for fewer, broader themes; over 1 for finer."
)
def analyse(consultation: str, question: int | None, seed: int, granularity: float) -> None:
    """Find the themes in what people said to CONSULTATION, and wait until it is done."""
    with opened() as (settings, database):
        require_migrated(database)
        install_when(WHEN)
        with database.transaction() as session:
            found = consultation_by_slug(session, consultation)
            asked = None if question is None else _question(found, question)
            run = start_run(
                session,
                consultation=found,
                question=asked,
                by_id=None,
                now=datetime.now(UTC),
                seed=seed,
                granularity=granularity,
            )
            key = f"analysis.run:{run.id}"
        with database.transaction(writing=False) as session:
            ordered = job_by_key(session, key)
        if ordered is None:
            raise Refused("The analysis was not ordered. Look at consult check, then try again.")
        JobEngine(database=database, clock=SystemClock(), settings=settings).run(ordered.id)
        with database.transaction(writing=False) as session:
            done = session.get_one(Job, ordered.id)
    if done.state is not JobState.DONE:
        raise Refused(done.fault or "Another worker has taken the analysis; its page shows how far it is.")
    result = done.result or {}
    click.echo(f"{count_of(result.get('themes', 0), 'theme')} in {count_of(result.get('texts', 0), 'text')}.")


def _question(consultation: Consultation, number: int) -> Question:
    asked = sorted(consultation.questions, key=lambda question: question.position)
    if not 1 <= number <= len(asked):
        raise Invalid(f"This consultation has {count_of(len(asked), 'question')}. Choose one of them by its number.")
    return asked[number - 1]
