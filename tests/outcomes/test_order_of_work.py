"""Findings, replies, decision, edition: in the order in which councils work, and no other."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError, IntegrityError

from consult.decisions.actions import call_in_decision, end_call_in
from consult.decisions.rules import CallIn, CallInResult
from consult.demo.makers.decisions import decision_made
from consult.demo.makers.outcomes import (
    make_decided,
    make_findings,
    make_promise,
    make_published_edition,
    make_reply,
)
from consult.kernel.errors import Invalid, Refused, Stale
from consult.outcomes.actions import (
    add_delay_statement,
    approve_edition,
    decide_replies,
    propose_edition,
    propose_reply,
    publish_edition,
    record_no_reply,
    reopen_reply,
    return_edition,
)
from consult.outcomes.models import Edition, Reply
from consult.outcomes.queries.answering import reply_to
from consult.outcomes.rules import EditionState, Position, ReplyStage
from tests.outcomes.scene import NOW, Scene

AFTER_CALL_IN = NOW + timedelta(days=9)


def reply_to_all(scene: Scene) -> None:
    for theme in scene.themes:
        make_reply(scene.session, theme=theme, by_id=scene.officer.id, now=NOW)


def decide_all(scene: Scene) -> None:
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    reply_to_all(scene)
    make_decided(scene.session, consultation=scene.consultation, by_id=scene.maker.id, now=NOW)


def make_decided_reply(scene: Scene) -> Reply:
    reply = reply_to(scene.session, scene.themes[0].id)
    assert reply
    return reply


def test_findings_are_refused_while_people_can_answer(scene: Scene) -> None:
    scene.consultation.closes_at = NOW + timedelta(days=1)
    with pytest.raises(Refused, match="can still answer"):
        make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)


def test_findings_are_refused_before_the_intake_is_complete(scene: Scene) -> None:
    scene.consultation.intake_complete_at = None
    with pytest.raises(Refused, match="intake"):
        make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)


def test_findings_are_refused_while_a_theme_is_only_suggested(scene: Scene) -> None:
    scene.theme("Parking", said_by={"Parents": 1}, state="suggested")
    with pytest.raises(Refused, match="suggestions"):
        make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)


def test_a_decision_is_refused_before_the_findings_are_published(scene: Scene) -> None:
    reply_to_all(scene)
    with pytest.raises(Refused, match="findings"):
        make_decided(scene.session, consultation=scene.consultation, by_id=scene.maker.id, now=NOW)


def test_a_decision_is_refused_when_a_reply_changed_after_it_was_read(scene: Scene) -> None:
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    reply = make_reply(scene.session, theme=scene.themes[0], by_id=scene.officer.id, now=NOW)
    with pytest.raises(Stale):
        decide_replies(
            scene.session,
            consultation=scene.consultation,
            made=decision_made(decided_on=NOW.date()),
            chosen={reply.id: reply.version - 1},
            by_id=scene.maker.id,
            now=NOW,
        )


def test_a_reply_is_proposed_until_decided_and_final_when_call_in_has_ended(scene: Scene) -> None:
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    reply = make_reply(scene.session, theme=scene.themes[0], by_id=scene.officer.id, now=NOW)
    assert reply.stage(today=NOW.date()) is ReplyStage.PROPOSED
    decision = make_decided(scene.session, consultation=scene.consultation, by_id=scene.maker.id, now=NOW)
    assert decision.call_in_ends_on
    assert reply.stage(today=decision.call_in_ends_on) is ReplyStage.DECIDED
    assert reply.stage(today=decision.call_in_ends_on + timedelta(days=1)) is ReplyStage.FINAL


def test_a_reply_is_final_at_once_where_call_in_does_not_apply(scene: Scene) -> None:
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    reply = make_reply(scene.session, theme=scene.themes[0], by_id=scene.officer.id, now=NOW)
    made = decision_made(
        decided_on=NOW.date(), call_in=CallIn.DOES_NOT_APPLY, no_call_in_reason="An officer decided under delegation."
    )
    make_decided(scene.session, consultation=scene.consultation, by_id=scene.maker.id, now=NOW, made=made)
    assert reply.stage(today=NOW.date()) is ReplyStage.FINAL


def test_a_called_in_decision_that_is_sent_back_leaves_its_replies_proposed(scene: Scene) -> None:
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    reply = make_reply(scene.session, theme=scene.themes[0], by_id=scene.officer.id, now=NOW)
    decision = make_decided(scene.session, consultation=scene.consultation, by_id=scene.maker.id, now=NOW)
    call_in_decision(
        scene.session,
        decision=decision,
        called_in_by="Five councillors",
        reason="Costs were not considered.",
        version=decision.version,
        by_id=scene.maker.id,
        now=NOW,
    )
    assert reply.stage(today=AFTER_CALL_IN.date()) is ReplyStage.DECIDED  # it waits for the committee
    end_call_in(
        scene.session,
        decision=decision,
        result=CallInResult.RECONSIDER,
        outcome="Sent back to Cabinet, minute 12.",
        version=decision.version,
        by_id=scene.maker.id,
        now=AFTER_CALL_IN,
    )
    assert reply.stage(today=AFTER_CALL_IN.date()) is ReplyStage.PROPOSED


def test_a_decided_reply_cannot_be_reworded_until_it_is_reopened_with_a_reason(scene: Scene) -> None:
    decide_all(scene)
    theme = scene.themes[0]
    reply = make_decided_reply(scene)
    with pytest.raises(Refused, match="decided"):
        propose_reply(
            scene.session,
            theme=theme,
            position=Position.AGREE,
            words="Other words",
            version=reply.version,
            by_id=scene.officer.id,
            now=NOW,
        )
    reopen_reply(scene.session, reply=reply, reason="New costs", version=reply.version, by_id=scene.officer.id, now=NOW)
    assert reply.stage(today=NOW.date()) is ReplyStage.PROPOSED


def test_two_officers_replying_to_one_theme_see_each_others_words(scene: Scene) -> None:
    theme = scene.themes[0]
    make_reply(scene.session, theme=theme, by_id=scene.officer.id, now=NOW)
    with pytest.raises(Stale):
        make_reply(scene.session, theme=theme, by_id=scene.approver.id, now=NOW, version=0)


def test_an_edition_is_refused_while_a_theme_lacks_a_reply(scene: Scene) -> None:
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    make_reply(scene.session, theme=scene.themes[0], by_id=scene.officer.id, now=NOW)
    make_decided(scene.session, consultation=scene.consultation, by_id=scene.maker.id, now=NOW)
    with pytest.raises(Refused, match="Homework"):
        propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=AFTER_CALL_IN)


def test_a_recorded_reason_stands_in_for_a_reply(scene: Scene) -> None:
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    make_reply(scene.session, theme=scene.themes[0], by_id=scene.officer.id, now=NOW)
    make_decided(scene.session, consultation=scene.consultation, by_id=scene.maker.id, now=NOW)
    record_no_reply(
        scene.session, theme=scene.themes[1], reason="Schools decide this.", by_id=scene.officer.id, now=NOW
    )
    edition = propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=AFTER_CALL_IN)
    assert edition.body["answers"][1]["no_reply_reason"] == "Schools decide this."


def test_an_edition_is_refused_while_nobody_has_decided_the_replies(scene: Scene) -> None:
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    reply_to_all(scene)
    with pytest.raises(Refused, match="Nobody has decided"):
        propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)


def test_an_edition_is_refused_while_call_in_runs_unless_a_reason_is_given(scene: Scene) -> None:
    decide_all(scene)
    with pytest.raises(Refused, match="Call-in"):
        propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    edition = propose_edition(
        scene.session,
        consultation=scene.consultation,
        before_final_reason="Schools need to know before the holidays.",
        by_id=scene.officer.id,
        now=NOW,
    )
    assert edition.body["before_final_reason"] == "Schools need to know before the holidays."
    assert edition.body["decisions"][0]["final"] is False


def test_a_late_edition_is_refused_without_a_delay_statement(scene: Scene) -> None:
    decide_all(scene)
    late = NOW + timedelta(weeks=12)
    with pytest.raises(Refused, match="later than was promised"):
        propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=late)
    add_delay_statement(
        scene.session,
        consultation=scene.consultation,
        reason="The decision was called in.",
        new_due_on=late.date() + timedelta(days=7),
        by_id=scene.officer.id,
        now=late,
    )
    edition = propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=late)
    assert edition.body["delays"][0]["reason"] == "The decision was called in."


def test_nobody_approves_their_own_edition(scene: Scene) -> None:
    decide_all(scene)
    edition = propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=AFTER_CALL_IN)
    with pytest.raises(Refused, match="someone else"):
        approve_edition(
            scene.session, edition=edition, sha256_seen=edition.sha256, by_id=scene.officer.id, now=AFTER_CALL_IN
        )


def test_the_database_too_refuses_an_edition_approved_by_its_author(scene: Scene) -> None:
    decide_all(scene)
    edition = propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=AFTER_CALL_IN)
    approving = update(Edition).where(Edition.id == edition.id).values(approved_by_id=scene.officer.id)
    with pytest.raises(IntegrityError):
        scene.session.execute(approving)


def test_an_approver_who_read_an_older_text_is_told(scene: Scene) -> None:
    decide_all(scene)
    edition = propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=AFTER_CALL_IN)
    with pytest.raises(Stale):
        approve_edition(scene.session, edition=edition, sha256_seen="older", by_id=scene.approver.id, now=AFTER_CALL_IN)


def test_an_edition_is_not_published_unapproved(scene: Scene) -> None:
    decide_all(scene)
    edition = propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=AFTER_CALL_IN)
    with pytest.raises(Refused):
        publish_edition(scene.session, edition=edition, by_id=scene.officer.id, now=AFTER_CALL_IN)


def test_a_returned_edition_is_written_anew_under_the_same_number(scene: Scene) -> None:
    decide_all(scene)
    edition = propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=AFTER_CALL_IN)
    return_edition(
        scene.session, edition=edition, reason="Say who owns it.", by_id=scene.approver.id, now=AFTER_CALL_IN
    )
    again = propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=AFTER_CALL_IN)
    assert (again.id, again.number, again.state) == (edition.id, 1, EditionState.PROPOSED)


def test_an_approved_edition_that_stopped_being_true_is_not_published(scene: Scene) -> None:
    decide_all(scene)
    edition = propose_edition(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=AFTER_CALL_IN)
    approve_edition(
        scene.session, edition=edition, sha256_seen=edition.sha256, by_id=scene.approver.id, now=AFTER_CALL_IN
    )
    make_promise(scene.session, reply=make_decided_reply(scene), by_id=scene.officer.id, now=AFTER_CALL_IN)
    with pytest.raises(Refused, match="a commitment"):
        publish_edition(scene.session, edition=edition, by_id=scene.officer.id, now=AFTER_CALL_IN)


def test_publishing_marks_the_consultation_answered(scene: Scene) -> None:
    decide_all(scene)
    make_published_edition(
        scene.session,
        consultation=scene.consultation,
        by_id=scene.officer.id,
        approved_by_id=scene.approver.id,
        now=AFTER_CALL_IN,
    )
    assert scene.consultation.answered_at == AFTER_CALL_IN


def test_a_correction_says_what_changed(scene: Scene) -> None:
    decide_all(scene)
    people = {"by_id": scene.officer.id, "approved_by_id": scene.approver.id}
    make_published_edition(scene.session, consultation=scene.consultation, now=AFTER_CALL_IN, **people)
    with pytest.raises(Invalid, match="what changed"):
        make_published_edition(scene.session, consultation=scene.consultation, now=AFTER_CALL_IN, **people)
    second = make_published_edition(
        scene.session, consultation=scene.consultation, now=AFTER_CALL_IN, what_changed="A wrong date.", **people
    )
    assert (second.number, second.body["what_changed"]) == (2, "A wrong date.")


def test_what_is_published_cannot_be_changed_even_by_hand(scene: Scene) -> None:
    decide_all(scene)
    edition = make_published_edition(
        scene.session,
        consultation=scene.consultation,
        by_id=scene.officer.id,
        approved_by_id=scene.approver.id,
        now=AFTER_CALL_IN,
    )
    with pytest.raises(DBAPIError, match="never changes"):
        scene.session.execute(update(Edition).where(Edition.id == edition.id).values(sha256="0" * 64))
