"""Makes documents full of look-alikes and edits them, knowing which paragraph became which."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

_MONTHS = ("January", "March", "April", "May", "June", "July", "September", "November")
_AREAS = ("North", "South", "East", "West", "Central", "Riverside", "Hilltop", "Beaconfield")
_FAMILIES = (
    "The {area} board meets in {month} and publishes its notes.",
    "Schools in {area} get one more psychologist from {month}.",
    "The {area} network chooses its chair in {month} of each year.",
    "{area}: see {month}.",
)
_SENTENCE = (
    "pupils teachers parents money buses reading transport autumn library governors inspection support "
    "speech language school council network chair election meeting report budget saving building repair "
    "kitchen meals garden sport music evening weekend youth worker clinic nurse street crossing lamp path "
    "river bridge market station road "
)
_WORDS = _SENTENCE.split()


class EditKind(StrEnum):
    """One thing that someone does to a document between two versions."""

    EDIT_WORD = "edit a word"
    CHANGE_FAMILY = "make it say what a look-alike says"
    DELETE = "delete"
    INSERT_FRESH = "insert something new"
    INSERT_COPY = "insert the same words again"
    INSERT_LOOK_ALIKE = "insert a look-alike"
    MOVE = "move"
    SWAP = "swap two"
    SPLIT = "split"
    JOIN = "join with the next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit: what, at which paragraph (counted modulo the length), where to, and a number that chooses words."""

    kind: EditKind
    at: int
    to: int
    choice: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedParagraph:
    """A paragraph and which one it truly is; an edit, a split and a join make new ones.

    ``copied_from`` is the true id of the paragraph that its words were copied from, all of them; ``was`` holds what it
    was before, so that an edit that is undone gives the old paragraph back.
    """

    true_id: int
    text: str
    copied_from: int | None = None
    was: tuple["TrackedParagraph", ...] = ()


def look_alike_document(*, seed: int, n_paragraphs: int, share_alike: float = 0.5) -> tuple[TrackedParagraph, ...]:
    """Make a document in which about ``share_alike`` of the paragraphs have a look-alike; one seed, one document."""
    rng = Random(seed)  # noqa: S311 - nothing secret: a document to test with
    texts = [_family(rng) if rng.random() < share_alike else _plain(rng) for _ in range(n_paragraphs)]
    return tuple(TrackedParagraph(true_id=place, text=text) for place, text in enumerate(texts))


def edited(document: Sequence[TrackedParagraph], edits: Sequence[Edit]) -> tuple[TrackedParagraph, ...]:
    """Apply edits one after another; a paragraph whose words change is no longer the one that it was."""
    work, fresh = list(document), max((one.true_id for one in document), default=0) + 1
    for edit in edits:
        if not work:
            break
        _apply(work, edit, fresh)
        fresh += 2
    return tuple(work)


def reads_the_same(old: Sequence[TrackedParagraph], new: Sequence[TrackedParagraph], from_: int, to: int) -> bool:
    """Say whether the one became the other for any reader of both versions, whoever typed what.

    It is the same paragraph; or each version has exactly these words once, so that nobody who reads both could tell
    who typed them; or the same words stand between the same neighbours, up to the first words that each version has
    only once.
    """
    before, after = [one.text for one in old], [one.text for one in new]
    if old[from_].true_id == new[to].true_id:
        return True
    if before[from_] != after[to]:
        return False
    if before.count(before[from_]) == after.count(after[to]) == 1:
        return True
    return _surroundings(before, from_) == _surroundings(after, to)


def _surroundings(texts: Sequence[str], place: int) -> tuple[list[str], list[str]]:
    return (
        _until_unique(texts, range(place - 1, -1, -1)),
        _until_unique(texts, range(place + 1, len(texts))),
    )


def _until_unique(texts: Sequence[str], places: range) -> list[str]:
    seen = []
    for place in places:
        seen.append(texts[place])
        if texts.count(texts[place]) == 1:
            break
    return seen


def _apply(work: list[TrackedParagraph], edit: Edit, fresh: int) -> None:
    at, to, rng = edit.at % len(work), edit.to % len(work), Random(edit.choice)  # noqa: S311 - as above
    if edit.kind in _INSERTED:
        work.insert(to, _INSERTED[edit.kind](work[at], rng, fresh))
    elif edit.kind is EditKind.EDIT_WORD:
        work[at] = _reworded(work[at], _with_another_word(work[at].text, rng), fresh)
    elif edit.kind is EditKind.CHANGE_FAMILY:
        copies = at != to and rng.random() < 0.5
        work[at] = _copy(work[to], rng, fresh) if copies else _reworded(work[at], _family(rng), fresh)
    elif edit.kind is EditKind.DELETE:
        del work[at]
    else:
        _rearrange(work, edit.kind, at, to, fresh)


def _rearrange(work: list[TrackedParagraph], kind: EditKind, at: int, to: int, fresh: int) -> None:
    match kind:
        case EditKind.MOVE:
            work.insert(to, work.pop(at))
        case EditKind.SWAP:
            work[at], work[to] = work[to], work[at]
        case EditKind.SPLIT:
            _split(work, at, fresh)
        case EditKind.JOIN:
            _join(work, at, fresh)


def _copy(original: TrackedParagraph, _rng: Random, fresh: int) -> TrackedParagraph:
    origin = original.true_id if original.copied_from is None else original.copied_from
    return TrackedParagraph(true_id=fresh, text=original.text, copied_from=origin)


def _reworded(paragraph: TrackedParagraph, text: str, fresh: int) -> TrackedParagraph:
    before = (*paragraph.was, paragraph)
    restored = [one for one in before if one.text == text]
    return restored[0] if restored else TrackedParagraph(true_id=fresh, text=text, was=before)


def _split(work: list[TrackedParagraph], at: int, fresh: int) -> None:
    whole = work[at]
    words = whole.text.split()
    if len(words) > 1:
        half = len(words) // 2
        pieces = (" ".join(words[:half]), " ".join(words[half:]))
        before = (*whole.was, whole)
        work[at : at + 1] = [
            TrackedParagraph(true_id=fresh + n, text=piece, was=before) for n, piece in enumerate(pieces)
        ]


def _join(work: list[TrackedParagraph], at: int, fresh: int) -> None:
    if at + 1 < len(work):
        text = f"{work[at].text} {work[at + 1].text}"
        joined = _reworded(work[at], text, fresh)  # the halves of a split give the whole back
        work[at : at + 2] = [joined]


def _family(rng: Random) -> str:
    return rng.choice(_FAMILIES).format(area=rng.choice(_AREAS), month=rng.choice(_MONTHS))


def _plain(rng: Random) -> str:
    return f"The {' '.join(rng.choices(_WORDS, k=rng.randint(8, 30)))}."


def _with_another_word(text: str, rng: Random) -> str:
    words = text.split()
    place = rng.randrange(len(words))
    pool = _MONTHS if words[place].strip(".") in _MONTHS else _WORDS
    words[place] = rng.choice(pool)
    return " ".join(words)


def _fresh(_here: TrackedParagraph, rng: Random, fresh: int) -> TrackedParagraph:
    return TrackedParagraph(true_id=fresh, text=_plain(rng))


def _look_alike(here: TrackedParagraph, rng: Random, fresh: int) -> TrackedParagraph:
    text = _with_another_word(here.text, rng)
    is_copy = text == here.text  # the other word was the same one
    return _copy(here, rng, fresh) if is_copy else TrackedParagraph(true_id=fresh, text=text)


_INSERTED = {
    EditKind.INSERT_FRESH: _fresh,
    EditKind.INSERT_COPY: _copy,
    EditKind.INSERT_LOOK_ALIKE: _look_alike,
}
