"""How fast our pages are beside a bare Flask application that does the same kind of work.

    python benchmarks/web.py [--rounds 200]

Both applications run in this process, on the same disk and the same SQLite settings (WAL, synchronous=FULL), and are
called through WSGI in turn, A B A B …, one request each, so that a machine that slows down slows both. The figure is
the ratio of typical times, each the median of the best of every ten requests (what else the machine does only ever
slows a request, and strikes a long one more often than a short one): 0.5 means half as many requests a second.

bare.py says what the bare application does (the same words, rows, fields and checks) and what it leaves out: what
stands between the ratio and 1 is what ours does for people.
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bare import make_bare, make_hello
from flask import Flask
from sqlalchemy import event, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder

from consult.app import create_app
from consult.consultations.models import Consultation
from consult.consultations.queries import counts_for_public, reading_of
from consult.consultations.rules import QuestionKind
from consult.demo.seeding import seed_demo
from consult.responses.actions.drafts import begin_draft
from consult.responses.queries.answering import ConsultationToAnswer, to_answer
from consult.settings import Settings
from consult.storage.ddl import create_schema
from consult.storage.discovery import load_shelf
from consult.storage.engine import Database

GOALS = {"public page": 0.35, "list page": 0.4, "accepted response": 0.4, "public page, kept": 0.6}
HEADING = f"{'':22} {'ours ms':>8} {'bare ms':>8} {'ratio':>7} {'goal':>6} {'there':>5} {'our bytes':>9} {'bare':>7}"
WORDS = "Networks should meet in term time, and parents should be in the room."
Ask = Callable[[], dict[str, Any]]


def make_ours(folder: Path) -> tuple[Flask, Flask, Database]:
    """Make our application on the demonstration city: once as served, once keeping no page."""
    settings = Settings(data=folder, secret_key="k" * 40, is_production=False, council_name="Wendlebridge City Council")
    load_shelf("models")
    database = Database.at(settings.database_address)
    with database.engine.begin() as connection:
        create_schema(connection)
    plain = create_app(replace(settings, kept_page_seconds=0), database=database)
    with plain.app_context(), database.session(writing=True) as session:
        seed_demo(session, now=datetime.now(UTC))
        session.commit()
    return create_app(replace(settings, kept_page_seconds=3600), database=database), plain, database


def open_consultation(database: Database) -> Consultation:
    """Return the demonstration's open consultation."""
    with database.session(writing=False) as session:
        now = datetime.now(UTC)
        found = session.scalars(select(Consultation)).all()
        return next(each for each in found if each.opens_at and each.closes_at and each.opens_at < now < each.closes_at)


def make_other(folder: Path, database: Database) -> tuple[ConsultationToAnswer, Flask]:
    """Make the bare application with the words of our open consultation, and say what that one asks."""
    now = datetime.now(UTC)
    with database.session(writing=False) as session:
        consultation = session.get_one(Consultation, open_consultation(database).id)
        reading = reading_of(session, consultation, now=now)
        asked = to_answer(session, consultation=consultation, now=now)
        shown = {kind.value: n for kind, n in counts_for_public(session, now=now).items()}
    return asked, make_bare(folder, reading=reading, asked=asked, shown=shown)


def a_get(path: str) -> Ask:
    """Return what makes the same GET again and again."""
    return lambda: EnvironBuilder(path=path).get_environ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What one person types into either form, by the names that both share."""

    slug: str
    number: int
    fields: dict[str, list[str]]


def typed_by(asked: ConsultationToAnswer) -> Typed:
    """Answer every question, the same for both."""
    fields = {"group": [str(asked.groups[0][0])], "behalf": ["self"], "publish": ["without_name"]}
    fields |= {"organisation": [""], "ward": [""], "email": [""]}  # a browser sends what was left empty too
    for question in asked.questions:
        name, choices = f"q{question.id}", question.choices
        if question.kind is QuestionKind.RANKING:
            fields |= {f"{name}_rank_{choice.id}": [str(place)] for place, choice in enumerate(choices, start=1)}
        elif question.kind in {QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES}:
            fields[name] = [str(choices[0].id)]
        else:
            fields[name] = [{QuestionKind.SCALE: "4", QuestionKind.YES_NO: "1"}.get(question.kind, WORDS)]
    return Typed(slug=asked.slug, number=asked.id, fields=fields)


def posts_to_ours(app: Flask, database: Database, typed: Typed, n: int) -> Ask:
    """Fill in ``n`` drafts and look at the page that checks them; what is timed later is pressing the button."""
    with database.session(writing=True) as session:
        consultation = session.get_one(Consultation, typed.number)
        keys = [
            begin_draft(session, consultation=consultation, now=datetime.now(UTC), mode="all", fields=typed.fields).key
            for _ in range(n)
        ]
        session.commit()
    waiting = [_filled_check(app, typed.slug, typed.number, key, place) for place, key in enumerate(keys)]
    return waiting.pop


def _filled_check(app: Flask, slug: str, number: int, key: str, place: int) -> dict[str, Any]:
    """Open the page that checks a draft, as a browser does, and return the POST that sends it."""
    path = f"/consultations/{slug}/respond/check"
    client = app.test_client()
    client.set_cookie(f"draft_{number}", key, path=f"/consultations/{slug}")
    page = client.get(path).text
    hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    assert "submission_key" in hidden, f"the draft is not complete: {page[-1500:]}"
    cookie = client.get_cookie("consult")
    assert cookie is not None
    return EnvironBuilder(
        path=path,
        method="POST",
        data=hidden | {"website": "", "checked_again": "yes"},
        headers={"Cookie": f"consult={cookie.value}; draft_{number}={key}"},
        environ_overrides={"REMOTE_ADDR": f"10.{place // 65536}.{place // 256 % 256}.{place % 256}"},
    ).get_environ()


def posts_to_bare(app: Flask, typed: Typed, n: int) -> Ask:
    """Return what posts the bare form with every field, each time with a new key."""
    client, path = app.test_client(), "/consultation/c1/answer"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).text)
    cookie = client.get_cookie("session")
    assert token is not None
    assert cookie is not None
    waiting = [
        EnvironBuilder(
            path=path,
            method="POST",
            data=MultiDict({"csrf_token": [token.group(1)], "key": [f"key-{place}"], **typed.fields}),
            headers={"Cookie": f"session={cookie.value}"},
        ).get_environ()
        for place in range(n)
    ]
    return waiting.pop


def call(app: Flask, environ: dict[str, Any]) -> tuple[float, int, int]:
    """Answer one request and return seconds, status and bytes."""
    status: list[str] = []
    begun = time.perf_counter()
    body = app.wsgi_app(environ, lambda line, _headers, _info=None: status.append(line))
    n_bytes = sum(map(len, body))
    close = getattr(body, "close", None)
    if close is not None:
        close()
    return time.perf_counter() - begun, int(status[0].split()[0]), n_bytes


def compare(name: str, ours: tuple[Flask, Ask], bare: tuple[Flask, Ask], *, rounds: int, expect: int) -> str:
    """Ask both in turn and return a row of the table."""
    seconds: dict[str, list[float]] = {"ours": [], "bare": []}
    sizes = {}
    for _ in range(rounds):
        for side, (app, ask) in (("ours", ours), ("bare", bare)):
            taken, status, n_bytes = call(app, ask())
            assert status == expect, f"{name}: {side} answered {status}"
            seconds[side].append(taken)
            sizes[side] = n_bytes
    ms = {side: 1000 * _typical(taken[max(rounds // 10, 1) :]) for side, taken in seconds.items()}
    ratio = ms["bare"] / ms["ours"]
    return (
        f"{name:22} {ms['ours']:8.2f} {ms['bare']:8.2f} {ratio:7.2f} {GOALS[name]:6.2f} "
        f"{'yes' if ratio >= GOALS[name] else 'no':>5} {sizes['ours']:9,} {sizes['bare']:7,}"
    )


def _typical(seconds: list[float]) -> float:
    return statistics.median(min(seconds[begin : begin + 10]) for begin in range(0, len(seconds), 10))


def count_queries(app: Flask, database: Database, path: str) -> int:
    """Count the statements of one page."""
    asked: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    call(app, EnvironBuilder(path=path).get_environ())
    event.remove(database.engine, "before_cursor_execute", hear)
    return len(asked)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kept, plain, database = make_ours(folder)
        asked, bare, hello = *make_other(folder, database), make_hello()
        page = f"/consultations/{asked.slug}"
        print(HEADING)
        pages = (("public page", page, "/consultation/c1"), ("list page", "/consultations", "/consultations"))
        for row, path, other in pages:
            print(compare(row, (plain, a_get(path)), (bare, a_get(other)), rounds=rounds, expect=200))
        typed = typed_by(asked)
        posts = posts_to_ours(plain, database, typed, rounds), posts_to_bare(bare, typed, rounds)
        print(compare("accepted response", (plain, posts[0]), (bare, posts[1]), rounds=rounds, expect=303))
        print(compare("public page, kept", (kept, a_get(page)), (hello, a_get("/")), rounds=rounds * 5, expect=200))
        for row, path, _other in pages:
            print(f"statements for the {row}: {count_queries(plain, database, path)}")
        database.close()


if __name__ == "__main__":
    main()
