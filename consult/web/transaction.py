"""One transaction per request, opened when first needed and ended at the edge."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, has_request_context
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, UOWTransaction

from consult.storage.db import Base
from consult.storage.engine import SESSION_HABITS, Database, refuse_to_write
from consult.web.guards import is_safe_method

FIRST_FAILURE = 400


class RequestSession(FlaskSession):
    """The session of a request: one that only reads cannot write, one that writes passes the gate first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.info.update(database().info(writing=not _only_reads()))

    def get_bind(self, *_args: Any, **_kwargs: Any) -> Engine | Connection:
        """Choose the way in by what the request may do."""
        return database().binding(writing=not _only_reads())


class OurEngine(SQLAlchemy):
    """Flask-SQLAlchemy over the engine that the jobs and the command line use too."""

    def _make_engine(self, _bind_key: str | None, _options: dict[str, Any], app: Flask) -> Engine:
        opened: Database = app.extensions["consult_database"]
        return opened.engine


db = OurEngine(metadata=Base.metadata, session_options={"class_": RequestSession, **SESSION_HABITS})


def install_transactions(app: Flask, database: Database) -> None:
    """Give every request of this app its session: committed below 400, rolled back otherwise."""
    app.extensions["consult_database"] = database
    app.config["SQLALCHEMY_DATABASE_URI"] = database.engine.url
    db.init_app(app)
    app.after_request(_end)


def session() -> Session:
    """Return the session of this request; a request that only reads gets one that cannot write."""
    return db.session()


def database() -> Database:
    """Return the app's database, for what must outlive the request, such as a long export."""
    found: Database = current_app.extensions["consult_database"]
    return found


def roll_back() -> None:
    """Drop what this request wrote so far and leave the write gate; pages may still read afterwards."""
    if db.session.registry.has():
        db.session.rollback()


@event.listens_for(RequestSession, "before_flush")
def _keep_reading_pages_from_writing(session: Session, context: UOWTransaction, instances: object) -> None:
    if _only_reads():
        refuse_to_write(session, context, instances)


def _only_reads() -> bool:
    return has_request_context() and is_safe_method()


def _end(response: Response) -> Response:
    if db.session.registry.has():
        if response.status_code < FIRST_FAILURE and not is_safe_method():
            db.session.commit()
        else:
            db.session.rollback()
    return response
