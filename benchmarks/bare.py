"""A bare Flask application that does the same kind of work as our pages, and one that says hello: the baselines.

It is what a tutorial would build with the same packages: Flask-SQLAlchemy, Jinja, Flask-WTF, SQLite with the same
durability. Its public page tells the same words of the same consultation (title, reasons, options, questions, groups,
clarifications, dates); its list counts the three filters and shows the same rows; its form has a field for each of
ours with the same checks, a CSRF token and a key that makes a repeat harmless; a post looks whether the consultation
is open, stores the response, an answer a question, the picks and a row of a plain log in one synced transaction, leaves
the receipt's number in the signed cookie and redirects. What it leaves out is what ours is for: drafts, secret codes,
the chain of the audit, guards, limits, traps, translation, pre-election periods, our header and accessible components.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask, abort, redirect, render_template, session
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from jinja2 import DictLoader
from sqlalchemy import ColumnElement, Engine, ForeignKey, and_, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from consult.consultations.queries import AskedQuestion, Reading
from consult.consultations.rules import QuestionKind
from consult.responses.queries.answering import ConsultationToAnswer

TEMPLATES = {
    "frame.html": """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<link rel="stylesheet" href="/assets/style.css"></head><body><header><a href="/">Council</a>
<nav>{% for name in ("Consultations", "Promises", "Follow") %}<a href="/{{ name | lower }}">{{ name }}</a>{% endfor %}
</nav></header><main>{% block content %}{% endblock %}</main><footer>
{% for name in ("Help", "Privacy", "Access", "Sign in") %}<a href="/{{ name | lower }}">{{ name }}</a>{% endfor %}
</footer></body></html>""",
    "page.html": """{% extends "frame.html" %}{% block content %}<h1>{{ title }}</h1><p>{{ page.summary }}</p>
<p>Closes {{ page.closes_at.strftime("%A %d %B %Y at %H:%M") }}</p>
<h2>Why</h2><p>{{ page.why }}</p><h3>Why now</h3><p>{{ page.why_now }}</p>
<h2>What you can change</h2><p>{{ page.influence }}</p><h3>Decided</h3><p>{{ page.decided }}</p><h2>Options</h2>
<table>{% for option in page.options %}<tr><th>{{ option.name }}</th><td>{{ "Rejected" if option.rejected else "Yes" }}
</td><td>{{ option.reason }}</td></tr>{% endfor %}</table><h2>What we know</h2><p>{{ page.evidence }}</p>
<h2>What it costs</h2><p>{{ page.cost }}</p><h2>Questions</h2>
<ol>{% for question in page.questions %}<li><p>{{ question.prompt }}</p>{% if question.help %}<p>{{ question.help }}</p>
{% endif %}<p>{{ question.how }}{% if question.required %} (needs an answer){% endif %}</p></li>{% endfor %}</ol>
<h2>Asked</h2><ul>{% for group in page.groups %}<li>{{ group.name }}</li>{% endfor %}</ul>
<h2>Clarifications</h2>{% for each in page.clarified %}<h3>{{ each.question }}</h3><p>{{ each.answer }}</p>
<p>Answered {{ each.answered_at.strftime("%d %B %Y") }}</p>{% endfor %}
<h2>Contact</h2><p>{{ page.contact }}</p>{% endblock %}""",
    "list.html": """{% extends "frame.html" %}{% block content %}<h1>{{ title }}</h1>
<ul>{% for name, n in counts %}<li><a href="?show={{ name }}">{{ name }} ({{ n }})</a></li>{% endfor %}</ul>
{% for row in rows %}<h2><a href="/{{ row.slug }}">{{ row.title }}</a></h2><p>{{ row.summary }}</p>
<p>{{ row.closes_at.strftime("%A %d %B %Y at %H:%M") }}</p>{% endfor %}{% endblock %}""",
    "form.html": "<form method=post>{% for field in form %}{{ field }}{% endfor %}</form>",
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
    why_now: Mapped[str]
    influence: Mapped[str]
    decided: Mapped[str]
    evidence: Mapped[str]
    cost: Mapped[str]
    contact: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    options: Mapped[list[Option]] = relationship()
    questions: Mapped[list[Question]] = relationship()
    groups: Mapped[list[Group]] = relationship()
    clarified: Mapped[list[Clarified]] = relationship()


class Option(Base):
    """An option considered."""

    __tablename__ = "option"
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    name: Mapped[str]
    rejected: Mapped[bool]
    reason: Mapped[str]


class Question(Base):
    """A question asked."""

    __tablename__ = "question"
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    prompt: Mapped[str]
    help: Mapped[str]
    how: Mapped[str]
    required: Mapped[bool]


class Group(Base):
    """A group asked."""

    __tablename__ = "asked"
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    name: Mapped[str]


class Clarified(Base):
    """A question that someone asked, and its answer."""

    __tablename__ = "clarified"
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    question: Mapped[str]
    answer: Mapped[str]
    answered_at: Mapped[datetime]


class Stored(Base):
    """A response."""

    __tablename__ = "response"
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    reference: Mapped[str] = mapped_column(unique=True)
    group: Mapped[int]
    behalf: Mapped[str]
    ward: Mapped[int | None]
    publish: Mapped[str]
    email: Mapped[str]
    received_at: Mapped[datetime]
    answers: Mapped[list[Answer]] = relationship()


class Answer(Base):
    """An answer."""

    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    question: Mapped[int]
    text: Mapped[str]
    picks: Mapped[list[Pick]] = relationship()


class Pick(Base):
    """A choice that was picked."""

    __tablename__ = "pick"
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), primary_key=True)
    choice: Mapped[int] = mapped_column(primary_key=True)


class Logged(Base):
    """A line of the log."""

    __tablename__ = "log"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    what: Mapped[str]
    subject: Mapped[str]


def answer_form(asked: ConsultationToAnswer) -> type[FlaskForm]:
    """Make the class of the form once, with a field for each of ours."""
    fields = {
        "key": HiddenField(validators=[DataRequired()]),
        "group": RadioField(
            choices=[(str(number), name) for number, name in asked.groups], validators=[DataRequired()]
        ),
        "behalf": RadioField(choices=["self", "school", "organisation"], validators=[DataRequired()]),
        "organisation": StringField(validators=[Length(max=200)]),
        "ward": SelectField(choices=[("", ""), *((str(n), name) for n, name in asked.wards)], validators=[Optional()]),
        "publish": RadioField(choices=["with_name", "without_name", "not_published"], validators=[DataRequired()]),
        "email": StringField(validators=[Length(max=254)]),
        "outcome": BooleanField(),
    }
    for question in asked.questions:
        fields |= _fields_of(question)
    return type("AnswerForm", (FlaskForm,), fields)


def _fields_of(question: AskedQuestion) -> dict[str, object]:
    name, checks = f"q{question.id}", [InputRequired() if question.required else Optional()]
    why = {f"{name}_why": TextAreaField(validators=[Length(max=200_000)])} if question.asks_why else {}
    choices = [(str(choice.id), choice.label) for choice in question.choices]
    if question.kind is QuestionKind.RANKING:
        places = [str(place) for place in range(len(choices) + 1)]
        return {
            f"{name}_rank_{each}": SelectField(choices=places, validators=[Optional()]) for each, _ in choices
        } | why
    if question.kind is QuestionKind.OPEN_TEXT:
        return {name: TextAreaField(validators=[*checks, Length(max=200_000)])}
    if question.kind is QuestionKind.SEVERAL_CHOICES:
        return {name: SelectMultipleField(choices=choices, validators=checks)} | why
    return {name: RadioField(choices=choices or [str(place) for place in range(6)], validators=checks)} | why


def make_hello() -> Flask:
    """Make the smallest application: one route that says hello."""
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "Hello"

    return app


def make_bare(folder: Path, *, reading: Reading, asked: ConsultationToAnswer, shown: dict[str, int]) -> Flask:
    """Make the bare application on a SQLite file with the same durability as ours.

    Args:
        folder: where its file goes.
        reading: the consultation whose words it tells.
        asked: what its form asks.
        shown: how many consultations are open, closed and answered.
    """
    app = Flask("bare")
    app.secret_key = secrets.token_hex(32)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder / 'bare.sqlite3'}"
    app.jinja_loader = DictLoader(TEMPLATES)  # type: ignore[assignment]  # a loader too
    db = SQLAlchemy(app, metadata=Base.metadata)
    with app.app_context():
        _fill(db.engine, db, reading, shown)
    _add_pages(app, db)
    _add_form(app, db, answer_form(asked), asked)
    return app


def _add_pages(app: Flask, db: SQLAlchemy) -> None:
    @app.get("/consultation/<slug>")
    def page(slug: str) -> str:
        found = db.session.scalars(select(Consultation).where(Consultation.slug == slug)).one()
        return render_template("page.html", title=found.title, page=found)

    @app.get("/consultations")
    def listing() -> str:
        filters = _filters(datetime.now(UTC))
        counts = db.session.execute(select(*(func.count().filter(each) for each in filters.values()))).one()
        asked = select(Consultation).where(filters["open"]).order_by(Consultation.closes_at).limit(20)
        rows = db.session.scalars(asked).all()
        return render_template("list.html", title="Consultations", counts=zip(filters, counts, strict=True), rows=rows)


def _filters(now: datetime) -> dict[str, ColumnElement[bool]]:
    unanswered = Consultation.answered_at.is_(None)
    return {
        "open": and_(Consultation.opens_at <= now, Consultation.closes_at > now, unanswered),
        "closed": and_(Consultation.closes_at <= now, unanswered),
        "answered": Consultation.answered_at.is_not(None),
    }


def _add_form(app: Flask, db: SQLAlchemy, kind: type[FlaskForm], asked: ConsultationToAnswer) -> None:
    @app.route("/consultation/<slug>/answer", methods=["GET", "POST"])
    def answer(slug: str) -> Response | str:
        now = datetime.now(UTC)
        found = db.session.scalars(select(Consultation).where(Consultation.slug == slug)).one()
        if not found.opens_at <= now.replace(tzinfo=None) < found.closes_at:
            abort(409)
        form = kind()
        if not form.validate_on_submit():
            return render_template("form.html", form=form)
        stored = db.session.scalars(select(Stored).where(Stored.key == form["key"].data)).one_or_none()
        if stored is None:
            stored = _stored(form, asked, found, now)
            db.session.add(stored)
            db.session.flush()
            db.session.add(Logged(at=now, what="received", subject=f"response:{stored.id}"))
            db.session.commit()
        session["receipt"] = stored.id
        return redirect(f"/receipt/{stored.reference}", 303)


def _stored(form: FlaskForm, asked: ConsultationToAnswer, found: Consultation, now: datetime) -> Stored:
    said = form.data
    answers = []
    for question in asked.questions:
        name = f"q{question.id}"
        given = said.get(name) or ""
        picked = [int(each) for each in ([given] if isinstance(given, str) else given) if question.choices and each]
        text = said.get(f"{name}_why", "") if question.choices else given
        answers.append(Answer(question=question.id, text=text, picks=[Pick(choice=each) for each in picked]))
    return Stored(
        consultation_id=found.id,
        key=said["key"],
        reference=secrets.token_hex(8),
        group=int(said["group"]),
        behalf=said["behalf"],
        ward=int(said["ward"]) if said["ward"] else None,
        publish=said["publish"],
        email=said["email"],
        received_at=now,
        answers=answers,
    )


def _fill(engine: Engine, db: SQLAlchemy, reading: Reading, shown: dict[str, int]) -> None:
    def on_connect(connection: object, _record: object) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]  # sqlite3's own connection

    event.listen(engine, "connect", on_connect)
    Base.metadata.create_all(engine)
    now = datetime.now(UTC)
    closing = {
        "open": now + timedelta(days=20),
        "closed": now - timedelta(days=5),
        "answered": now - timedelta(days=90),
    }
    kinds = [kind for kind, n in shown.items() for _ in range(n)]
    for number, kind in enumerate(kinds, start=1):
        consultation = _consultation(reading, number)
        consultation.opens_at, consultation.closes_at = closing[kind] - timedelta(days=60), closing[kind]
        consultation.answered_at = now if kind == "answered" else None
        db.session.add(consultation)
    db.session.commit()


def _consultation(reading: Reading, number: int) -> Consultation:
    """The words of ours, in the bare tables."""
    return Consultation(
        slug=f"c{number}",
        title=reading.title,
        summary=reading.summary,
        why=reading.why,
        why_now=reading.why_now,
        influence=reading.open_to_influence,
        decided=reading.already_decided,
        evidence=reading.evidence,
        cost=reading.cost_and_impact,
        contact=reading.contact,
        options=[Option(name=each.name, rejected=each.rejected, reason=each.reason) for each in reading.options],
        questions=[
            Question(prompt=each.prompt, help=each.help, how=each.kind.value, required=each.required)
            for each in reading.questions
        ],
        groups=[Group(name=name) for name in reading.groups],
        clarified=[
            Clarified(question=each.question, answer=each.answer, answered_at=each.answered_at)
            for each in reading.clarified
        ],
    )
