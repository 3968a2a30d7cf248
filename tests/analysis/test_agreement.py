"""How far people and the machine agree: the arithmetic against scikit-learn, and the coding as people see it."""

from random import Random

import numpy as np
import pytest
from flask import Flask
from sklearn.metrics import cohen_kappa_score, f1_score
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis import actions
from consult.analysis.agreement import agreement_of
from consult.analysis.models import AgreementSample, Coding, Reading, SampledText
from consult.analysis.queries.agreement import latest_measured_of, samples_of
from consult.analysis.queries.reading import next_to_read, texts_unread
from consult.analysis.rules import ReadingWay
from consult.kernel.errors import Refused
from tests.analysis.conftest import NOW, Scene
from tests.visitor import Visitor


@pytest.fixture
def officer(scene: Scene, visitor: Visitor) -> Visitor:
    return visitor.sign_in_as(scene.officer)


@pytest.fixture
def other_officer(scene: Scene, app: Flask) -> Visitor:
    return Visitor(app).sign_in_as(scene.other_officer)


def address_of(scene: Scene) -> str:
    return f"/desk/consultations/{scene.consultation.id}/analysis/{scene.codebook.id}/agreement"


def drawn(scene: Scene, *, size: int = 12, seed: int = 5) -> AgreementSample:
    return actions.draw_sample(
        scene.session, codebook=scene.codebook, size=size, seed=seed, by_id=scene.officer.id, now=NOW
    )


def code_all(scene: Scene, sample: AgreementSample, *, by_id: int, wrong_every: int = 0) -> None:
    """Code as the machine did, but put every so manieth text into no theme."""
    texts = scene.session.scalars(select(SampledText).where(SampledText.sample_id == sample.id)).all()
    for text in texts:
        is_wrong = wrong_every and text.place % wrong_every == 0
        themes = [] if is_wrong else text.machine_themes
        actions.code_text(scene.session, sampled=text, themes=themes, by_id=by_id, now=NOW)


def random_coding(seed: int, n: int, themes: int) -> list[set[int]]:
    draw = Random(seed)  # noqa: S311 - no secret
    return [set(draw.sample(range(themes), draw.choice([0, 1, 1, 1, 2]))) for _ in range(n)]


@pytest.mark.parametrize("seed", range(6))
def test_f1_and_kappa_are_those_of_scikit_learn(seed: int) -> None:
    one, other = random_coding(seed, 40, 5), random_coding(seed + 100, 40, 5)
    other = [a if place % 2 else b for place, (a, b) in enumerate(zip(one, other, strict=True))]
    found = agreement_of(one, other, themes=range(5), seed=1)
    first = np.array([[theme in chosen for theme in range(5)] for chosen in one])
    second = np.array([[theme in chosen for theme in range(5)] for chosen in other])
    assert found.f1.value == pytest.approx(f1_score(first, second, average="samples", zero_division=1.0))
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(cohen_kappa_score(first.ravel(), second.ravel()))
    for theme in found.themes:
        assert theme.kappa == pytest.approx(cohen_kappa_score(first[:, theme.theme], second[:, theme.theme]))
    assert found.f1.low is not None
    assert found.f1.high is not None
    assert found.f1.low <= found.f1.value <= found.f1.high


def test_the_same_seed_gives_the_same_interval_and_few_texts_give_none() -> None:
    one, other = random_coding(1, 30, 4), random_coding(2, 30, 4)
    assert agreement_of(one, other, themes=range(4), seed=3) == agreement_of(one, other, themes=range(4), seed=3)
    few = agreement_of(one[:9], other[:9], themes=range(4), seed=3)
    assert few.f1.low is None


def test_the_interval_holds_the_true_value_about_95_times_of_100() -> None:
    """Texts agree with probability .7: the true samples F1 is .7."""
    held = 0
    for trial in range(200):
        draw = np.random.default_rng(trial)
        agrees = draw.random(60) < 0.7
        one = [{0} for _ in agrees]
        other = [{0} if same else {1} for same in agrees]
        f1 = agreement_of(one, other, themes=(0, 1), seed=trial).f1
        assert f1.low is not None
        assert f1.high is not None
        held += f1.low <= 0.7 <= f1.high
    assert 180 <= held <= 199


def test_two_who_put_everything_into_one_place_have_no_kappa() -> None:
    found = agreement_of([{1}] * 12, [{1}] * 12, themes=(1,), seed=0)
    assert found.f1.value == 1
    assert found.kappa is None


def test_a_sample_is_drawn_from_what_nobody_has_read_and_can_be_drawn_again(scene: Scene) -> None:
    read = texts_unread(scene.session, scene.codebook)[:6]
    way = ReadingWay.QUEUE
    actions.note_readings(scene.session, codebook=scene.codebook, texts=read, by_id=scene.officer.id, way=way, now=NOW)
    unread = texts_unread(scene.session, scene.codebook)
    sample = drawn(scene, size=10, seed=77)
    texts = [text.answer_id for text in sorted(sample.texts, key=lambda text: text.place)]
    assert not set(texts) & set(read)
    assert texts == Random(77).sample(unread, 10)  # noqa: S311 - no secret
    assert (sample.seed, sample.n_unread) == (77, len(unread))


def test_what_is_sampled_is_not_met_in_the_reading_queue(scene: Scene) -> None:
    sample = drawn(scene)
    sampled = {text.answer_id for text in sample.texts}
    met, after = set(), None
    while (waiting := next_to_read(scene.session, scene.codebook, after=after)) is not None:
        met.add(waiting.text_id)
        after = waiting.text_id
    assert met
    assert not met & sampled


def test_a_second_sample_waits_for_the_first(scene: Scene) -> None:
    drawn(scene, size=10)
    with pytest.raises(Refused, match="Code that one first"):
        drawn(scene, size=10)


def test_someone_codes_blind_and_then_sees_the_result(scene: Scene, officer: Visitor, session: Session) -> None:
    officer.open(address_of(scene))
    officer.choose("20: a first look")
    officer.press("Draw it and begin")
    assert officer.says("You have coded 0 of 20 texts")
    assert not officer.says("The machine put it here")
    n = len(session.scalars(select(SampledText)).all())
    for _ in range(n - 1):
        officer.tick(scene.themes[0].name)
        officer.press("Save and show the next")
    officer.open(address_of(scene))
    assert officer.says("its result is shown to you when you have finished")
    assert not officer.says("kappa (")
    officer.follow("Go on coding")
    officer.tick("In no theme")
    officer.press("Save and show the next")
    assert officer.says("You have coded the whole sample")
    assert officer.says("F1, text by text")
    assert officer.says("Ada Officer coded all of it")
    assert len(session.scalars(select(Reading).where(Reading.way == ReadingWay.AGREEMENT)).all()) == n


def test_a_theme_and_no_theme_together_are_refused(scene: Scene, officer: Visitor, session: Session) -> None:
    drawn(scene)
    officer.open(address_of(scene))
    officer.follow("Code it")
    officer.press("Save and show the next", expect=422)
    assert officer.page.errors == ["Choose at least one theme, or “In no theme”"]
    officer.tick("In no theme")
    officer.tick(scene.themes[0].name)
    officer.press("Save and show the next", expect=422)
    assert officer.page.errors == ["Choose themes or “In no theme”, not both"]
    assert not session.scalars(select(Coding)).all()


def test_a_second_press_codes_no_second_text(scene: Scene, officer: Visitor, session: Session) -> None:
    sample = drawn(scene)
    officer.open(f"{address_of(scene)}/{sample.id}/code")
    place = next(node for node in officer.page.all("input") if node.get("name") == "place").get("value")
    values = {"place": place, "themes": str(scene.themes[0].id), "csrf_token": officer.token}
    for _ in range(2):
        officer.post(f"{address_of(scene)}/{sample.id}/code", values)
    assert len(session.scalars(select(Coding)).all()) == 1


def test_two_officers_disagreement_is_shown_theme_by_theme(
    scene: Scene, officer: Visitor, other_officer: Visitor
) -> None:
    sample = drawn(scene)
    code_all(scene, sample, by_id=scene.officer.id)
    code_all(scene, sample, by_id=scene.other_officer.id, wrong_every=2)
    measured = latest_measured_of(scene.session, [scene.codebook.id]).get(scene.codebook.id)
    assert measured is not None
    machine_and_ada, machine_and_ben, ada_and_ben = (pair.agreement for pair in measured.pairs)
    assert machine_and_ada.f1.value == 1
    assert machine_and_ben.f1.value == ada_and_ben.f1.value == pytest.approx(0.5)
    officer.open(address_of(scene))
    assert officer.says("Ada Officer and Ben Officer")
    assert officer.says("Theme by theme, where they differ most first")
    assert other_officer.open(address_of(scene)).says("The machine and Ben Officer")


def test_who_has_seen_the_result_does_not_change_their_coding(scene: Scene) -> None:
    sample = drawn(scene)
    code_all(scene, sample, by_id=scene.officer.id)
    with pytest.raises(Refused, match="stays as it is"):
        actions.code_text(
            scene.session,
            sampled=sample.texts[0],
            themes=[scene.themes[-1].id, scene.themes[0].id, scene.themes[1].id],
            by_id=scene.officer.id,
            now=NOW,
        )


def test_a_merge_after_the_coding_is_followed(scene: Scene) -> None:
    sample = drawn(scene)
    first, second = scene.themes[:2]
    for text in sample.texts:
        swapped = [second.id if theme == first.id else theme for theme in text.machine_themes]
        actions.code_text(scene.session, sampled=text, themes=swapped, by_id=scene.officer.id, now=NOW)
    before = samples_of(scene.session, scene.codebook.id)[0].pairs[0].agreement.f1.value
    actions.merge_themes(
        scene.session,
        themes=[first],
        into=second,
        versions={first.id: first.version, second.id: second.version},
        reason="",
        by_id=scene.officer.id,
        now=NOW,
    )
    after = samples_of(scene.session, scene.codebook.id)[0].pairs[0].agreement.f1.value
    assert before < after == 1
