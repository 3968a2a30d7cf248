"""The tables of bodies: people, areas, types, bodies, seat classes, seats and who holds them."""

from consult.bodies.models.asking import ExpressionOfInterest
from consult.bodies.models.bodies import Body, BodyRelation, BodyStake, BodyType, StatusChange
from consult.bodies.models.interests import ItemInterest, RegisteredInterest
from consult.bodies.models.panels import Panel, PanelQuota, PoolMember
from consult.bodies.models.people import Area, Person
from consult.bodies.models.schools import Governors, NetworkSchool, School, SchoolStatusTime
from consult.bodies.models.seats import Deputy, Membership, Seat, SeatClass
from consult.bodies.models.terms import TermsInForce

__all__ = [
    "Area",
    "Body",
    "BodyRelation",
    "BodyStake",
    "BodyType",
    "Deputy",
    "ExpressionOfInterest",
    "Governors",
    "ItemInterest",
    "Membership",
    "NetworkSchool",
    "Panel",
    "PanelQuota",
    "Person",
    "PoolMember",
    "RegisteredInterest",
    "School",
    "SchoolStatusTime",
    "Seat",
    "SeatClass",
    "StatusChange",
    "TermsInForce",
]
