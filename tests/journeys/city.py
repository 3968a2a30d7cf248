"""The whole invented city behind an application, built once for the tests that walk through it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import Role
from consult.demo.seeding import seed_demo
from consult.jobs.engine import run_due_jobs_within
from consult.jobs.models import Job
from consult.kernel.clock import HandClock
from consult.settings import Settings
from consult.storage.engine import Database
from tests.conftest import MONDAY_MORNING, make_app, settings_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The city as visitors meet it."""

    app: Flask
    session: Session
    settings: Settings
    clock: HandClock
    connection: Connection


@contextmanager
def built_city(engine: Engine, folder: Path) -> Iterator[Shown]:
    """The city after the queue has done what waited in it; all of it is rolled back at the end."""
    clock, settings = HandClock(MONDAY_MORNING), settings_in(folder)
    with engine.connect() as connection:
        outer = connection.begin()
        database = Database.over(connection)
        with database.session(writing=True) as session:
            seed_demo(session, now=clock.now())
            session.commit()
            run_due_jobs_within(session, clock=clock, settings=settings)
            assert [job.name for job in session.scalars(select(Job)) if job.fault] == []
            app = make_app(settings, clock=clock, database=database)
            yield Shown(app=app, session=session, settings=settings, clock=clock, connection=connection)
        outer.rollback()


def holder(session: Session, role: Role) -> Account:
    """Someone of the city who holds a role."""
    asked = select(Account).join(RoleGrant).where(RoleGrant.role == role).order_by(Account.id)
    return session.scalars(asked).first()  # type: ignore[return-value]  # the city has one of each
