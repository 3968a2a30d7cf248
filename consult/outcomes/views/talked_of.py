"""Decisions that a meeting's agenda can be about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.decisions.models import Decision
from consult.decisions.queries import decisions, decisions_by_ids
from consult.meetings.lending import Topic
from consult.web.filters import short_day

_KIND = "decision:"
_MOST = 40


class Topics:
    """Recorded decisions, all of which are public."""

    def offered(self, session: Session) -> Sequence[Topic]:
        """Return the latest of them."""
        return _topics(decisions(session, size=_MOST).items)

    def named(self, session: Session, refs: Collection[str]) -> Mapping[str, Topic]:
        """Return those of some references."""
        numbers = [int(ref.removeprefix(_KIND)) for ref in refs if ref.startswith(_KIND)]
        return {each.ref: each for each in _topics(decisions_by_ids(session, numbers))}


def _topics(found: Iterable[Decision]) -> list[Topic]:
    return [
        Topic(
            ref=f"{_KIND}{each.id}",
            title=each.title,
            standing=_("decided on %(day)s", day=short_day(each.decided_on)),
            href=url_for("outcomes.decision", decision_id=each.id),
        )
        for each in found
    ]
