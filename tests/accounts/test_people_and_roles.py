"""Administrators add people and give them roles."""

import pytest

from consult.accounts.rules import ROLE_PERMISSIONS, Grant, Permission, Role, consultation_scope, may
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from tests.visitor import Visitor


@pytest.fixture
def administrator(visitor, session):
    return visitor.sign_in_as(make_account(session, role=Role.ADMINISTRATOR, name="Ada"))


def test_an_administrator_adds_an_officer(administrator):
    administrator.open("/people")
    administrator.follow("Add a person")
    administrator.fill("Name", "Ngozi Adebayo").fill("Email address", "Ngozi@Ambleford.example").choose("Officer")
    page = administrator.press("Add this person")
    assert page.heading == "Ngozi Adebayo"
    assert page.says("ngozi@ambleford.example")


def test_the_same_address_is_not_added_twice(administrator, session):
    make_account(session, email="kim@ambleford.example")
    administrator.open("/people/new")
    administrator.fill("Name", "Kim").fill("Email address", "KIM@ambleford.example").choose("Officer")
    page = administrator.press("Add this person", expect=422)
    assert page.errors[0].startswith("Someone with this email address is already here")


def test_a_role_is_given_on_one_consultation_and_taken_away(administrator, app, session):
    consultation = make_consultation(session, title="Better schools")
    person = make_account(session, role=None)
    theirs = Visitor(app).sign_in_as(person)
    theirs.open(f"/desk/consultations/{consultation.id}", expect=403)
    administrator.open(f"/people/{person.id}")
    page = administrator.select("Role", "Officer").select("Where", "Better schools").press("Give this role")
    assert page.says("Officer for “Better schools”")
    theirs.open(f"/desk/consultations/{consultation.id}")
    administrator.press("Take away")
    theirs.open(f"/desk/consultations/{consultation.id}", expect=403)


def test_an_administrator_cannot_lock_themselves_out(administrator, session):
    administrator.open("/people")
    administrator.follow("Ada")
    assert administrator.press("Take away", expect=409).says("Ask another administrator")


def test_nobody_else_gives_roles(visitor, session):
    for role in set(Role) - {Role.ADMINISTRATOR}:
        visitor.sign_in_as(make_account(session, role=role)).open("/people", expect=403)


def test_a_role_on_one_consultation_allows_nothing_elsewhere():
    grants = [Grant(role=Role.OFFICER, scope=consultation_scope(1))]
    assert may(grants, Permission.ANALYSE, scope=consultation_scope(1))
    assert not may(grants, Permission.ANALYSE, scope=consultation_scope(11))
    assert not may(grants, Permission.ANALYSE)


def test_nobody_both_writes_and_approves_by_one_role():
    for permissions in ROLE_PERMISSIONS.values():
        assert not {Permission.WRITE_CONSULTATIONS, Permission.APPROVE_CONSULTATIONS} <= permissions


def test_every_permission_belongs_to_some_role():
    assert set(Permission) == {permission for permissions in ROLE_PERMISSIONS.values() for permission in permissions}
