"""Commands that run the site: serve, work, migrate, seed-demo."""

import socket
import sys
import threading
from datetime import UTC, datetime, timedelta
from signal import SIGINT, SIGTERM, signal

import click
import waitress
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.actions import draw_link
from consult.accounts.queries import accounts
from consult.accounts.rules import EVERYWHERE, Role
from consult.app import WHEN, create_app
from consult.audit.actions import install_when
from consult.cli.opening import delivery_of, opened, require_migrated
from consult.cli.processes import Crew, listening_socket
from consult.cli.waiting import Line
from consult.demo.answering import receipt_to_follow
from consult.demo.seeding import seed_demo
from consult.elections.codes import installation_key
from consult.jobs.engine import JobEngine
from consult.kernel.clock import SystemClock
from consult.kernel.errors import Refused
from consult.kernel.words import count_of
from consult.responses.models import Response
from consult.settings import Settings
from consult.storage.engine import Database
from consult.upkeep import migrating
from consult.web.admission import Doorkeeper
from consult.web.turning_away import ReadyPage

MOST_CONNECTIONS = 800  # for each process: who is over the limit is told so, instead of waiting unseen
_DEMO_LINKS_LAST = timedelta(hours=12)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--threads", default=8, show_default=True, help="How many requests each process answers at once.")
@click.option("--workers", default=2, show_default=True, help="How many jobs run at once; 0 leaves them to work.")
@click.option(
    "--processes", default=1, show_default=True, help="How many web processes answer; one that dies is replaced."
)
def serve(host: str, port: int, threads: int, workers: int, processes: int) -> None:
    """Serve the site, and run its jobs in the first of its processes."""
    with opened() as (settings, database):
        require_migrated(database)
        click.echo(f"{settings.council_name} is at http://{host}:{port} (Ctrl-C ends it)")
        if not settings.is_production:
            _print_ways_in(settings, database)
    door = listening_socket(host, port)
    if processes > 1:
        Crew(
            door,
            n_processes=processes,
            work=lambda its_door, number: _answer(its_door, threads=threads, workers=0 if number else workers),
        ).run()
        return
    signal(SIGTERM, lambda *_: sys.exit(0))
    _answer(door, threads=threads, workers=workers)


def _answer(door: socket.socket, *, threads: int, workers: int) -> None:
    """Answer at a socket until told to end; the database is opened here, because no connection survives a fork."""
    with opened() as (settings, database):
        app = create_app(settings, database=database)
        delivery = delivery_of(settings, database)
        if workers:
            delivery.start(workers=workers)
        else:
            delivery.notify_after_commit()
        try:
            # Waitress would take the proxy's headers away before our own ProxyFix reads as many as are trusted:
            # all residents behind the proxy would count as one address, and 31 of them a minute would be too many.

            line = Line(n_threads=threads)
            server = waitress.create_server(
                Doorkeeper(app, turned_away=line.turned_away, ready=ReadyPage(app).answer),
                _dispatcher=line,
                sockets=[door],
                connection_limit=MOST_CONNECTIONS,
                ident=None,
                clear_untrusted_proxy_headers=False,
            )
            server.run()
        finally:
            delivery.stop()


@click.command()
@click.option("--workers", default=2, show_default=True, help="How many jobs run at once.")
@click.option("--until-empty", is_flag=True, help="Do what is due now, then stop.")
def work(workers: int, *, until_empty: bool) -> None:
    """Run jobs: beside consult serve --workers 0, or on other machines."""
    with opened() as (settings, database):
        require_migrated(database)
        install_when(WHEN)
        if until_empty:
            engine = JobEngine(database=database, clock=SystemClock(), settings=settings)
            click.echo(f"Done: {count_of(engine.run_due(), 'job')}.")
            return
        is_over = threading.Event()
        for stop in (SIGINT, SIGTERM):
            signal(stop, lambda *_: is_over.set())
        delivery = delivery_of(settings, database)
        delivery.start(workers=workers)
        click.echo(f"Running {count_of(workers, 'job')} at once (Ctrl-C ends it)")
        is_over.wait()
        delivery.stop()


@click.command()
@click.option("--to", default="head", show_default=True, help="The number of a migration, such as 0007.")
@click.option("--down", is_flag=True, help="Go back to that number instead of up to it.")
@click.option("--draft", metavar="WORDS", help="For developers: write the next migration from the models.")
def migrate(to: str, *, down: bool, draft: str | None) -> None:
    """Bring the database to the schema of this version."""
    with opened() as (_settings, database):
        if draft:
            click.echo(f"Wrote {migrating.draft(database.engine, words=draft)}. Read it before you keep it.")
            return
        if down:
            migrating.downgrade(database.engine, to=to)
        else:
            migrating.upgrade(database.engine, to=to)
        click.echo(f"The database is at {migrating.current(database.engine) or 'nothing'}.")


@click.command("seed-demo")
def seed_demo_city() -> None:
    """Fill an empty installation with an invented city, its consultations and what people said."""
    with opened() as (settings, database):
        if settings.is_production:
            raise Refused("CONSULT_DEMO is not set, so this is no demonstration, and nothing was added.")
        migrating.upgrade(database.engine)
        install_when(WHEN)
        with database.transaction() as session:
            city = seed_demo(
                session,
                now=datetime.now(UTC),
                code_key=installation_key(settings.secret_key),
                folder=settings.files_folder,
            )
        said = sum(len(told.responses) for told in city.consultations)
    click.echo(f"{count_of(len(city.consultations), 'consultation')}, {count_of(said, 'response')}.")


def _print_ways_in(settings: Settings, database: Database) -> None:
    """Print a sign-in link for one person of each role; only a demonstration does this."""
    now = datetime.now(UTC)
    with database.transaction() as session:
        people = [account for account in accounts(session) if account.closed_at is None]
        for role in Role:
            able = (one for one in people if any(held.role is role and held.scope == EVERYWHERE for held in one.grants))
            account = next(able, None)
            if account is not None:
                token = draw_link(session, account=account, now=now, lasts=_DEMO_LINKS_LAST)
                words = role.value.replace("_", " ")
                click.echo(f"  {words:19} {account.name:24} {settings.base_url}/sign-in/link/{token}")
        print_receipt(session, settings)


def print_receipt(session: Session, settings: Settings) -> None:
    """Print the receipt of someone who was answered, where the city stands as it was made."""
    reference, code = receipt_to_follow()
    if session.scalar(select(Response.id).where(Response.reference == reference)) is not None:
        click.echo(f"  To follow what became of one response: {settings.base_url}/follow")
        click.echo(f"  reference           {reference}")
        click.echo(f"  secret code         {code}")
