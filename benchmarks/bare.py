"""A bare Flask application that does the same kind of work as our pages, and one that says hello: the baselines.

It is what a tutorial would build with the same packages: Flask-SQLAlchemy for reading and writing, Jinja for the page,
Flask-WTF for the form, SQLite with the same durability. Nothing else.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from flask import Flask, redirect, render_template, request
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from jinja2 import DictLoader
from sqlalchemy import Engine, ForeignKey, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired

WORDS = "Some schools get a lot of help from their neighbours and some get none. " * 6
TEMPLATES = {
    "frame.html": """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<link rel="stylesheet" href="/assets/style.css"></head><body><header><a href="/">Council</a>
<nav>{% for name in ("Consultations", "Follow") %}<a href="/{{ name | lower }}">{{ name }}</a>{% endfor %}</nav>
</header><main>{% block content %}{% endblock %}</main><footer><a href="/help">Help</a></footer></body></html>""",
    "page.html": """{% extends "frame.html" %}{% block content %}<h1>{{ title }}</h1><p>{{ page.summary }}</p>
<h2>Why</h2><p>{{ page.why }}</p><h2>What you can change</h2><p>{{ page.influence }}</p><h2>Options</h2>
{% for option in page.options %}<h3>{{ option.name }}</h3><p>{{ option.reason }}</p>{% endfor %}<h2>Questions</h2>
<ol>{% for question in page.questions %}<li>{{ question.prompt }}</li>{% endfor %}</ol><h2>Asked</h2>
<ul>{% for group in page.groups %}<li>{{ group.name }}</li>{% endfor %}</ul>{% endblock %}""",
    "list.html": """{% extends "frame.html" %}{% block content %}<h1>{{ title }}</h1><p>{{ total }}</p>
{% for row in rows %}<h2><a href="/{{ row.slug }}">{{ row.title }}</a></h2><p>{{ row.summary }}</p>
<p>{{ row.closes }}</p>{% endfor %}{% endblock %}""",
    "form.html": "<form method=post>{{ form.csrf_token }}{{ form.answer }}</form>",
}


class Base(DeclarativeBase):
    """The base of the bare tables."""


class Consultation(Base):
    """A consultation with its words."""

    __tablename__ = "consultation"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str]
    why: Mapped[str]
    influence: Mapped[str]
    closes: Mapped[str]
    options: Mapped[list[Option]] = relationship()
    questions: Mapped[list[Question]] = relationship()
    groups: Mapped[list[Group]] = relationship()


class Option(Base):
    """An option considered."""

    __tablename__ = "option"
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    name: Mapped[str]
    reason: Mapped[str]


class Question(Base):
    """A question asked."""

    __tablename__ = "question"
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    prompt: Mapped[str]


class Group(Base):
    """A group asked."""

    __tablename__ = "asked"
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    name: Mapped[str]


class Stored(Base):
    """A response."""

    __tablename__ = "response"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    reference: Mapped[str] = mapped_column(unique=True)
    answers: Mapped[list[Answer]] = relationship()


class Answer(Base):
    """An answer."""

    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    question: Mapped[int]
    text: Mapped[str]


class AnswerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """What is posted: a key that makes a repeat harmless, and the answers."""

    key = HiddenField(validators=[DataRequired()])
    answer = TextAreaField(validators=[DataRequired()])


def make_hello() -> Flask:
    """Make the smallest application: one route that says hello."""
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "Hello"

    return app


def make_bare(folder: Path, *, n_consultations: int) -> Flask:
    """Make the bare application on a SQLite file with the same durability as ours."""
    app = Flask("bare")
    app.secret_key = secrets.token_hex(32)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder / 'bare.sqlite3'}"
    app.jinja_loader = DictLoader(TEMPLATES)  # type: ignore[assignment]  # a loader too
    db = SQLAlchemy(app, metadata=Base.metadata)
    with app.app_context():
        _fill(db.engine, db, n_consultations)

    @app.get("/consultation/<slug>")
    def page(slug: str) -> str:
        found = db.session.scalars(select(Consultation).where(Consultation.slug == slug)).one()
        return render_template("page.html", title=found.title, page=found)

    @app.get("/consultations")
    def listing() -> str:
        total = db.session.scalar(select(func.count()).select_from(Consultation))
        rows = db.session.scalars(select(Consultation).order_by(Consultation.closes).limit(20)).all()
        return render_template("list.html", title="Consultations", total=total, rows=rows)

    @app.route("/answer", methods=["GET", "POST"])
    def answer() -> Response | str:
        form = AnswerForm()
        if not form.validate_on_submit():
            return render_template("form.html", form=form)
        answers = [Answer(question=number, text=form.answer.data) for number in range(7)]
        db.session.add(Stored(key=form.key.data, reference=secrets.token_hex(8), answers=answers))
        db.session.commit()
        return redirect(f"/receipt/{request.form['key']}", 303)

    return app


def _fill(engine: Engine, db: SQLAlchemy, n_consultations: int) -> None:
    def on_connect(connection: object, _record: object) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]  # sqlite3's own connection

    event.listen(engine, "connect", on_connect)
    Base.metadata.create_all(engine)
    for number in range(1, n_consultations + 1):
        db.session.add(
            Consultation(
                slug=f"c{number}",
                title=f"Consultation {number}",
                summary=WORDS,
                why=WORDS,
                influence=WORDS,
                closes="2026-12-01",
                options=[Option(name=f"Option {n}", reason=WORDS) for n in range(4)],
                questions=[Question(prompt=WORDS[:80]) for _ in range(7)],
                groups=[Group(name=f"Group {n}") for n in range(11)],
            )
        )
    db.session.commit()
