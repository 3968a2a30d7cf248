"""Find personal data that is known by its shape: addresses of email, numbers, postcodes, plates, streets.

Every pattern starts with a digit or an @, which Python's matcher looks for quickly; what stands before is looked at
afterwards, a few characters back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from consult.responses.spans import PersonalData, Span

GAP = r"[ .\-()]{0,2}"
EIGHT_DIGITS = (GAP + r"\d") * 8
SIX_TO_EIGHT_DIGITS = r"[ \-]?\d" * 6 + r"(?:[ \-]?\d)?" * 2
INWARD_LETTERS = "abd-hjlnp-uw-z"
STREET = (
    r"(?:road|rd|street|avenue|ave|lane|drive|close|crescent|court|way|grove|gardens|terrace|place|walk|hill|square|"
    r"mews|parade|row|rise|green|park|view|croft|mount|vale|wharf|yard|fold|gate|mead|meadow|fields?|quay|cottages|"
    r"villas|st)(?!\w)"
)
STREET_WORD = r"[a-z][\w'’\-]{0,24}"
LOOK_BACK = 70

OUTWARD = re.compile(r"[ ]?(?:[a-z\d]?\d[a-z]{1,2}|rig)(?!\w)")
TWO_LETTERS = re.compile(r"[ \-]?[a-z]{2}(?!\w)")
TWO_LETTERS_OF_A_PLATE = re.compile(r"[a-z]{2}(?!\w)")
BEFORE_THE_AT = re.compile(r"\s?[\w.%+\-]{1,64}(?![\w.%+\-])")
NOT_WITHIN_A_NUMBER = re.compile(r"(?![\d.,£])")
NOTHING = re.compile("")


def _always(found: str) -> bool:  # noqa: ARG001 - a shape without a further check
    return True


def digits_of(found: str) -> str:
    """The ten digits 0 to 9 that stand in a text, and nothing else."""
    return "".join(letter for letter in found if "0" <= letter <= "9")


def is_nhs_number(digits: str) -> bool:
    """Ten digits whose last is the check digit: weights 10 … 2, modulo 11 (NHS Data Dictionary)."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = (11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11) % 11
    return check == int(digits[9])


def is_national_insurance(found: str) -> bool:
    """Leave out letters and pairs that are never given out (HMRC's National Insurance manual, NIM39110)."""
    pair = found[:2].lower()
    unused = {"bg", "gb", "kn", "nk", "nt", "tn", "zz"}
    return pair[0] not in "dfiquv" and pair[1] not in "dfiquvo" and pair not in unused


def is_card(found: str) -> bool:
    """Luhn's check digit over 15 or 16 digits."""
    doubled = [int(digit) * (1 + position % 2) for position, digit in enumerate(reversed(digits_of(found)))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_written_as_plate(found: str) -> bool:
    """A plate with a gap must stand in capitals: "in 20 the" is no plate."""
    return " " not in found or found.isupper()


def _is_street_address(found: str) -> bool:
    """The words between the number and "Road" must begin with capitals: "5 minutes up the road" is no address."""
    return all(word[:1].isupper() or word[:1].isdigit() for word in found.split()[1:-1])


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern from its anchor on, what must stand just before it (read backwards), and what must hold of it all."""

    kind: PersonalData
    pattern: re.Pattern[str]
    before: re.Pattern[str] = NOTHING
    holds: Callable[[str], bool] = _always


SHAPES: tuple[Shape, ...] = (
    Shape(PersonalData.EMAIL, re.compile(r"@\s?[a-z0-9\-]{1,63}\.[a-z0-9.\-]{2,80}(?<![.\-])"), BEFORE_THE_AT),
    Shape(PersonalData.HANDLE, re.compile(r"@(?<![\w.@/]@)[a-z_]\w{2,29}(?![\w@]|\.\w)")),
    Shape(
        PersonalData.NHS_NUMBER,
        re.compile(r"\d(?<!\d\d)\d{2}[ \-]?\d{3}[ \-]?\d{4}(?!\d)"),
        holds=lambda found: is_nhs_number(digits_of(found)),
    ),
    Shape(PersonalData.PHONE, re.compile(rf"0(?<!\d0){GAP}[1-9]{EIGHT_DIGITS}(?:{GAP}\d)?(?!\d)"), NOT_WITHIN_A_NUMBER),
    Shape(PersonalData.PHONE, re.compile(rf"0[1-9]\d{{1,3}}\){SIX_TO_EIGHT_DIGITS}(?!\d)"), re.compile(r"\(")),
    Shape(
        PersonalData.PHONE,
        re.compile(rf"44(?<!\d44)[ ]?(?:\(0\))?{GAP}\d{EIGHT_DIGITS}(?:{GAP}\d)?(?!\d)"),
        re.compile(r"\+(?!\d)"),
    ),
    Shape(PersonalData.PHONE, re.compile(rf"0044(?<!\d0044)[ ]?(?:\(0\))?{GAP}\d{EIGHT_DIGITS}(?:{GAP}\d)?(?!\d)")),
    Shape(
        PersonalData.NATIONAL_INSURANCE,
        re.compile(r"\d(?<!\d\d)\d[ \-]?\d\d[ \-]?\d\d[ \-]?[a-d](?!\w)"),
        TWO_LETTERS,
        is_national_insurance,
    ),
    Shape(PersonalData.POSTCODE, re.compile(rf"\d[{INWARD_LETTERS}]{{2}}(?!\w)"), OUTWARD),
    Shape(
        PersonalData.VEHICLE,
        re.compile(r"\d(?<!\d\d)\d[ ]?[a-z]{3}(?!\w)"),
        TWO_LETTERS_OF_A_PLATE,
        _is_written_as_plate,
    ),
    Shape(PersonalData.BANK, re.compile(r"\d(?<![\d\-]\d)\d[ \-]\d\d[ \-]\d\d[^\d\n]{1,30}\d{8}(?!\d)")),
    Shape(
        PersonalData.BANK, re.compile(r"\d(?<![\d.]\d)\d{3}[ \-]?\d{4}[ \-]?\d{4}[ \-]?\d{3,4}(?!\d)"), holds=is_card
    ),
    Shape(
        PersonalData.BANK,
        re.compile(r"\d(?<!\d\d)\d[ ]?[a-z]{4}[ ]?\d{4}[ ]?\d{4}[ ]?\d{4}[ ]?\d\d(?!\w)"),
        re.compile(r"bg(?!\w)"),
    ),
    Shape(
        PersonalData.ADDRESS,
        re.compile(
            rf"\d(?<![\w£.]\d)\d{{0,3}}[a-z]?,?[ ]"
            rf"(?:{STREET_WORD}[ ])(?:{STREET_WORD}[ ])?(?:{STREET_WORD}[ ])?{STREET}"
        ),
        holds=_is_street_address,
    ),
)


def find_numbers(text: str, small: str) -> Iterator[Span]:
    """Yield what has the shape of personal data; ``small`` is ``text`` in small letters, place for place."""
    for shape in SHAPES:
        for match in shape.pattern.finditer(small):
            start = _start_with_what_stands_before(shape, small, match.start())
            if start is not None and shape.holds(text[start : match.end()]):
                yield Span(start, match.end(), shape.kind)


def _start_with_what_stands_before(shape: Shape, small: str, anchor: int) -> int | None:
    """Where the whole thing begins, or ``None`` when what it needs does not stand before its anchor."""
    if shape.before is NOTHING:
        return anchor
    backwards = small[max(0, anchor - LOOK_BACK) : anchor][::-1]
    before = shape.before.match(backwards)
    return None if before is None else anchor - before.end()
