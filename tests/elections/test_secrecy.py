"""Nobody reads a ballot alone, no ballot tells more than that it is there, and a receipt proves just that."""

import os
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.elections.box import Ballot, is_proven, proof_of, seal_number, unpacked
from consult.elections.codes import code_for, hash_of_code, holder_code_from, read_holder_code
from consult.elections.secrecy import (
    OVERHEAD,
    RANDOMNESS_OF_SPLIT,
    CannotOpen,
    holder_pair_from,
    join,
    key_pair_from,
    open_sealed,
    seal,
    split,
)

CONTEST = "ward.moseley.parents.2026"
ABOUT = CONTEST.encode()


@pytest.fixture(scope="module")
def ceremony():
    codes = {number: holder_code_from(os.urandom(32)) for number in (1, 2, 3)}
    pairs = {number: holder_pair_from(read_holder_code(code), contest=CONTEST) for number, code in codes.items()}
    contest = key_pair_from(os.urandom(32))
    public = {number: pair.public for number, pair in pairs.items()}
    boxes = split(contest.private, holders=public, about=ABOUT, randomness=os.urandom(RANDOMNESS_OF_SPLIT))
    return contest, pairs, boxes


@pytest.mark.parametrize("two", list(combinations((1, 2, 3), 2)))
def test_any_two_holders_open_the_box(ceremony, two):
    contest, pairs, boxes = ceremony
    assert join(boxes, holders={number: pairs[number] for number in two}, about=ABOUT, public=contest.public) == contest


@pytest.mark.parametrize("alone", [1, 2, 3])
def test_one_holder_alone_opens_nothing(ceremony, alone):
    contest, pairs, boxes = ceremony
    with pytest.raises(CannotOpen):
        join(boxes, holders={alone: pairs[alone]}, about=ABOUT, public=contest.public)
    for box in boxes.values():
        try:
            inner = open_sealed(box, with_pair=pairs[alone], about=ABOUT)
        except CannotOpen:
            continue
        with pytest.raises(CannotOpen):
            open_sealed(inner, with_pair=pairs[alone], about=ABOUT)


def test_a_wrong_code_opens_nothing(ceremony):
    contest, pairs, boxes = ceremony
    wrong = holder_pair_from(read_holder_code(holder_code_from(os.urandom(32))), contest=CONTEST)
    with pytest.raises(CannotOpen):
        join(boxes, holders={1: pairs[1], 2: wrong}, about=ABOUT, public=contest.public)


def test_a_box_of_another_contest_does_not_open(ceremony):
    contest, pairs, boxes = ceremony
    with pytest.raises(CannotOpen):
        join(boxes, holders={1: pairs[1], 2: pairs[2]}, about=b"another", public=contest.public)


def test_three_holders_need_three_keys():
    key = key_pair_from(os.urandom(32)).public
    for holders in ({1: key, 2: key, 3: key}, {1: key}):
        with pytest.raises(ValueError, match="Three holders"):
            split(os.urandom(32), holders=holders, about=ABOUT, randomness=os.urandom(RANDOMNESS_OF_SPLIT))


def test_a_changed_byte_is_noticed():
    pair = key_pair_from(os.urandom(32))
    box = seal(b"Ann first", to=pair.public, about=ABOUT, randomness=os.urandom(32))
    assert open_sealed(box, with_pair=pair, about=ABOUT) == b"Ann first"
    for at in range(len(box)):
        changed = box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :]
        with pytest.raises(CannotOpen):
            open_sealed(changed, with_pair=pair, about=ABOUT)


@given(st.permutations(range(1, 8)), st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_a_sealed_ballot_is_as_long_for_one_choice_as_for_all(order, n):
    pair = key_pair_from(bytes(range(32)))
    ballot = Ballot(preferences=tuple(order[:n]), nonce=os.urandom(16))
    box = seal(ballot.packed(7), to=pair.public, about=ABOUT, randomness=os.urandom(32))
    assert len(box) == OVERHEAD + 16 + 7
    assert unpacked(open_sealed(box, with_pair=pair, about=ABOUT)) == ballot


def test_the_same_choices_twice_look_different_in_the_box():
    one, two = (Ballot(preferences=(2, 1), nonce=os.urandom(16)) for _ in range(2))
    assert one.commitment(CONTEST) != two.commitment(CONTEST)
    assert one.commitment(CONTEST) != one.commitment("another")


@given(st.integers(0, 40), st.randoms())
@settings(max_examples=60, deadline=None)
def test_every_receipt_is_proven_and_the_order_of_voting_changes_nothing(n, chance):
    all_of_them = [f"{chance.getrandbits(256):064x}" for _ in range(n)]
    root = seal_number(all_of_them)
    shuffled = list(all_of_them)
    chance.shuffle(shuffled)
    assert seal_number(shuffled) == root
    for each in all_of_them:
        steps = proof_of(each, shuffled)
        assert is_proven(each, steps, seal=root)
        assert not is_proven(each[::-1], steps, seal=root) or each == each[::-1]


def test_a_missing_ballot_changes_the_seal_number():
    four = [Ballot(preferences=(number,), nonce=bytes([number] * 16)).commitment(CONTEST) for number in (1, 2, 3, 4)]
    roots = {seal_number(four), *(seal_number(four[:at] + four[at + 1 :]) for at in range(4))}
    assert len(roots) == 5
    with pytest.raises(ValueError, match="not in list"):
        proof_of(four[0], four[1:])


def test_each_right_and_each_issue_has_a_code_of_its_own():
    codes = {
        code_for(entry, issue=issue, contest=contest, key=key)
        for entry in ("a", "b")
        for issue in (1, 2)
        for contest in ("north", "south")
        for key in (b"one", b"two")
    }
    assert len(codes) == 16


def test_a_code_is_found_however_it_is_typed():
    code = code_for("a", issue=1, contest=CONTEST, key=b"k")
    typed = code.lower().replace("-", " ")
    assert hash_of_code(typed, contest=CONTEST, key=b"k") == hash_of_code(code, contest=CONTEST, key=b"k")
    assert hash_of_code(code, contest=CONTEST, key=b"k") != hash_of_code(code, contest="another", key=b"k")


@pytest.mark.parametrize("ballot", [{"preferences": (1, 1)}, {"preferences": (0,)}, {"preferences": (251,)}])
def test_a_ballot_that_cannot_be_does_not_exist(ballot):
    with pytest.raises(ValueError, match=r"\w"):
        Ballot(nonce=bytes(16), **ballot)
    with pytest.raises(ValueError, match="16 bytes"):
        Ballot(nonce=b"", preferences=())
    with pytest.raises(ValueError, match="3 candidates"):
        Ballot(nonce=bytes(16), preferences=(4,)).packed(3)
