"""Key a paper form in a second time, settle what two people keyed in differently, and fix the rules of the intake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid, Refused, Stale
from consult.kernel.words import clean_text
from consult.responses.actions.change import as_body
from consult.responses.actions.contents import set_particulars, store_contents
from consult.responses.actions.importing import noon_in_london
from consult.responses.actions.submit import judge_timeliness, require_complete
from consult.responses.fitting import require_fit
from consult.responses.keyings import differences, n_parts, parts_of, put_together
from consult.responses.models import IntakeRules, Response, ResponseRevision, SecondKeying
from consult.responses.queries.asked import asked_by
from consult.responses.queries.given import given_by
from consult.responses.queries.organisations import organisation_named
from consult.responses.rules import Channel, LateRule, Submitted

FIRST, SECOND = "first", "second"


def choose_intake_rules(
    session: Session,
    *,
    consultation: Consultation,
    late_rule: LateRule,
    keys_twice: bool,
    version_seen: int,
    by_id: int,
    now: datetime,
) -> IntakeRules:
    """Fix which day decides whether paper is late, before anyone can answer; and whether two people key each form.

    Raises:
        Refused: people can answer already, so that the late rule stands.
        Stale: someone changed the rules meanwhile.
    """
    rules = session.get(IntakeRules, consultation.id)
    if version_seen != (rules.version if rules else 0):
        raise Stale("Someone changed this meanwhile. Look at it again, then choose.")
    old = rules.late_rule if rules else LateRule.RECEIVED
    has_opened = consultation.opened_at is not None or (
        consultation.approved_at is not None and consultation.opens_at is not None and consultation.opens_at <= now
    )
    if late_rule is not old and has_opened:
        raise Refused("People can answer already, so the rule about late paper stays as it was fixed before.")
    if rules is None:
        rules = IntakeRules(consultation_id=consultation.id, version=0)
        session.add(rules)
    rules.late_rule, rules.keys_twice = late_rule, keys_twice
    rules.chosen_by_id, rules.chosen_at = by_id, now
    rules.version += 1
    stream = f"consultation:{consultation.id}"
    record(
        session,
        Happening.INTAKE_RULE_CHOSEN,
        stream=stream,
        subject=stream,
        actor=f"account:{by_id}",
        at=now,
        field="late_rule",
        old=old,
        new=late_rule,
    )
    session.flush()
    return rules


def key_again(session: Session, *, response: Response, submitted: Submitted, by_id: int, now: datetime) -> SecondKeying:
    """Compare what another person keyed in of the same form; where nothing differs, no word is kept twice.

    Raises:
        Refused: the same person keyed it in first, it was keyed in twice already, or it is no paper form any more.
        Invalid: it answers what was not asked.
    """
    require_second_keying(session, response=response, by_id=by_id)
    require_fit(asked_by(session, response.consultation), submitted)
    first, second = parts_of(first_keyed(session, response)), parts_of(submitted)
    found = differences(first, second)
    keying = SecondKeying(
        response_id=response.id,
        consultation_id=response.consultation_id,
        body=second if found else {},
        n_parts=n_parts(first, second),
        n_differing=len(found),
        keyed_by_id=by_id,
        keyed_at=now,
    )
    session.add(keying)
    session.flush()
    facts = {"count": keying.n_parts, "differing": keying.n_differing}
    _note(session, Happening.FORM_KEYED_AGAIN, response, by_id=by_id, now=now, **facts)
    return keying


def require_second_keying(session: Session, *, response: Response, by_id: int) -> None:
    """Refuse a second keying that would prove nothing.

    Raises:
        Refused: it says why.
    """
    if response.channel is not Channel.PAPER or response.withdrawn_at or response.erased_at or response.changed_at:
        raise Refused("This is no paper form, or whoever sent it has changed it since. There is nothing to compare.")
    if response.keyed_by_id == by_id:
        raise Refused("You keyed this form in yourself. Somebody else has to key it in the second time.")
    if session.get(SecondKeying, response.id) is not None:
        raise Refused("This form was keyed in twice already.")


def settle_keyings(
    session: Session, *, keying: SecondKeying, chosen: Mapping[str, str], note: str, by_id: int, now: datetime
) -> Response:
    """Keep of each part that differs what stands on the paper; what was keyed in first stays as a revision.

    Args:
        session: one that writes.
        keying: the second one.
        chosen: for each part that differs, whether the first or the second keying is right.
        note: needed from either of the two who keyed it in; a third person may leave it empty.
        by_id: who looked at the paper again.
        now: when.

    Raises:
        Refused: it is settled already, or whoever sent it has changed it since.
        Invalid: a part was not chosen, or the note is missing.
    """
    response = keying.response
    if keying.settled_at is not None or not keying.n_differing:
        raise Refused("The two keyings of this form are settled already.")
    if response.withdrawn_at or response.erased_at or response.changed_at:
        raise Refused("Whoever sent this has changed or withdrawn it since, so their own words stand.")
    why = clean_text(note)
    if by_id in {response.keyed_by_id, keying.keyed_by_id} and not why:
        raise Invalid("You keyed this form in yourself, so say what you saw on the paper.")
    before = first_keyed(session, response)
    parts = _settled(parts_of(before), keying.body, chosen)
    _replace(session, response, put_together(parts, before), before, now=now)
    keying.body, keying.note = {}, why
    keying.settled_at, keying.settled_by_id = now, by_id
    session.flush()
    _note(session, Happening.KEYINGS_SETTLED, response, by_id=by_id, now=now, differing=keying.n_differing)
    return response


def first_keyed(session: Session, response: Response) -> Submitted:
    """What was keyed in first, with the day on which it came."""
    return replace(
        given_by(session, response=response),
        received_on=response.received_on,
        posted_on=response.posted_on,
        keyed_by_id=response.keyed_by_id,
        late_exception=response.late_exception,
    )


def _settled(first: Mapping[str, str], second: Mapping[str, str], chosen: Mapping[str, str]) -> dict[str, str]:
    parts = dict(first)
    for each in differences(first, second):
        if chosen.get(each.key) not in {FIRST, SECOND}:
            raise Invalid("Choose what stands on the paper for each part that differs.")
        parts[each.key] = each.first if chosen[each.key] == FIRST else each.second
    return {key: said for key, said in parts.items() if said}


def _replace(session: Session, response: Response, settled: Submitted, before: Submitted, *, now: datetime) -> None:
    consultation = response.consultation
    asked = asked_by(session, consultation)
    require_fit(asked, settled)
    body = as_body(before)
    session.add(ResponseRevision(response_id=response.id, number=response.revision, body=body, replaced_at=now))
    set_particulars(response, settled)
    found = organisation_named(session, name=settled.organisation_name)
    response.organisation_id = found.id if found and response.organisation_name else None
    if settled.received_on is not None:
        response.received_on, response.received_at = settled.received_on, noon_in_london(settled.received_on)
        response.timeliness = judge_timeliness(consultation, settled, received_at=response.received_at)
    response.incomplete = bool(require_complete(asked, settled))
    store_contents(session, response=response, submitted=settled)
    response.revision += 1


def _note(
    session: Session, happening: Happening, response: Response, *, by_id: int, now: datetime, **facts: object
) -> None:
    record(
        session,
        happening,
        stream=f"consultation:{response.consultation_id}",
        subject=f"response:{response.id}",
        actor=f"account:{by_id}",
        at=now,
        response_id=response.id,
        **facts,
    )
