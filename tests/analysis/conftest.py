"""A consultation that closed, with its responses in and one finished run."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.rules import Role
from consult.analysis.models import Assignment, Codebook, Proposal, Run, Theme, Unassigned
from consult.consultations.models import Consultation
from consult.demo.makers.accounts import make_account
from consult.demo.makers.analysis import make_responses, make_run, themes_of
from consult.demo.makers.consultations import make_consultation, make_group
from consult.kernel.clock import HandClock

CLOSES_AT = datetime(2026, 2, 27, 16, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class Scene:
    """What the tests of this room start from; ``held`` says which texts are in which theme."""

    session: Session
    consultation: Consultation
    officer: Account
    other_officer: Account
    run: Run

    @property
    def codebook(self) -> Codebook:
        return self.session.get_one(Codebook, self.run.codebook_id)

    @property
    def themes(self) -> list[Theme]:
        return themes_of(self.session, self.run)

    def held(self) -> dict[int, dict[int, bool]]:
        """By text, its themes and whether each is the main one."""
        found: dict[int, dict[int, bool]] = {}
        rows = self.session.execute(select(Assignment.answer_id, Assignment.theme_id, Assignment.main))
        for text, theme, main in rows:
            assert text is not None
            found.setdefault(text, {})[theme] = main
        return found

    def texts_in(self, theme: Theme) -> list[int]:
        return sorted(text for text, held in self.held().items() if theme.id in held)

    def picture(self) -> object:
        """Everything an undo must bring back."""
        themes = [
            (t.id, t.state, t.name, t.named_by, t.description, t.hidden_reason, t.merged_into_id) for t in self.themes
        ]
        rows = self.session.execute(
            select(
                Assignment.answer_id, Assignment.theme_id, Assignment.main, Assignment.hand, Assignment.pinned
            ).order_by(Assignment.answer_id, Assignment.theme_id)
        )
        lying = self.session.execute(select(Unassigned.answer_id, Unassigned.bin).order_by(Unassigned.answer_id))
        return themes, [tuple(row) for row in rows], [tuple(row) for row in lying]

    def require_whole(self) -> None:
        """Every text that the run saw is in a theme or in a bin, never in both, with one main theme."""
        seen = set(self.session.scalars(select(Proposal.text_id)))
        lying = set(self.session.scalars(select(Unassigned.answer_id)))
        held = self.held()
        assert set(held) | lying == seen
        assert not set(held) & lying
        assert all(sum(themes.values()) == 1 for themes in held.values())


@pytest.fixture
def scene(session: Session, clock: HandClock) -> Scene:
    return make_scene(session, now=clock.now())


def make_scene(session: Session, *, now: datetime) -> Scene:
    officer = make_account(session, role=Role.OFFICER, name="Ada Officer")
    other = make_account(session, role=Role.OFFICER, name="Ben Officer")
    groups = (make_group(session, code="parent"), make_group(session, code="teacher"))
    consultation = make_consultation(
        session,
        title="Safer schools",
        officer=officer,
        groups=groups,
        opens_at=CLOSES_AT - timedelta(days=50),
        closes_at=CLOSES_AT,
    )
    make_responses(session, consultation=consultation, groups=groups, now=CLOSES_AT - timedelta(hours=3))
    consultation.intake_complete_at = now - timedelta(hours=1)
    session.flush()
    run = make_run(session, consultation=consultation, by_id=officer.id, now=now)
    return Scene(session=session, consultation=consultation, officer=officer, other_officer=other, run=run)
