"""What officers do to themes: each edit is kept in a log, can be undone, and outlives a new run."""

from typing import Any

import pytest
from sqlalchemy import select

from consult.analysis import actions
from consult.analysis.models import Assignment, Theme, ThemeEdit, Unassigned
from consult.analysis.queries.themes import board
from consult.analysis.rules import Bin, EditAct, ThemeState
from consult.audit.models import AuditEvent
from consult.demo.makers.analysis import make_response, make_run
from consult.kernel.errors import Invalid, Refused, Stale
from consult.responses.rules import Hand
from tests.analysis.conftest import NOW, Scene


def by(scene: Scene) -> dict[str, Any]:
    return {"by_id": scene.officer.id, "now": NOW}


def edits(scene: Scene) -> list[ThemeEdit]:
    return list(scene.session.scalars(select(ThemeEdit).order_by(ThemeEdit.number)))


def rename(scene: Scene, theme: Theme, name: str) -> Theme:
    return actions.rename_theme(scene.session, theme=theme, name=name, version=theme.version, **by(scene))


def merge(scene: Scene, theme: Theme, into: Theme) -> Theme:
    versions = {theme.id: theme.version, into.id: into.version}
    return actions.merge_themes(scene.session, themes=[theme], into=into, versions=versions, **by(scene))


def undo(scene: Scene, number: int) -> ThemeEdit:
    codebook = scene.codebook
    return actions.undo_edit(scene.session, codebook=codebook, number=number, version=codebook.version, **by(scene))


def test_a_run_puts_every_text_into_a_theme_or_a_bin(scene: Scene) -> None:
    scene.require_whole()
    assert len(scene.themes) >= 2
    assert all(theme.state is ThemeState.SUGGESTED and theme.named_by is Hand.MACHINE for theme in scene.themes)
    assert scene.run.counts["texts"] == 21
    assert not scene.run.provisional


def test_a_new_name_says_that_an_officer_gave_it_and_keeps_the_suggestion(scene: Scene) -> None:
    theme = scene.themes[0]
    suggested = theme.name
    rename(scene, theme, "  Safer   crossings ")
    assert (theme.name, theme.named_by, theme.suggested_name, theme.version) == (
        "Safer crossings", Hand.OFFICER, suggested, 2,
    )  # fmt: skip
    (event,) = scene.session.scalars(select(AuditEvent).where(AuditEvent.happening == "theme:renamed"))
    assert event.facts["old"] == suggested


def test_the_same_name_again_is_no_edit(scene: Scene) -> None:
    theme = scene.themes[0]
    rename(scene, theme, theme.name)
    assert edits(scene) == []


def test_a_theme_needs_a_name(scene: Scene) -> None:
    with pytest.raises(Invalid, match="Enter a name"):
        rename(scene, scene.themes[0], "   ")


def test_two_officers_cannot_overwrite_each_other(scene: Scene) -> None:
    theme = scene.themes[0]
    seen = theme.version
    rename(scene, theme, "Crossings")
    with pytest.raises(Stale):
        actions.rename_theme(
            scene.session, theme=theme, name="Roads", version=seen, by_id=scene.other_officer.id, now=NOW
        )
    assert theme.name == "Crossings"


def test_merging_puts_the_responses_into_the_other_theme_and_loses_none(scene: Scene) -> None:
    first, second = scene.themes[:2]
    together = set(scene.texts_in(first)) | set(scene.texts_in(second))
    merge(scene, second, first)
    assert set(scene.texts_in(first)) == together
    assert scene.texts_in(second) == []
    assert (second.state, second.merged_into_id) == (ThemeState.MERGED, first.id)
    scene.require_whole()


def test_a_merged_theme_cannot_be_renamed(scene: Scene) -> None:
    first, second = scene.themes[:2]
    merge(scene, second, first)
    with pytest.raises(Refused, match="no longer there"):
        rename(scene, second, "Something else")


def test_splitting_makes_a_theme_of_the_chosen_responses_by_an_officers_hand(scene: Scene) -> None:
    theme = scene.themes[0]
    chosen = scene.texts_in(theme)[:2]
    new = actions.split_theme(
        scene.session, theme=theme, name="Zebra crossings", texts=chosen, version=theme.version, **by(scene)
    )
    assert scene.texts_in(new) == chosen
    assert not set(chosen) & set(scene.texts_in(theme))
    held = scene.session.scalars(select(Assignment).where(Assignment.theme_id == new.id)).all()
    assert all(row.hand is Hand.OFFICER and row.pinned and row.confidence == 1 for row in held)
    scene.require_whole()


def test_a_split_leaves_something_in_the_old_theme(scene: Scene) -> None:
    theme = scene.themes[0]
    with pytest.raises(Refused, match="Nothing would be left"):
        actions.split_theme(
            scene.session, theme=theme, name="All", texts=scene.texts_in(theme), version=theme.version, **by(scene)
        )


def test_a_response_can_be_moved_to_another_theme_and_out_of_all(scene: Scene) -> None:
    first, second = scene.themes[:2]
    text = scene.texts_in(first)[0]
    actions.move_response(
        scene.session, codebook=scene.codebook, texts=[text], source=first, into=second, version=first.version,
        **by(scene),
    )  # fmt: skip
    assert scene.held()[text] == {second.id: True}
    actions.move_response(
        scene.session, codebook=scene.codebook, texts=[text], source=second, into=None, version=second.version,
        **by(scene),
    )  # fmt: skip
    (lying,) = scene.session.scalars(select(Unassigned).where(Unassigned.answer_id == text))
    assert lying.bin is Bin.UNTHEMED
    scene.require_whole()


def test_a_response_that_someone_else_moved_is_not_moved_again(scene: Scene) -> None:
    first, second = scene.themes[:2]
    text = scene.texts_in(first)[0]
    move = {"codebook": scene.codebook, "texts": [text], "source": first, "version": first.version}
    actions.move_response(scene.session, into=second, **move, **by(scene))
    with pytest.raises(Refused, match="moved some of these responses already"):
        actions.move_response(scene.session, into=None, **move, **by(scene))


def test_a_removed_theme_leaves_its_responses_listed(scene: Scene) -> None:
    theme = scene.themes[0]
    alone = [text for text in scene.texts_in(theme) if len(scene.held()[text]) == 1]
    actions.remove_theme(
        scene.session, theme=theme, reason="These say nothing in common", version=theme.version, **by(scene)
    )
    assert theme.state is ThemeState.REJECTED
    assert set(alone) <= set(scene.session.scalars(select(Unassigned.answer_id)))
    scene.require_whole()


def test_removing_and_hiding_need_a_reason(scene: Scene) -> None:
    theme = scene.themes[0]
    for act in (actions.remove_theme, actions.hide_theme):
        with pytest.raises(Invalid, match="Enter why"):
            act(scene.session, theme=theme, reason=" ", version=theme.version, **by(scene))


def test_a_hidden_theme_keeps_its_responses_and_can_be_shown_again(scene: Scene) -> None:
    theme = scene.themes[0]
    n = len(scene.texts_in(theme))
    actions.hide_theme(scene.session, theme=theme, reason="Names a child", version=theme.version, **by(scene))
    assert (theme.hidden_reason, len(scene.texts_in(theme))) == ("Names a child", n)
    actions.show_theme(scene.session, theme=theme, version=theme.version, **by(scene))
    assert theme.hidden_reason == ""


def test_a_theme_that_the_run_missed_can_be_added_with_its_responses(scene: Scene) -> None:
    text = scene.texts_in(scene.themes[0])[0]
    new = actions.add_theme(scene.session, codebook=scene.codebook, name="Lollipop people", texts=[text], **by(scene))
    assert (new.state, new.named_by, new.run_id) == (ThemeState.SUGGESTED, Hand.OFFICER, None)
    assert text in scene.texts_in(new)
    scene.require_whole()


def test_confirming_all_themes_confirms_the_codebook_and_the_consultation_is_analysed(scene: Scene) -> None:
    versions = {theme.id: theme.version for theme in scene.themes}
    actions.confirm_themes(scene.session, codebook=scene.codebook, versions=versions, **by(scene))
    assert scene.codebook.confirmed_at == NOW
    assert scene.codebook.confirmed_by_id == scene.officer.id
    assert scene.consultation.analysed_at == NOW


def test_a_new_suggestion_takes_the_confirmation_back(scene: Scene) -> None:
    versions = {theme.id: theme.version for theme in scene.themes}
    actions.confirm_themes(scene.session, codebook=scene.codebook, versions=versions, **by(scene))
    actions.add_theme(scene.session, codebook=scene.codebook, name="One more", **by(scene))
    assert scene.codebook.confirmed_at is None


def test_themes_that_changed_meanwhile_are_not_confirmed(scene: Scene) -> None:
    versions = {theme.id: theme.version for theme in scene.themes}
    rename(scene, scene.themes[0], "Changed")
    with pytest.raises(Stale):
        actions.confirm_themes(scene.session, codebook=scene.codebook, versions=versions, **by(scene))


def test_every_edit_can_be_undone_and_brings_everything_back(scene: Scene) -> None:
    first, second = scene.themes[:2]
    before = scene.picture()
    chosen = scene.texts_in(first)[:2]
    rename(scene, first, "Crossings")
    actions.describe_theme(scene.session, theme=first, description="Roads", version=first.version, **by(scene))
    actions.split_theme(scene.session, theme=first, name="Two", texts=chosen, version=first.version, **by(scene))
    merge(scene, second, first)
    actions.hide_theme(scene.session, theme=first, reason="Why", version=first.version, **by(scene))
    actions.confirm_themes(scene.session, codebook=scene.codebook, versions={first.id: first.version}, **by(scene))
    for number in (6, 5, 4, 3, 2, 1):
        undo(scene, number)
        scene.require_whole()
    themes, *places = scene.picture()  # type: ignore[misc]
    assert places == list(before[1:])  # type: ignore[index]
    assert [theme for theme in themes if theme[1] is not ThemeState.UNDONE] == before[0]  # type: ignore[index]
    assert [edit.act for edit in edits(scene)].count(EditAct.UNDO) == 6


def test_an_earlier_edit_can_be_undone_while_later_ones_stand(scene: Scene) -> None:
    first, second = scene.themes[:2]
    name = first.name
    rename(scene, first, "Crossings")
    rename(scene, second, "Meals")
    undo(scene, 1)
    assert (first.name, second.name) == (name, "Meals")


def test_undoing_an_undo_does_it_again(scene: Scene) -> None:
    theme = scene.themes[0]
    rename(scene, theme, "Crossings")
    undo(scene, 1)
    undo(scene, 2)
    assert theme.name == "Crossings"


def test_an_edit_that_later_ones_stand_on_is_not_undone_first(scene: Scene) -> None:
    theme = scene.themes[0]
    chosen = scene.texts_in(theme)[:2]
    new = actions.split_theme(scene.session, theme=theme, name="Two", texts=chosen, version=theme.version, **by(scene))
    rename(scene, new, "Both")
    with pytest.raises(Refused, match="Undo change 2 first"):
        undo(scene, 1)


def test_an_undo_on_a_stale_page_is_refused(scene: Scene) -> None:
    theme = scene.themes[0]
    seen = scene.codebook.version
    rename(scene, theme, "Crossings")
    with pytest.raises(Stale):
        actions.undo_edit(scene.session, codebook=scene.codebook, number=1, version=seen, **by(scene))


def test_a_new_run_over_the_same_responses_changes_nothing(scene: Scene) -> None:
    before = scene.picture()
    make_run(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    assert scene.picture() == before


def test_a_new_run_replays_what_officers_did(scene: Scene) -> None:
    first, second = scene.themes[:2]
    chosen = scene.texts_in(first)[:2]
    rename(scene, first, "Crossings")
    new = actions.split_theme(scene.session, theme=first, name="Two", texts=chosen, version=first.version, **by(scene))
    merge(scene, second, new)
    actions.confirm_themes(scene.session, codebook=scene.codebook, versions={first.id: first.version}, **by(scene))
    before = scene.picture()
    make_run(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    assert scene.picture() == before
    for text in ("A crossing on the road by the school gates please", "Cold school meals again at lunch"):
        make_response(scene.session, consultation=scene.consultation, text=text, now=NOW)
    make_run(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    assert (first.name, first.state) == ("Crossings", ThemeState.CONFIRMED)
    assert second.state is ThemeState.MERGED
    assert set(chosen) <= set(scene.texts_in(new))
    scene.require_whole()


def test_a_pinned_response_never_moves(scene: Scene) -> None:
    first, second = scene.themes[:2]
    text = scene.texts_in(first)[0]
    actions.move_response(
        scene.session, codebook=scene.codebook, texts=[text], source=first, into=second, version=first.version,
        **by(scene),
    )  # fmt: skip
    make_run(scene.session, consultation=scene.consultation, granularity=2, by_id=scene.officer.id, now=NOW)
    assert scene.held()[text].get(second.id)
    scene.require_whole()


def test_a_confirmed_theme_stays_even_where_a_new_run_does_not_find_it(scene: Scene) -> None:
    first = scene.themes[0]
    texts = scene.texts_in(first)
    actions.confirm_themes(scene.session, codebook=scene.codebook, versions={first.id: first.version}, **by(scene))
    for _ in range(2):
        make_run(scene.session, consultation=scene.consultation, granularity=3.5, by_id=scene.officer.id, now=NOW)
    assert first.state is ThemeState.CONFIRMED
    assert set(scene.texts_in(first)) & set(texts)
    scene.require_whole()


def test_an_officers_word_about_a_response_is_told_from_the_machines(scene: Scene) -> None:
    theme = scene.themes[0]
    text = scene.texts_in(theme)[0]
    actions.confirm_responses(scene.session, theme=theme, texts=[text], version=theme.version, **by(scene))
    (row,) = scene.session.scalars(
        select(Assignment).where(Assignment.theme_id == theme.id, Assignment.answer_id == text)
    )
    assert (row.hand, row.pinned) == (Hand.OFFICER, True)


def test_the_board_adds_up(scene: Scene) -> None:
    shown = board(scene.session, scene.codebook)
    assert shown.base == 21
    assert [weighed.n for weighed in shown.themes] == sorted((w.n for w in shown.themes), reverse=True)
    for weighed in shown.themes:
        assert sum(said.n for said in weighed.groups) == weighed.n
        assert 0 < len(weighed.quotes) <= 3
