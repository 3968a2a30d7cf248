"""The optional equality questions: which are asked and which answers they offer, by code; the words stand in forms.

The characteristics are those of the Equality Act 2010, section 149(7), that a council can ask about in a few lines,
in the order in which the Office for National Statistics groups them.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

PREFER_NOT_TO_SAY = "not_said"

ASKED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "age": ("under_16", "16_24", "25_34", "35_49", "50_64", "65_over"),
        "sex": ("female", "male", "another"),
        "disability": ("yes_a_lot", "yes_a_little", "no"),
        "ethnic_group": ("asian", "black", "mixed", "white", "other"),
        "religion": ("none", "christian", "buddhist", "hindu", "jewish", "muslim", "sikh", "other"),
        "carer": ("yes", "no"),
    }
)


def fitting(answers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The answers that were offered, without those who would rather not say: they are stored as nothing at all."""
    return tuple((asked, answered) for asked, answered in answers if answered in ASKED.get(asked, ()))
