"""The plain words for what this room knows, as people read them."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from consult.bodies.composition import Say, Voice
from consult.bodies.representation import ChainLink, LinkState
from consult.bodies.rules import (
    AreaKind,
    BodyStatus,
    Conduct,
    EvidenceKind,
    GovernorRoute,
    HowFilled,
    InterestNature,
    PanelState,
    Phase,
    RelationKind,
    SchoolStatus,
    TermKind,
    Tier,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A word and the kind of its shape, as components/tag.html takes them."""

    word: LazyString
    kind: str


STATUS = {
    BodyStatus.ACTIVE: Told(word=_l("Active"), kind="good"),
    BodyStatus.STRETCHED: Told(word=_l("Stretched"), kind="warn"),
    BodyStatus.DORMANT: Told(word=_l("Dormant"), kind="plain"),
    BodyStatus.CLOSED: Told(word=_l("Closed"), kind="bad"),
}
ACTS = {
    "call_active": _l("It is active"),
    "call_stretched": _l("It is stretched: it works, but not all of it gets done"),
    "call_dormant": _l("It is dormant: it does not meet for now"),
    "close": _l("Close it: all members leave on that day"),
}
HOW = {
    HowFilled.ELECTED: _l("Elected"),
    HowFilled.NOMINATED: _l("Sent by those they speak for"),
    HowFilled.EX_OFFICIO: _l("Goes with an office"),
    HowFilled.APPOINTED: _l("Appointed"),
    HowFilled.CO_OPTED: _l("Co-opted"),
}
HOW_FORM = {
    HowFilled.ELECTED: _l("Elected by a vote"),
    HowFilled.NOMINATED: _l("Nominated: a body or an organisation says whom it sends"),
    HowFilled.EX_OFFICIO: _l("Ex officio: goes with an office"),
    HowFilled.APPOINTED: _l("Appointed by someone who may"),
    HowFilled.CO_OPTED: _l("Co-opted by the members"),
}
EVIDENCE = {
    EvidenceKind.COUNT_SHEET: _l("Count sheet"),
    EvidenceKind.UNCONTESTED: _l("No more stood than there were seats"),
    EvidenceKind.NOMINATION: _l("Letter or minute of those who sent them"),
    EvidenceKind.OFFICE: _l("The office it goes with"),
    EvidenceKind.APPOINTMENT: _l("Letter or minute of the appointment"),
    EvidenceKind.CO_OPTION: _l("Minute of the co-option"),
}
PHASES = {
    Phase.NURSERY: _l("Nursery"),
    Phase.PRIMARY: _l("Primary"),
    Phase.SECONDARY: _l("Secondary"),
    Phase.ALL_THROUGH: _l("All-through"),
    Phase.SPECIAL: _l("Special"),
    Phase.ALTERNATIVE: _l("Alternative provision"),
    Phase.POST_SIXTEEN: _l("Ages 16 to 19"),
}
TIERS = {
    Tier.CITY: _l("The whole city"),
    Tier.DISTRICT: _l("A district"),
    Tier.LOCALITY: _l("A ward or locality"),
    Tier.SCHOOL: _l("A school or trust"),
}
TERMS = {
    TermKind.ACADEMIC_YEAR: _l("An academic year, 1 September to 31 August"),
    TermKind.MONTHS: _l("A number of months"),
    TermKind.OPEN: _l("Until they leave"),
}
AREAS = {
    AreaKind.CITY: _l("City"),
    AreaKind.DISTRICT: _l("District"),
    AreaKind.WARD: _l("Ward"),
    AreaKind.LOCALITY: _l("Locality"),
    AreaKind.CONSTITUENCY: _l("Constituency of members"),
}
RELATIONS = {
    RelationKind.REPORTS_TO: _l("reports to"),
    RelationKind.WORKS_WITH: _l("works with"),
    RelationKind.REPLACES: _l("replaces"),
}
NATURES = {
    InterestNature.EMPLOYMENT: _l("Work"),
    InterestNature.OFFICE: _l("An office they hold elsewhere"),
    InterestNature.CONTRACT: _l("A contract with the council or a school"),
    InterestNature.PROPERTY: _l("Land or a building"),
    InterestNature.MEMBERSHIP: _l("Membership of an organisation"),
    InterestNature.FAMILY: _l("Family or someone close"),
    InterestNature.OTHER: _l("Something else"),
}
CONDUCT = {
    Conduct.LEFT: Told(word=_l("Left the room"), kind="good"),
    Conduct.SPOKE_AND_LEFT: Told(word=_l("Spoke, then left the room"), kind="good"),
    Conduct.DID_NOT_VOTE: Told(word=_l("Stayed and did not vote"), kind="good"),
    Conduct.STAYED_WITH_DISPENSATION: Told(word=_l("Stayed, with a dispensation"), kind="warn"),
    Conduct.STAYED: Told(word=_l("Stayed: the interest did not bar them"), kind="plain"),
}
SCHOOL_STATUS = {
    SchoolStatus.COMMUNITY: _l("Community school"),
    SchoolStatus.VOLUNTARY_AIDED: _l("Voluntary aided school"),
    SchoolStatus.VOLUNTARY_CONTROLLED: _l("Voluntary controlled school"),
    SchoolStatus.FOUNDATION: _l("Foundation school"),
    SchoolStatus.ACADEMY: _l("Academy"),
    SchoolStatus.FREE_SCHOOL: _l("Free school"),
    SchoolStatus.INDEPENDENT: _l("Independent school"),
}
ROUTES = {
    GovernorRoute.ELECTED_PARENTS: _l("elected by parents"),
    GovernorRoute.ELECTED_STAFF: _l("elected by staff"),
    GovernorRoute.APPOINTED: _l("appointed"),
    GovernorRoute.CO_OPTED: _l("co-opted"),
    GovernorRoute.EX_OFFICIO: _l("by office"),
    GovernorRoute.VACANT: _l("vacant"),
}
PANEL_STATES = {
    PanelState.COLLECTING: Told(word=_l("People are invited"), kind="info"),
    PanelState.POOL_FIXED: Told(word=_l("Waits for the seed"), kind="warn"),
    PanelState.DRAWN: Told(word=_l("Drawn"), kind="good"),
    PanelState.FINISHED: Told(word=_l("Has ended"), kind="plain"),
}
MISSING = {
    LinkState.HELD: Told(word=_l("Heard, with a vote"), kind="good"),
    LinkState.NO_VOTE: Told(word=_l("Heard, without a vote"), kind="warn"),
    LinkState.VACANT: Told(word=_l("Its seat stands empty"), kind="bad"),
    LinkState.NO_SEAT: Told(word=_l("It has no seat there"), kind="bad"),
    LinkState.NOBODY: Told(word=_l("It reports to nobody"), kind="bad"),
}


def said_of(said: Say) -> str:
    """Say in words what say a group has."""
    group = said.stake.group
    if said.voice is Voice.VOTES:
        return _("%(group)s: %(n)s voting", group=group, n=said.n_voting)
    if said.voice is Voice.SEAT_IS_EMPTY:
        return _("%(group)s can vote here, but nobody sits for them now.", group=group)
    if said.voice is Voice.LISTENS:
        return _("%(group)s are in the room, without a vote.", group=group)
    return _("%(group)s have no seat at all.", group=group)


def missing_words(link: ChainLink) -> str:
    """Say in words what is missing at a link of the chain."""
    name = link.body.name
    above = link.above.name if link.above else ""
    if link.state is LinkState.VACANT:
        return _("Nobody speaks for %(name)s on the %(above)s: its seat stands empty.", name=name, above=above)
    if link.state is LinkState.NO_SEAT:
        return _("%(name)s has no seat on the %(above)s, to which it reports.", name=name, above=above)
    if link.state is LinkState.NO_VOTE:
        return _("%(who)s sits for %(name)s on the %(above)s, without a vote.", who=link.holder, name=name, above=above)
    if link.state is LinkState.NOBODY:
        return _("%(name)s reports to no other body.", name=name)
    return _("%(who)s speaks and votes for %(name)s on the %(above)s.", who=link.holder, name=name, above=above)
