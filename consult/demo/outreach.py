"""Keep the record of who was asked in the consultations of the city, each contact at its day."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.consultations.models import Consultation
from consult.demo.diary import Deed
from consult.demo.inviting import help_asked, letters_sent
from consult.demo.settling import Settled
from consult.kernel.clock import day_in_london
from consult.outreach.actions import (
    add_consultee,
    add_milestone,
    add_shaper,
    add_suggested,
    choose_kind,
    record_contact,
    say_scrutiny,
)
from consult.outreach.actions.keeping import MilestoneValues, ScrutinyValues
from consult.outreach.actions.naming import ConsulteeValues
from consult.outreach.models import Consultee
from consult.outreach.rules import (
    Basis,
    CameBack,
    ConsultationKind,
    ContactChannel,
    ContactValues,
    MilestoneKind,
    Scrutiny,
)

OUTREACH = Path(__file__).parent / "city" / "outreach.toml"


def kept_record(
    *, key: str, consultation: Consultation, settled: Settled, opened_at: datetime, now: datetime
) -> list[Deed]:
    """What an officer writes down of whom the city asked in one consultation; what came before, on the first day.

    What lies after ``now`` has not happened yet.
    """
    told = tomllib.loads(OUTREACH.read_text(encoding="utf-8"))[key]
    keeper = _Keeper(consultation, settled, opened_at)
    return [deed for deed in keeper.deeds(told) if deed.at <= now]


class _Keeper:
    """One officer with one consultation."""

    def __init__(self, consultation: Consultation, settled: Settled, opened_at: datetime) -> None:
        self.consultation = consultation
        self.settled = settled
        self.opened_at = opened_at
        self.first_at = opened_at + timedelta(hours=1)
        self.by_id = settled.by(Role.OFFICER)
        self.actor = settled.accounts[Role.OFFICER].actor

    def deeds(self, told: dict[str, Any]) -> list[Deed]:
        contacts = [self._contact(*contact) for contact in (*told["contact"], *told["own_contact"])]
        steps = [self._milestone(*step) for step in told["milestone"]]
        begin = Deed(at=self.first_at, do=partial(self._begin, told=told))
        letters = letters_sent(told, self.consultation, by_id=self.by_id, opened_at=self.opened_at)
        asked = help_asked(told, self.consultation, opened_at=self.opened_at)
        return [begin, *contacts, *steps, *letters, *asked, self._scrutiny(*told["scrutiny"])]

    def _begin(self, session: Session, told: dict[str, Any]) -> None:
        """Choose whom to ask, say who will not be, and name the authors."""
        kind, at = ConsultationKind(told["kind"]), self.first_at
        choose_kind(session, consultation=self.consultation, kind=kind, actor=self.actor, now=at)
        codes = told["suggested"]
        add_suggested(session, consultation=self.consultation, kind=kind, codes=codes, actor=self.actor, now=at)
        for name, organisation, group, source in told["own"]:
            values = ConsulteeValues(
                name=name,
                basis=Basis.CHOICE,
                source=source,
                group_id=self.settled.groups[group].id,
                organisation_id=self.settled.organisations[organisation].id,
            )
            add_consultee(session, consultation=self.consultation, values=values, actor=self.actor, now=at)
        for name, email in told.get("address", ()):
            self._consultee(session, name).email = email
        for name, reason in told["not_asked"]:
            self._consultee(session, name).reason_not_asked = reason
        for who, group, n_people in told["author"]:
            group_id = self.settled.groups[group].id if group else None
            add_shaper(
                session,
                consultation=self.consultation,
                who=who,
                group_id=group_id,
                n_people=n_people,
                by_id=self.by_id,
                now=at,
            )

    def _contact(  # noqa: PLR0917 - the order of the file's columns
        self, name: str, channel: str, day: int, team: str, words: str, came_back: str, when_words: str
    ) -> Deed:
        on = self.opened_at + timedelta(days=day, hours=3)
        at = self._written_at(on)
        values = ContactValues(
            channel=ContactChannel(channel) if channel else ContactChannel.OTHER,
            contacted_on=None if when_words else day_in_london(on),
            when_words=when_words,
            team=team,
            words=words,
            came_back=CameBack(came_back),
        )

        def write(session: Session) -> None:
            consultee = self._consultee(session, name)
            record_contact(
                session, consultee=consultee, values=values, by_id=self.by_id, now=at, today=day_in_london(at)
            )

        return Deed(at=at, do=write)

    def _milestone(self, kind: str, day: int, body_name: str, words: str) -> Deed:
        on = self.opened_at + timedelta(days=day)
        at = self._written_at(on)
        values = MilestoneValues(
            kind=MilestoneKind(kind), happened_on=day_in_london(on), words=words, body_name=body_name
        )
        add = partial(add_milestone, consultation=self.consultation, values=values, by_id=self.by_id, now=at)
        return Deed(at=at, do=add)

    def _scrutiny(self, scrutiny: str, committee: str, day: int, reason: str) -> Deed:
        at = self._written_at(self.opened_at + timedelta(days=day, hours=2))
        on = day_in_london(at) if scrutiny == Scrutiny.ASKED else None
        values = ScrutinyValues(scrutiny=Scrutiny(scrutiny), committee=committee, on=on, reason=reason)
        say = partial(
            say_scrutiny,
            consultation=self.consultation,
            values=values,
            version_seen=None,
            actor=self.actor,
            now=at,
        )
        return Deed(at=at, do=say)

    def _written_at(self, happened_at: datetime) -> datetime:
        """What happened before the record was begun is written down on its first day."""
        return max(happened_at, self.first_at + timedelta(minutes=5))

    def _consultee(self, session: Session, name: str) -> Consultee:
        found = select(Consultee).where(Consultee.consultation_id == self.consultation.id, Consultee.name == name)
        return session.scalars(found).one()
