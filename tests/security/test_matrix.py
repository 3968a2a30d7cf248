"""Every route, called as a stranger, as residents and in every role, here and in another consultation; ids swapped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule

from consult.accounts.rules import Grant, Role, body_scope, consultation_scope, may
from consult.bodies.models import Body
from consult.consultations.models import Consultation
from consult.demo.makers.accounts import make_account
from consult.web.guards import Guard
from tests.house.declared import Declared, carried, declared
from tests.journeys.city import Shown
from tests.security.routes import Gathered, call, filled, gather
from tests.visitor import Visitor

HERE, ELSEWHERE = "here", "elsewhere"
EVERYWHERE = tuple(role for role in Role if role is not Role.OFFICER)
WORDS = {"comments"}  # stands for a question's number where the comments are meant, in every consultation
WROTE = "marrowbone seventeen lanterns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    city: Shown
    gathered: Gathered
    values: dict[str, dict[str, Any]]  # by here and elsewhere

    def addresses(self, rule: Rule, where: str) -> str:
        wanted = {name: value for name, value in self.values[where].items() if name in rule.arguments}
        return self.gathered.address(rule, wanted)


@pytest.fixture(scope="module")
def scene(city: Shown) -> Scene:
    city.app.extensions["consult_throttle"] = None  # all of these come from one address
    asked = city.session.scalars(select(Consultation).order_by(Consultation.id)).all()
    bodies = city.session.scalars(select(Body).order_by(Body.id)).all()
    values = {
        where: {"consultation_id": consultation.id, "body_id": body.id}
        for where, consultation, body in ((HERE, asked[-1], bodies[0]), (ELSEWHERE, asked[0], bodies[1]))
    }
    return Scene(city=city, gathered=gather(city), values=values)


def scopes(scene: Scene, where: str) -> tuple[str, str]:
    values = scene.values[where]
    return consultation_scope(values["consultation_id"]), body_scope(values["body_id"])


def actor(scene: Scene, roles: tuple[Role, ...], where: str = "") -> tuple[Visitor, tuple[Grant, ...]]:
    """Someone with these roles, everywhere or in one consultation and one body."""
    places = scopes(scene, where) if where else ("",)
    email = f"{'-'.join(roles) or 'no-role'}-{where or 'everywhere'}@wendlebridge.example"
    account = make_account(scene.city.session, role=None, email=email)
    for role in roles:
        for place in places:
            make_account(scene.city.session, role=role, scope=place, email=email)
    scene.city.session.commit()
    return Visitor(scene.city.app).sign_in_as(account), account.grants


def routes(scene: Scene) -> Iterator[tuple[Rule, str, Declared, Guard]]:
    said = declared()
    guards = {one: guard for _room, one, guard in carried(scene.city.app)}
    for rule in scene.city.app.url_map.iter_rules():
        methods = ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        one = next(one for one in said if (one.address, one.methods) == (rule.rule, methods))
        guard = next((guard for known, guard in guards.items() if known == one), None)
        for method in methods.split(", "):
            if guard is not None:
                yield rule, method, one, guard


def test_the_city_has_real_addresses_for_most_routes(scene: Scene) -> None:
    """A matrix of made-up numbers would only find pages that are not there."""
    with_values = [rule.rule for rule in scene.city.app.url_map.iter_rules() if rule.arguments]
    unmet = [rule for rule in with_values if rule not in scene.gathered.by_rule]
    assert len(unmet) < 0.18 * len(with_values), sorted(set(unmet))


def test_a_stranger_reaches_only_what_is_declared_for_anyone(scene: Scene) -> None:
    visitor, faults = Visitor(scene.city.app), []
    for rule, method, one, _guard in routes(scene):
        address = scene.addresses(rule, HERE)
        answer, changed = call(scene.city, visitor, method, address)
        to_sign_in = answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in?")
        to_sign_in = to_sign_in and not address.startswith("/sign-in")  # a failed way in leads back to the others
        if one.who == "anyone":
            is_right = answer.status_code not in {401, 403} and not to_sign_in and answer.status_code < 500
        else:
            is_right = (to_sign_in if method == "GET" else answer.status_code == 401) and not changed
        if not is_right:
            faults.append(f"{method} {address}: {answer.status_code}, {changed} rows, declared for {one.who}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("roles", "where"),
    [
        ((), ""),
        *(((role,), "") for role in EVERYWHERE),
        ((Role.OFFICER,), HERE),
        ((Role.OFFICER,), ELSEWHERE),
        ((Role.APPROVER,), HERE),
        ((Role.CLERK,), HERE),
    ],
    ids=lambda told: "-".join(told) or "nobody" if isinstance(told, tuple) else told or "everywhere",
)
def test_a_role_reaches_what_is_declared_for_it_and_nothing_else(
    scene: Scene, roles: tuple[Role, ...], where: str
) -> None:
    visitor, grants = actor(scene, roles, where)
    faults = []
    for rule, method, one, guard in routes(scene):
        if guard.permission is None:
            continue
        for place in (HERE, ELSEWHERE) if where and guard.scope else (HERE,):
            address = scene.addresses(rule, place)
            at = {name: scene.values[place].get(name, 1) for name in rule.arguments}
            is_allowed = may(grants, guard.permission, scope=guard.scope(**at) if guard.scope else "")
            answer, changed = call(scene.city, visitor, method, address)
            status = answer.status_code
            is_right = status not in {401, 403} and status < 500 if is_allowed else status == 403 and not changed
            if not is_right:
                word = "allowed" if is_allowed else "refused"
                faults.append(f"{method} {address}: {status}, {changed} rows, should be {word} ({one.who})")
    assert not faults, "\n".join(faults)


def test_a_number_of_another_consultation_or_body_opens_nothing_here(scene: Scene) -> None:
    """Every id but the first is swapped for one that belongs elsewhere; whoever may do all here gets nothing of it."""
    visitor, _grants = actor(scene, tuple(Role), HERE)
    n_swapped, faults = 0, []
    for address, method in swapped(scene):
        n_swapped += 1
        answer, changed = call(scene.city, visitor, method, address)
        if answer.status_code not in {403, 404} or changed:
            faults.append(f"{method} {address}: {answer.status_code}, {changed} rows")
    assert not faults, "\n".join(faults)
    assert n_swapped > 100


def swapped(scene: Scene) -> Iterator[tuple[str, str]]:
    """Addresses below a consultation or body of ours in which one later id is of another one."""
    for rule in scene.city.app.url_map.iter_rules():
        if not rule.rule.startswith("/desk/"):
            continue
        owner = next((name for name in ("consultation_id", "body_id") if name in rule.arguments), None)
        if owner is None:
            continue
        ours, theirs = scene.values[HERE][owner], scene.values[ELSEWHERE][owner]
        met = [dict(values) for values in scene.gathered.by_rule.get(rule.rule, ())]
        for name in sorted(rule.arguments - {owner}):
            own = {values[name] for values in met if values[owner] == ours}
            foreign = {values[name] for values in met if values[owner] != ours} - own - WORDS
            base = next((values for values in met if values[owner] == ours), {})
            for value in sorted(foreign, key=repr)[:3]:
                for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                    yield filled(rule.rule, base | {owner: ours, name: value}), method
        assert theirs != ours


def test_what_one_resident_writes_no_other_finds(scene: Scene) -> None:
    """A draft and a sent response open for the browser that wrote them and for whoever holds the receipt alone."""
    writer, other = Visitor(scene.city.app), Visitor(scene.city.app)
    slug = scene.city.session.get_one(Consultation, scene.values[HERE]["consultation_id"]).slug
    start = f"/consultations/{slug}/respond"
    writer.open(start)
    scene.city.clock.advance(timedelta(seconds=20))
    writer.choose("All questions on one page").press("Start")
    box = next(node for node in writer.page.all("textarea"))
    writer.typed(box, WROTE).press("Save and check your answers", expect=None)
    assert WROTE in writer.open(f"{start}/all").body
    other.open(start)
    scene.city.clock.advance(timedelta(seconds=20))
    other.choose("All questions on one page").press("Start")
    seen = []
    for rule in scene.city.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.rule.startswith("/assets"):
            address = scene.gathered.address(rule, {"slug": slug} if "slug" in rule.arguments else {})
            for visitor in (other, Visitor(scene.city.app)):
                answer, _changed = call(scene.city, visitor, "GET", address)
                if WROTE in answer.get_data(as_text=True):
                    seen.append(address)
    assert seen == []
