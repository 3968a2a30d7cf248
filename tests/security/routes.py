"""Real addresses of every route, gathered by walking through the city, and a way to call them that leaves no trace."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from os.path import commonpath
from typing import Any
from urllib.parse import urljoin, urlsplit

from sqlalchemy import Connection
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect, Rule
from werkzeug.test import TestResponse

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from tests.journeys.city import Shown, holder
from tests.visitor import Visitor

Look = Callable[[str, TestResponse], None]
Values = tuple[tuple[str, Any], ...]
ALIKE = 2  # addresses of one shape that are opened; all that are linked to are gathered
MOST_PAGES = 900
LINKED = re.compile(r'(?:href|action|formaction)="([^"]+)"')
PLACES = ("/", "/desk", "/people", "/installation", "/installation/jobs", "/desk/elections", "/desk/bodies")
PLACEHOLDER = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


@dataclass(slots=True)
class Gathered:
    """The values with which each route was met."""

    by_rule: dict[str, set[Values]] = field(default_factory=dict)

    def fill_from_neighbours(self, rules: list[Rule]) -> None:
        """Give a route that no page leads to now the values of its nearest relative that one leads to.

        What a page offers depends on how things stand; the contest, theme or version is there all the same.
        """
        met = {rule.rule: rule for rule in rules if rule.rule in self.by_rule and rule.arguments}
        for rule in rules:
            kin = [one for one in met.values() if rule.arguments and rule.arguments <= one.arguments]
            if rule.rule in self.by_rule or not kin:
                continue
            nearest = max(kin, key=lambda one: (len(commonpath([one.rule, rule.rule])), one.rule))
            if commonpath([nearest.rule, rule.rule]).count("<") == len(rule.arguments):
                self.by_rule[rule.rule] = {
                    tuple((name, value) for name, value in values if name in rule.arguments)
                    for values in self.by_rule[nearest.rule]
                }

    def address(self, rule: Rule, wanted: dict[str, Any]) -> str:
        """A real address of a route that has the wanted values, as far as one was met; else a made-up one."""
        met = sorted(self.by_rule.get(rule.rule, ()), key=repr)
        fitting = [values for values in met if wanted.items() >= {k: v for k, v in values if k in wanted}.items()]
        values = dict(fitting[0]) if fitting else dict(met[0]) if met else {}
        return filled(rule.rule, values | wanted)


def filled(rule: str, values: dict[str, Any]) -> str:
    """The address of a route with these values; what is not known is 1."""
    return PLACEHOLDER.sub(lambda found: str(values.get(found[1], 1)), re.sub(r"<any\((\w+)[^>]*>", r"\1", rule))


def gather(city: Shown, look: Look | None = None, *, alike: int = ALIKE) -> Gathered:
    """Walk the city as a stranger and as one who holds every role; note each address that a page leads or posts to.

    Args:
        city: where to walk.
        look: is shown every answer with its address.
        alike: how many addresses of one shape are opened; all that are linked to are noted.
    """
    gathered = Gathered()
    routes = city.app.url_map.bind("localhost")
    everyone = holder(city.session, Role.OFFICER)
    for role in Role:
        make_account(city.session, role=role, email=everyone.email)
    city.session.commit()
    for visitor in (Visitor(city.app), Visitor(city.app).sign_in_as(everyone)):
        waiting, seen, shapes = list(PLACES), set[str](), dict[str, int]()
        while waiting and len(seen) < MOST_PAGES:
            address = waiting.pop(0)
            shape = re.sub(r"\d+", "#", address.split("?")[0])
            if address in seen or shapes.get(shape, 0) >= alike:
                continue
            shapes[shape] = shapes.get(shape, 0) + 1
            seen.add(address)
            answer = visitor.client.get(address)
            if look is not None:
                look(address, answer)
            if answer.mimetype != "text/html":
                continue
            for link in LINKED.findall(answer.get_data(as_text=True)):
                there = urlsplit(urljoin(f"http://localhost{address}", link))
                if there.netloc != "localhost" or there.path.startswith("/assets/"):
                    continue
                for method in ("GET", "POST"):
                    note(gathered, routes, there.path, method)
                waiting.append(there.path)
    gathered.fill_from_neighbours(list(city.app.url_map.iter_rules()))
    return gathered


def note(gathered: Gathered, routes: Any, path: str, method: str) -> None:
    """Keep the values of a path if a route takes it."""
    try:
        rule, values = routes.match(path, method=method, return_rule=True)
    except (HTTPException, RequestRedirect):
        return
    gathered.by_rule.setdefault(rule.rule, set()).add(tuple(sorted(values.items())))


@contextmanager
def without_a_trace(connection: Connection) -> Iterator[None]:
    """Undo what happens in the block, whatever was committed in it."""
    inner = connection.begin_nested()
    try:
        yield
    finally:
        if inner.is_active:
            inner.rollback()


def call(city: Shown, visitor: Visitor, method: str, address: str) -> tuple[TestResponse, int]:
    """Call an address; give the answer, and how many rows were changed (counted on SQLite) before all was undone."""
    data = {"csrf_token": visitor.made_token()} if method == "POST" else None
    raw = city.connection.connection.dbapi_connection
    before = getattr(raw, "total_changes", 0)
    with without_a_trace(city.connection):
        answer = visitor.client.open(address, method=method, data=data)
        answer.get_data()
        changed = getattr(raw, "total_changes", 0) - before
    return answer, changed
