"""What people see of references and codes: easy to type, hard to guess, and a slip is told apart from a lie."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.kernel.errors import Invalid
from consult.kernel.references import (
    ALPHABET,
    check_character,
    code_from,
    draw_reference,
    draw_secret_code,
    draw_token,
    hash_code,
    is_code_for,
    read_reference,
    read_secret_code,
    reference_from,
)

REFERENCE = reference_from(bytes(range(20, 30)))
CODE = code_from(bytes(range(16)))


def test_a_reference_and_a_code_look_as_on_the_receipt() -> None:
    assert REFERENCE == "MNPQR-STVWB"
    assert CODE == "0123-4567-89AB-CDEF"


@pytest.mark.parametrize("typed", ["mnpqr-stvwb", " MNPQR STVWB ", "mnpqrstvwb", "MNPQR–STVWB", "m n p q r s t v w b"])
def test_a_reference_may_be_typed_in_many_ways(typed: str) -> None:
    assert read_reference(typed) == REFERENCE


@pytest.mark.parametrize("typed", ["oi23-4567-89ab-cdef", "0l23 4567 89AB CDEF", "OL23456789abcdef"])
def test_a_code_forgives_look_alike_letters(typed: str) -> None:
    assert read_secret_code(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", "MNPQR", "MNPQR-STVWC", "NNPQR-STVWB", "U" * 10, "𝟙" * 10, "x" * 200_000, "\x00"]
)
def test_a_reference_with_a_slip_is_told_as_one(typed: str) -> None:
    with pytest.raises(Invalid, match="Check the reference"):
        read_reference(typed)


@pytest.mark.parametrize("typed", ["", "0123", "0123-4567-89AB-CDEU", "é" * 16])
def test_a_code_with_a_slip_is_told_as_one(typed: str) -> None:
    with pytest.raises(Invalid, match="Check the secret code"):
        read_secret_code(typed)


@given(st.text(alphabet=ALPHABET, min_size=9, max_size=9), st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, place: int, other: str) -> None:
    wrong = body[:place] + other + body[place + 1 :]
    assert (check_character(wrong) == check_character(body)) == (wrong == body)


@given(st.binary(min_size=16, max_size=16))
def test_every_code_is_read_back(randomness: bytes) -> None:
    code = code_from(randomness)
    assert read_secret_code(code.lower().replace("-", " ")) == code


def test_a_code_is_kept_only_as_a_hash_and_opens_however_it_is_typed() -> None:
    stored = hash_code(CODE, key=b"a key")
    assert CODE not in stored
    assert is_code_for("oi23 4567 89ab cdef", stored, key=b"a key")
    assert not is_code_for("0123-4567-89AB-CDEG", stored, key=b"a key")
    assert not is_code_for(CODE, stored, key=b"another key")
    assert hash_code(CODE) == hashlib.sha256(b"0123456789ABCDEF").hexdigest()


def test_what_is_drawn_differs_each_time() -> None:
    assert len({draw_reference() for _ in range(50)}) == 50
    assert len({draw_secret_code() for _ in range(50)}) == 50
    assert len(draw_token()) >= 43
    assert read_reference(draw_reference())
    assert read_secret_code(draw_secret_code())


def test_too_little_randomness_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="random bytes"):
        code_from(b"short")
