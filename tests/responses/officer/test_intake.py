"""An officer's spreadsheet becomes responses, or sentences that say which line is wrong."""

from datetime import date

import pytest

from consult.consultations.rules import QuestionKind
from consult.files.tables import read_table
from consult.kernel.errors import Invalid
from consult.responses.intake import Intake, read_intake
from consult.responses.intake_guessing import guess_targets
from consult.responses.intake_mapping import (
    ColumnMapping,
    QuestionToFill,
    Target,
    TargetKind,
    ThingsToFill,
)
from consult.responses.intake_matching import Option, Options, fold, read_day, read_scale, read_yes_no, split_choices
from consult.responses.rules import Channel, OnBehalfOf, PublishAs

TODAY = date(2026, 3, 20)
GROUPS = (
    Option(1, ("Parents and carers", "parent", "a parent or carer")),
    Option(2, ("Teachers", "teacher", "a teacher")),
    Option(
        3, ("School and support staff", "staff", "someone who works in a school or supports one, but does not teach")
    ),
)
WARDS = (Option(11, ("St Osyth's Gate", "X1W1")), Option(12, ("Old Wharf", "X1W2")))
OFTEN = (Option(31, ("Every month",)), Option(32, ("Every term",)))
WHO = (Option(41, ("Heads",)), Option(42, ("Parents, carers and guardians",)), Option(43, ("Pupils",)))
RANKED = (Option(51, ("Reading",)), Option(52, ("Attendance",)), Option(53, ("Inclusion",)))
THINGS = ThingsToFill(
    questions=(
        QuestionToFill(id=1, position=1, prompt="What do you think?", kind=QuestionKind.OPEN_TEXT, asks_why=False),
        QuestionToFill(id=2, position=2, prompt="Networks help", kind=QuestionKind.SCALE, asks_why=True),
        QuestionToFill(
            id=3, position=3, prompt="How often?", kind=QuestionKind.ONE_CHOICE, asks_why=False, choices=OFTEN
        ),
        QuestionToFill(
            id=4, position=4, prompt="Who comes?", kind=QuestionKind.SEVERAL_CHOICES, asks_why=False, choices=WHO
        ),
        QuestionToFill(
            id=5, position=5, prompt="What matters?", kind=QuestionKind.RANKING, asks_why=False, choices=RANKED
        ),
        QuestionToFill(id=6, position=6, prompt="Asked before?", kind=QuestionKind.YES_NO, asks_why=False),
    ),
    groups=GROUPS,
    wards=WARDS,
)


def intake_of(csv: str, targets: dict[str, str], **over: object) -> Intake:
    mapping = ColumnMapping(
        targets={heading: Target.read(written) for heading, written in targets.items()},
        **({"received_on": TODAY} | over),
    )
    return read_intake(read_table(csv.encode(), "a.csv"), mapping, THINGS, today=TODAY, slug="networks")


def only(intake: Intake):
    assert intake.faults == []
    assert len(intake.rows) == 1
    return intake.rows[0].submitted


def answers(submitted) -> dict[int, object]:
    return {
        given.question_id: given.choice_ids or given.scale
        if given.scale is not None or given.choice_ids
        else given.text
        for given in submitted.answers
    }


# What cells mean


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("Parents and carers", 1),
        ("parents & carers", 1),
        ("PARENT/CARER", 1),
        ("A parent or carer", 1),
        ("Teacher", 2),
        (" teachers ", 2),
        ("Teaching assistant", None),
        ("", None),
    ],
)
def test_a_group_is_recognised_however_it_is_written(cell, meant):
    assert Options(GROUPS).meant_by(cell) == meant


def test_a_cell_that_could_mean_two_things_means_nothing():
    assert Options((Option(1, ("Agree",)), Option(2, ("agree!",)))).meant_by("Agree") is None


def test_numbered_and_lettered_choices_are_recognised():
    assert Options(OFTEN).meant_by("2. Every term") == 32
    assert Options(OFTEN).meant_by("b) every TERM") == 32


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("Strongly agree", 5),
        ("tend to disagree", 2),
        ("3", 3),
        ("5 - Strongly agree", 5),
        ("1 Strongly agree", None),
        ("6", None),
        ("maybe", None),
    ],
)
def test_a_scale_is_read_from_words_and_numbers(cell, meant):
    assert read_scale(cell) == meant


def test_yes_and_no_have_many_names():
    assert [read_yes_no(cell) for cell in ("Yes", "y", "TRUE", "1", "No", "false", "0", "perhaps")] == [
        1,
        1,
        1,
        1,
        0,
        0,
        0,
        None,
    ]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026-03-05 14:22", date(2026, 3, 5)),
        ("2026-03-05T14:22:00Z", date(2026, 3, 5)),
        ("05/03/2026", date(2026, 3, 5)),
        ("5.3.26", date(2026, 3, 5)),
        ("04/10/2021 09:00", date(2021, 10, 4)),
        ("5th March 2026", date(2026, 3, 5)),
        ("5 Mar 2026", date(2026, 3, 5)),
        ("31/02/2026", None),
        ("March", None),
        ("46086", None),
    ],
)
def test_a_day_is_read_the_british_way(cell, day):
    assert read_day(cell) == day


def test_several_choices_may_hold_the_separator_themselves():
    assert split_choices("Heads; Parents, carers and guardians", Options(WHO)) == ([41, 42], [])
    assert split_choices("Parents, carers and guardians", Options(WHO)) == ([42], [])
    assert split_choices("Heads, Pupils", Options(WHO)) == ([41, 43], [])
    assert split_choices("Heads; Aliens", Options(WHO)) == ([41], ["Aliens"])


def test_folding_keeps_what_changes_the_meaning():
    assert fold("St. Osyth’s  GATE!") == fold("st osyths gate") == "st osyths gate"


# What rows become


def test_a_full_row_becomes_one_response():
    submitted = only(
        intake_of(
            "Ref,Group,Ward,When,How,Org,Publish?,People,Think,Help,Help why,Often,Who,Matters,Before\n"
            "A1,parent/carer,ST OSYTHS GATE,5/3/2026,post,Mill Road School,yes,24,Good 😀,Agree,It works,"
            'every term,Heads; Pupils,"Inclusion > Reading > Attendance",No\n',
            {
                "Ref": "reference",
                "Group": "group",
                "Ward": "ward",
                "When": "received_on",
                "How": "channel",
                "Org": "organisation",
                "Publish?": "publish",
                "People": "people",
                "Think": "question:1",
                "Help": "question:2",
                "Help why": "why:2",
                "Often": "question:3",
                "Who": "question:4",
                "Matters": "question:5",
                "Before": "question:6",
            },
        )
    )
    assert (submitted.group_id, submitted.ward_id, submitted.received_on) == (1, 11, date(2026, 3, 5))
    assert (submitted.channel, submitted.publish_as) == (Channel.PAPER, PublishAs.WITHOUT_NAME)
    assert (submitted.on_behalf_of, submitted.organisation_name) == (OnBehalfOf.ORGANISATION, "Mill Road School")
    assert (submitted.source_reference, submitted.claimed_people) == ("A1", 24)
    assert answers(submitted) == {1: "Good 😀", 2: 4, 3: (32,), 4: (41, 43), 5: (53, 51, 52), 6: 0}
    assert next(given.text for given in submitted.answers if given.question_id == 2) == "It works"


def test_a_silent_row_takes_what_was_said_for_all():
    submitted = only(
        intake_of(
            "Think\nGood\n",
            {"Think": "question:1"},
            group_id=2,
            channel=Channel.EMAIL,
            publish_as=PublishAs.WITHOUT_NAME,
        )
    )
    assert (submitted.group_id, submitted.channel, submitted.received_on) == (2, Channel.EMAIL, TODAY)
    assert submitted.publish_as is PublishAs.WITHOUT_NAME


def test_a_column_for_each_choice():
    submitted = only(
        intake_of(
            "Heads,Pupils,Carers,Reading,Attendance\nyes,x,no,2,1\n",
            {
                "Heads": "choice:4:41",
                "Pupils": "choice:4:43",
                "Carers": "choice:4:42",
                "Reading": "choice:5:51",
                "Attendance": "choice:5:52",
            },
        )
    )
    assert answers(submitted) == {4: (41, 43), 5: (52, 51)}


def test_what_nobody_offered_is_told_by_line():
    intake = intake_of(
        "Think,Often,Group\nGood,weekly,Parent\nBad,Every term,Martian\nSo-so,Every day,Parent\n",
        {"Think": "question:1", "Often": "question:3", "Group": "group"},
    )
    assert [(fault.line, fault.heading) for fault in intake.faults] == [(2, "Often"), (3, "Group"), (4, "Often")]
    assert "“weekly” is none of the answers offered" in intake.faults[0].sentence
    assert dict(intake.unmatched) == {
        ("question:3", "weekly"): 1,
        ("group", "Martian"): 1,
        ("question:3", "Every day"): 1,
    }


def test_an_officer_says_what_an_odd_value_means():
    intake = intake_of(
        "Think,Often,Group\nGood,weekly,Martian\n",
        {"Think": "question:1", "Often": "question:3", "Group": "group"},
        meanings={"question:3": {"weekly": "31"}, "group": {"martian": ""}},
    )
    submitted = only(intake)
    assert (answers(submitted)[3], submitted.group_id) == ((31,), None)


@pytest.mark.parametrize("cell", ["31/02/2026", "soon", "21/3/2026"])
def test_a_date_that_cannot_be_is_told_by_line(cell):
    intake = intake_of(f"Think,When\nGood,{cell}\n", {"Think": "question:1", "When": "received_on"})
    assert [fault.line for fault in intake.faults] == [2]


def test_a_text_of_two_hundred_thousand_characters_is_told_by_line():
    intake = intake_of("Think\n" + "word " * 40_000 + "\nGood\n", {"Think": "question:1"})
    assert [fault.line for fault in intake.faults] == [2]
    assert "longer than 50,000" in intake.faults[0].sentence


def test_rows_without_an_answer_are_counted_and_left_out():
    intake = intake_of("Think,Group\n,Parent\nn/a,Parent\nGood,Parent\n", {"Think": "question:1", "Group": "group"})
    assert (len(intake.rows), intake.n_empty) == (2, 1)


def test_two_equal_rows_without_reference_are_two_people():
    first = intake_of("Think\nGood\nGood\n", {"Think": "question:1"})
    again = intake_of("Think\nGood\nGood\n", {"Think": "question:1"})
    hashes = [row.row_hash for row in first.rows]
    assert len(set(hashes)) == 2
    assert hashes == [row.row_hash for row in again.rows]


def test_two_rows_with_the_same_reference_are_one_response_or_a_fault():
    targets = {"Ref": "reference", "Think": "question:1"}
    same = intake_of("Ref,Think\nA1,Good\nA1,Good\n", targets)
    assert (len(same.rows), same.n_repeated, same.faults) == (1, 1, [])
    other = intake_of("Ref,Think\nA1,Good\nA1,Bad\n", targets)
    assert "Line 2 has the same reference “A1”" in other.faults[0].sentence


# What columns mean


def test_columns_are_guessed_from_their_headings():
    guessed = guess_targets(
        (
            "Response ID",
            "I am a:",
            "Ward",
            "Date submitted",
            "What do you think",
            "networks help",
            "Networks help - why?",
            "Q3",
            "Notes",
        ),
        THINGS,
    )
    assert {heading: str(target) for heading, target in guessed.items()} == {
        "Response ID": "reference",
        "I am a:": "group",
        "Ward": "ward",
        "Date submitted": "received_on",
        "What do you think": "question:1",
        "networks help": "question:2",
        "Networks help - why?": "why:2",
        "Q3": "question:3",
        "Notes": "nothing",
    }


def test_a_mapping_is_stored_and_read_again():
    mapping = ColumnMapping(
        targets={"a": Target(TargetKind.CHOICE, 4, 41), "b": Target(TargetKind.WHY, 2)},
        received_on=TODAY,
        group_id=3,
        meanings={"group": {"x": "1"}},
    )
    assert ColumnMapping.from_json(mapping.as_json()) == mapping


@pytest.mark.parametrize(
    "targets",
    [{}, {"a": "group"}, {"a": "question:1", "b": "question:1"}, {"a": "question:4", "b": "choice:4:41"}],
)
def test_a_mapping_that_cannot_work_is_refused(targets):
    with pytest.raises(Invalid):
        ColumnMapping(
            targets={heading: Target.read(written) for heading, written in targets.items()}, received_on=TODAY
        )


@pytest.mark.parametrize("written", ["", "question:x", "question:1:2:3", "no such thing"])
def test_a_target_that_was_not_offered_is_refused(written):
    with pytest.raises(Invalid):
        Target.read(written)
