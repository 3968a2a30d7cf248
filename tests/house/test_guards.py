"""Every route says who may call it, and keeps its word."""

import re

import pytest
from flask import Flask

from consult.accounts.rules import Role, consultation_scope
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from consult.web.guards import guard_of, needs, public, require_guards
from tests.house.declared import differences
from tests.house.permissions import PAGE, drawn
from tests.visitor import Visitor

REFUSED = {401, 403, 404}


def test_every_route_carries_a_guard(app):
    require_guards(app)


def test_an_app_with_a_silent_route_does_not_start():
    app = Flask("silent")
    app.add_url_rule("/silent", "silent", lambda: "")
    with pytest.raises(RuntimeError, match="silent"):
        require_guards(app)


def test_a_route_cannot_carry_two_guards():
    with pytest.raises(RuntimeError, match="two guards"):
        public(needs(Role.OFFICER)(lambda: ""))


def test_every_route_is_declared_with_who_may_call_it(app):
    faults = differences(app)
    assert not faults, "\n".join([*faults, "python -m tests.house.declared writes it; read what it changed"])


def test_the_table_of_permissions_is_the_one_that_is_kept():
    assert PAGE.read_text("utf-8") == drawn(), "write it anew: python -m tests.house.permissions"


def test_a_stranger_reaches_nothing_that_is_guarded(app, session):
    stranger = app.test_client()
    faults = []
    for rule, method, address in _calls(app, session):
        if guard_of(app.view_functions[rule.endpoint]).kind == "public" or method != "GET":
            continue
        answer = stranger.get(address)
        led_away = answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")
        if not led_away and answer.status_code not in REFUSED:
            faults.append(f"{address}: {answer.status_code}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_only_what_it_allows(app, session, role):
    account = make_account(session, role=role)
    consultation = make_consultation(session)
    visitor = Visitor(app).sign_in_as(account)
    faults = []
    for rule, method, address in _calls(app, session, consultation):
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard.permission is None or method != "GET":
            continue
        from consult.accounts.rules import may

        status = visitor.client.get(address).status_code
        is_allowed = may(account.grants, guard.permission)
        if (status == 403) is is_allowed or status >= 500:
            faults.append(f"{address}: {status} although {'allowed' if is_allowed else 'refused'}")
    assert not faults, "\n".join(faults)


def test_a_role_on_one_consultation_reaches_nothing_of_another(app, session):
    mine, other = make_consultation(session), make_consultation(session)
    account = make_account(session, role=Role.OFFICER, scope=consultation_scope(mine.id))
    visitor = Visitor(app).sign_in_as(account)
    for rule, method, address in _calls(app, session, other):
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard.permission is not None and method == "GET" and "consultation_id" in rule.arguments:
            assert visitor.client.get(address).status_code == 403, address


def test_a_post_without_a_token_changes_nothing(app, session):
    visitor = Visitor(app).sign_in_as(make_account(session, role=Role.OFFICER))
    for _rule, method, address in _calls(app, session):
        if method == "POST":
            answer = visitor.client.post(address, data={"reason": "x"})
            assert answer.status_code in {400, 404}, address


def test_no_page_that_is_read_writes(app, session):
    """A session of a page that is read refuses to write, so a page that tried would answer 500."""
    consultation = make_consultation(session)
    every = make_account(session, role=Role.OFFICER)
    for role in Role:
        make_account(session, role=role, email=every.email)
    visitor = Visitor(app).sign_in_as(every)
    faults = []
    for _rule, method, address in _calls(app, session, consultation):
        if method == "GET":
            status = visitor.client.get(address).status_code
            if status >= 500 and status != 503:
                faults.append(f"{address}: {status}")
    assert not faults, "\n".join(faults)


def _calls(app, session, consultation=None):
    """Every route with an address that names what is there, where we know it."""
    values = {
        "consultation_id": consultation.id if consultation else 1,
        "slug": consultation.slug if consultation else "x",
    }
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", lambda found: str(values.get(found[1], 1)), rule.rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method, address
