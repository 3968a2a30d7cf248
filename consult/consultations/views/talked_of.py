"""Consultations that a meeting's agenda can be about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from flask import url_for
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.queries import stages_at, title_of
from consult.consultations.queries.about import consultations_by_ids, latest_consultations
from consult.consultations.rules import PUBLIC_STAGES, Stage
from consult.consultations.wording import STAGES_FOR_ANYONE
from consult.meetings.lending import Topic
from consult.web.clock import now

_KIND = "consultation:"


class Topics:
    """Consultations that everyone may read of."""

    def offered(self, session: Session) -> Sequence[Topic]:
        """Return the latest of them."""
        return _topics(session, latest_consultations(session))

    def named(self, session: Session, refs: Collection[str]) -> Mapping[str, Topic]:
        """Return those of some references."""
        numbers = [int(ref.removeprefix(_KIND)) for ref in refs if ref.startswith(_KIND)]
        return {each.ref: each for each in _topics(session, consultations_by_ids(session, numbers))}


def _topics(session: Session, found: Sequence[Consultation]) -> list[Topic]:
    stages = stages_at(session, found, now=now())
    return [
        Topic(
            ref=f"{_KIND}{each.id}",
            title=title_of(each),
            standing=str(STAGES_FOR_ANYONE[stages[each.id]]),
            href=url_for("consultations.consultation", slug=each.slug),
        )
        for each in found
        if stages[each.id] in PUBLIC_STAGES - {Stage.WITHDRAWN}
    ]
