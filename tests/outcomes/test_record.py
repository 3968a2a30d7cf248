"""The record of the algorithm, as anyone reads it beside what was published."""

from sqlalchemy import select

from consult.analysis import actions
from consult.analysis.rules import ReadingWay
from consult.demo.makers.outcomes import make_findings
from consult.outcomes.queries.figures import figures
from consult.responses.models import Answer
from tests.outcomes.scene import NOW, Scene
from tests.visitor import Visitor


def test_the_record_says_what_the_program_does_who_checked_it_and_its_limits(scene: Scene, visitor: Visitor) -> None:
    found = make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    visitor.open(f"/consultations/{scene.consultation.slug}/findings/{found.number}")
    visitor.follow("More about the program")
    assert visitor.page.heading == "How the main points were found"
    for words in ("nothing that people wrote leaves", "Counts are not votes", "Seed", "This was not measured"):
        assert visitor.says(words), words


def test_what_people_read_is_frozen_with_the_findings(scene: Scene) -> None:
    text = scene.session.scalars(select(Answer.id)).first()
    assert text is not None
    actions.note_readings(
        scene.session,
        codebook=scene.codebook,
        texts=[text],
        by_id=scene.officer.id,
        way=ReadingWay.QUEUE,
        now=NOW,
    )
    method = figures(scene.session, scene.consultation).sections[0].method
    assert method is not None
    assert (method.n_read, method.n_readers) == (1, 1)
