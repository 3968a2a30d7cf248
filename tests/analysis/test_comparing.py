"""New responses and new runs are looked at before anything changes, and officers' work stays whatever comes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from consult.analysis import actions
from consult.analysis.models import Assignment, Comparison, Proposal, Run, Theme
from consult.analysis.pipeline import Text, find_themes
from consult.analysis.pipeline.joining import join_late
from consult.analysis.pipeline.values import Assignment as Placed
from consult.analysis.pipeline.values import Bin, Counts, Placement, Record, Themes
from consult.analysis.pipeline.values import Theme as FoundTheme
from consult.analysis.rules import STANDING, ThemeState
from consult.demo.makers.analysis import ALL_SAID, SAID, make_response
from consult.jobs.engine import run_due_jobs_within
from consult.kernel.errors import ConsultError, Refused
from consult.kernel.freezing import from_json, to_json
from consult.responses.rules import Hand
from tests.analysis.conftest import NOW, Scene

LIKE_A_THEME = "Cars speed past the school gates, there is no crossing on the main road"
NEW = "Swimming lessons were cancelled since the pool boiler broke"


def say_late(scene: Scene, *texts: str) -> list[int]:
    said = [make_response(scene.session, consultation=scene.consultation, text=text, now=NOW) for text in texts]
    return [response.answers[0].id for response in said]


def run_jobs(scene: Scene, clock, settings) -> None:
    run_due_jobs_within(scene.session, clock=clock, settings=settings)
    scene.session.expire_all()


def test_an_officer_sees_where_late_responses_would_go_before_they_go(scene, visitor, clock, settings):
    like, new = say_late(scene, LIKE_A_THEME, NEW)
    before = scene.picture()
    visitor.sign_in_as(scene.officer).open(f"/desk/consultations/{scene.consultation.id}/analysis/{scene.codebook.id}")
    page = visitor.follow("See where they belong")
    assert page.says("2 responses came after the last analysis")
    assert visitor.press("See where they would go").says("Nothing changes before you say so.")
    run_jobs(scene, clock, settings)
    page = visitor.open(visitor.page.address)
    assert page.says("1 new response joins a theme.")
    assert page.says("1 new response is like no theme and stays in none.")
    assert scene.picture() == before
    assert visitor.press("Apply this").says("What you and other officers did before stands over it.")
    scene.session.expire_all()
    assert list(scene.held()[like].values()) == [True]
    assert new not in scene.held()
    scene.require_whole()
    visitor.follow("Read and check")
    assert visitor.follow("What would change").says("Every response is in the themes, or in no theme, already.")


def test_late_responses_that_join_move_nobody_else(scene, clock, settings):
    first, second = scene.themes[:2]
    moved = scene.texts_in(first)[0]
    actions.move_response(
        scene.session, codebook=scene.codebook, texts=[moved], source=first, into=second, version=first.version,
        by_id=scene.officer.id, now=NOW,
    )  # fmt: skip
    held = scene.held()
    say_late(scene, LIKE_A_THEME)
    asked = actions.ask_where_late_go(scene.session, codebook=scene.codebook, by_id=scene.officer.id, now=NOW)
    run_jobs(scene, clock, settings)
    actions.apply_comparison(scene.session, comparison=asked, by_id=scene.officer.id, now=NOW)
    assert {text: themes for text, themes in scene.held().items() if text in held} == held
    again = actions.apply_comparison(scene.session, comparison=asked, by_id=scene.other_officer.id, now=NOW)
    assert again.decided_by_id == scene.officer.id


def test_a_discarded_comparison_changes_nothing_and_can_be_asked_again(scene, clock, settings):
    say_late(scene, LIKE_A_THEME)
    asked = actions.ask_where_late_go(scene.session, codebook=scene.codebook, by_id=scene.officer.id, now=NOW)
    with pytest.raises(Refused, match="apply it or discard it first"):
        actions.ask_where_late_go(scene.session, codebook=scene.codebook, by_id=scene.officer.id, now=NOW)
    with pytest.raises(Refused, match="still being worked out"):
        actions.apply_comparison(scene.session, comparison=asked, by_id=scene.officer.id, now=NOW)
    before = scene.picture()
    actions.discard_comparison(scene.session, comparison=asked, by_id=scene.officer.id, now=NOW)
    run_jobs(scene, clock, settings)
    assert scene.picture() == before
    with pytest.raises(Refused, match="discarded already"):
        actions.apply_comparison(scene.session, comparison=asked, by_id=scene.officer.id, now=NOW)
    assert (
        actions.ask_where_late_go(scene.session, codebook=scene.codebook, by_id=scene.officer.id, now=NOW) is not asked
    )


def test_a_second_analysis_waits_until_an_officer_has_seen_what_it_changes(scene, visitor, clock, settings):
    renamed = scene.themes[0]
    actions.rename_theme(
        scene.session, theme=renamed, name="Roads by schools", version=renamed.version,
        by_id=scene.officer.id, now=NOW,
    )  # fmt: skip
    say_late(scene, NEW)
    before = scene.picture()
    run = actions.start_run(
        scene.session, consultation=scene.consultation, question=scene.consultation.questions[0], granularity=2.0,
        by_id=scene.officer.id, now=NOW,
    )  # fmt: skip
    run_jobs(scene, clock, settings)
    assert scene.picture() == before
    visitor.sign_in_as(scene.officer)
    page = visitor.open(f"/desk/consultations/{scene.consultation.id}/analysis/runs/{run.id}")
    assert page.heading == "What the new analysis would change"
    assert page.says("Roads by schools")
    assert page.says("Apply this")
    visitor.press("Apply this")
    scene.session.expire_all()
    assert scene.session.get_one(Run, run.id).finished_at is not None
    assert scene.session.get_one(Theme, renamed.id).name == "Roads by schools"
    scene.require_whole()


def test_a_second_analysis_that_is_discarded_leaves_everything(scene, visitor, clock, settings):
    before = scene.picture()
    run = actions.start_run(
        scene.session, consultation=scene.consultation, question=scene.consultation.questions[0], granularity=2.0,
        by_id=scene.officer.id, now=NOW,
    )  # fmt: skip
    run_jobs(scene, clock, settings)
    visitor.sign_in_as(scene.officer)
    visitor.open(f"/desk/consultations/{scene.consultation.id}/analysis/runs/{run.id}")
    assert visitor.press("Discard it").says("The themes are as they were.")
    scene.session.expire_all()
    assert scene.picture() == before
    assert scene.session.get_one(Run, run.id).failed_at is not None
    assert scene.session.scalars(select(Comparison.applied)).all() == [False]


def test_what_a_run_found_is_kept_and_read_back_whole():
    found = find_themes([Text(id=str(n), text=text) for n, text in enumerate(ALL_SAID * 3)])
    assert from_json(Themes, to_json(found)) == found


def known_and_themes() -> tuple[list[Text], dict[str, int]]:
    said = [(kind, text) for kind in SAID for text in SAID[kind]]
    kinds = list(SAID)
    known = [Text(id=f"k{n}", text=text) for n, (_, text) in enumerate(said)]
    return known, {f"k{n}": kinds.index(kind) for n, (kind, _) in enumerate(said)}


def test_a_late_copy_joins_the_theme_of_what_it_copies_and_a_blank_one_none():
    known, themes = known_and_themes()
    late = [Text(id="copy", text=SAID["meals"][1]), Text(id="blank", text="No comment"), Text(id="new", text=NEW)]
    found = {each.response_id: each for each in join_late(known, themes, late)}
    assert (found["copy"].theme, found["copy"].bin) == (1, Bin.THEMED)
    assert (found["blank"].theme, found["blank"].bin) == (None, Bin.NO_SUBSTANTIVE_ANSWER)
    assert (found["new"].theme, found["new"].bin) == (None, Bin.UNTHEMED)


def test_the_order_in_which_late_responses_come_changes_nothing():
    known, themes = known_and_themes()
    late = [Text(id=f"l{n}", text=text) for n, text in enumerate((LIKE_A_THEME, NEW, *SAID["support"]))]
    assert join_late(known[::-1], themes, late[::-1]) == join_late(known, themes, late)


def regrouped(texts: Sequence[int], chance: random.Random) -> Themes:
    """Make a result in which the texts lie in other themes, some of them in none."""
    n_themes = chance.randrange(1, 5)
    placed = {text: chance.randrange(-1, n_themes) for text in texts}
    groups = [[text for text, group in placed.items() if group == number] for number in range(n_themes)]
    groups = [members for members in groups if members]
    theme_of = {text: number for number, members in enumerate(groups) for text in members}
    placements = tuple(
        Placement(response_id=str(text), bin=Bin.THEMED, assignments=(Placed(theme=theme_of[text], confidence=0.8),))
        if text in theme_of
        else Placement(response_id=str(text), bin=Bin.UNTHEMED)
        for text in texts
    )
    themes = tuple(
        FoundTheme(
            key=key, keywords=("word",), name=f"Found {key}", size=len(members), size_without_copies=len(members),
            share=0.5, minority=False, confidence=0.8, quotes=(),
        )
        for key, members in enumerate(groups)
    )  # fmt: skip
    counts = Counts(
        responses=len(texts), themed=len(theme_of), unthemed=len(texts) - len(theme_of), no_substantive_answer=0
    )
    record = Record(engine="test", version="1", libraries="", parameters=(), input_digest="0" * 64)
    return Themes(themes=themes, placements=placements, campaigns=(), counts=counts, record=record)


ACTS = st.sampled_from(["rename", "merge", "move", "pin", "remove", "hide", "confirm", "add"])
EDITS = st.lists(st.tuples(ACTS, st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS, seed=st.integers(0, 999))
def test_what_officers_did_survives_any_later_run(scene, edits, seed):
    session = scene.session
    attempt = session.begin_nested()
    try:
        for place, (act, one, other) in enumerate(edits):
            try:
                with session.begin_nested():
                    edit(scene, act, one, other, name=f"Officers' {place}")
            except ConsultError:
                session.expire_all()
        before = officers_word(scene)
        texts = sorted(set(session.scalars(select(Proposal.text_id))))
        run = actions.start_run(
            session, consultation=scene.consultation, question=scene.consultation.questions[0], by_id=None, now=NOW
        )
        chance = random.Random(seed)  # noqa: S311 - another way to group, no secret
        actions.store_themes(session, run=run, found=regrouped(texts, chance), now=NOW + timedelta(hours=2))
        after = officers_word(scene)
        assert before["pinned"] <= after["pinned"]
        assert before["named"] == after["named"]
        assert before["hidden"] == after["hidden"]
        assert before["confirmed"] == after["confirmed"]
        assert before["gone"] <= after["gone"]
        scene.require_whole()
    finally:
        attempt.rollback()
        session.expire_all()


def edit(scene: Scene, act: str, one: int, other: int, *, name: str) -> None:
    standing = [theme for theme in scene.themes if theme.state in STANDING]
    if not standing:
        return
    theme, into = standing[one % len(standing)], standing[other % len(standing)]
    texts = scene.texts_in(theme)
    by = {"by_id": scene.officer.id, "now": NOW}
    some = texts[one % max(len(texts), 1) :][:2]
    if act == "rename":
        actions.rename_theme(scene.session, theme=theme, name=name, version=theme.version, **by)
    elif act == "merge":
        versions = {each.id: each.version for each in (theme, into)}
        actions.merge_themes(scene.session, themes=[theme], into=into, versions=versions, **by)
    elif act == "move":
        book = scene.codebook
        actions.move_response(
            scene.session, codebook=book, texts=some, source=theme, into=into, version=theme.version, **by
        )
    elif act == "pin":
        actions.confirm_responses(scene.session, theme=theme, texts=some, version=theme.version, **by)
    elif act == "remove":
        actions.remove_theme(scene.session, theme=theme, reason="Not a theme", version=theme.version, **by)
    elif act == "hide":
        actions.hide_theme(scene.session, theme=theme, reason="Names a person", version=theme.version, **by)
    elif act == "confirm":
        actions.confirm_themes(scene.session, codebook=scene.codebook, versions={theme.id: theme.version}, **by)
    else:
        actions.add_theme(scene.session, codebook=scene.codebook, name=name, description="", texts=some, **by)


def officers_word(scene: Scene) -> dict[str, set[object]]:
    scene.session.expire_all()
    rows = scene.session.execute(
        select(Assignment.answer_id, Assignment.theme_id).where(Assignment.pinned, Assignment.hand == Hand.OFFICER)
    )
    standing = [theme for theme in scene.themes if theme.state in STANDING]
    return {
        "pinned": {tuple(row) for row in rows},
        "named": {(theme.id, theme.name) for theme in standing if theme.named_by is Hand.OFFICER},
        "hidden": {(theme.id, theme.hidden_reason) for theme in standing if theme.hidden_reason},
        "confirmed": {theme.id for theme in standing if theme.state is ThemeState.CONFIRMED},
        "gone": {
            (theme.id, theme.state, theme.merged_into_id)
            for theme in scene.themes
            if theme.state in (ThemeState.MERGED, ThemeState.REJECTED)
        },
    }
