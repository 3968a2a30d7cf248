"""A suggested name is as critical as the people were."""

import pytest

from consult.analysis.pipeline import Options, Text, find_themes
from consult.analysis.pipeline.naming import NAME_WORDS, name_themes

_NEUTRAL = [
    ("The museum opens on Sunday", "en", 1),
    ("The museum has a garden and a shop", "en", 1),
    ("The museum shop sells books on Sunday", "en", 1),
]


def name_of(*said: str) -> str:
    return name_themes([[(text, "en", 1) for text in said], _NEUTRAL])[0].name.lower()


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("not enough", ("There are not enough buses here", "Not enough evening buses", "Buses are not enough")),
        ("failing", ("The council is failing our schools", "Schools are failing", "You fail our failing schools")),
        ("ignored", ("We were ignored again", "Residents are ignored by planners", "Planners ignored residents")),
        ("too slow", ("The repairs are too slow", "Repairs on my flat were too slow", "Too slow with repairs")),
        ("unsafe", ("The crossing is unsafe", "An unsafe crossing at school", "Unsafe for children at the crossing")),
        ("never", ("The lift never works", "Our lift is never working", "It never works, the lift")),
        ("lack of", ("Lack of staff on the ward", "There is a lack of staff", "The ward has a lack of staff")),
        ("not", ("The path is not at all safe", "Not safe, this path", "The path is not safe")),
        ("no", ("There is no crossing by the gates", "No crossing at the gates", "The gates have no crossing")),
    ],
)  # fmt: skip
def test_the_critical_word_is_in_the_name(kept: str, said: tuple[str, ...]) -> None:
    assert kept in name_of(*said)


def test_a_word_of_blame_is_in_the_name_even_where_three_other_words_are_said_more() -> None:
    said = [f"The riverside leisure centre swimming pool number {n}" for n in range(6)]
    assert "disgrace" in name_of(*(f"{text} is a disgrace" if n < 3 else text for n, text in enumerate(said)))


def test_a_word_of_blame_that_one_person_uses_does_not_name_what_others_said() -> None:
    said = ("More trees along the river", "Trees by the river please", "Plant trees at the river", "River trees")
    assert "disgrace" not in name_of(*said, "Trees are a disgrace")


def test_who_does_not_think_so_has_not_negated_the_next_word() -> None:
    assert "not council" not in name_of("I don't think the council listens", "I do not believe the council listens")


def test_one_word_is_not_in_a_name_twice() -> None:
    name = name_of("The bus is late", "Buses are late", "My bus and other buses", "Late buses")
    assert name.count("bus") == 1


def test_a_name_is_made_of_words_that_people_in_the_theme_wrote() -> None:
    said = (
        "The lane floods every winter",
        "Flooding in the lane is dangerous",
        "Dangerous floods on the lane",
        "Lane floods",
    )
    found = find_themes([Text(id=str(n), text=text) for n, text in enumerate(said)], Options(tier=0))
    written = " ".join(said).lower()
    assert found.themes
    for theme in found.themes:
        assert all(word in written for keyword in theme.keywords for word in keyword.split())
        assert len(theme.name.split(", ")) <= NAME_WORDS


def test_a_name_begins_with_words_that_people_wrote_one_after_the_other() -> None:
    said = (
        "The crossing patrol has gone",
        "Bring back the crossing patrol",
        "No crossing patrol at the gates since May",
    )
    assert "crossing patrol" in name_of(*said, "Who will be the crossing patrol")


def test_a_phrase_never_leaves_out_the_word_that_turns_it_round() -> None:
    said = ("It is not a good idea at all", "Not a good idea for us", "This is not a good idea", "Not such a good idea")
    name = name_of(*said)
    assert name.count("good idea") == name.count("not a good idea") + name.count("not such a good idea")


def test_what_only_one_person_wrote_is_in_no_phrase() -> None:
    said = ("The north gate is locked", "A locked gate at night", "Gate locked again", "Mrs Ollerton locked the gate")
    assert "ollerton" not in name_of(*said)
