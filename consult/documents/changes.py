"""What a new version changed, paragraph by paragraph and in words: the pure part of the page that says so."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consult.documents.redlines import Run, redline
from consult.documents.rules import Change


class Became(StrEnum):
    """What became of a paragraph, those that only one version has included."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    EDITED = "edited"
    SPLIT = "split"
    JOINED = "joined"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One paragraph of one version as the comparison sees it."""

    id: int
    identity: str
    number: str
    text: str
    lines: str = ""

    @property
    def shown(self) -> str:
        """Its words as a page parts them, an item of a list a line, where that is known."""
        return self.lines or self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """One stored line of descent, by the ids of both paragraphs."""

    from_id: int
    to_id: int
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedParagraph:
    """One entry of the comparison: some old paragraphs, some new ones, and the words between them."""

    became: Became
    old: tuple[Reading, ...]
    new: tuple[Reading, ...]
    runs: tuple[Run, ...]

    @property
    def is_changed(self) -> bool:
        """Say whether anything happened to it."""
        return self.became is not Became.UNCHANGED

    @property
    def id(self) -> int:
        """The paragraph that reasons and links hold on to: the first new one, or the one that is gone."""
        return (self.new or self.old)[0].id


def changed_paragraphs(
    old: Sequence[Reading], new: Sequence[Reading], descents: Sequence[Descent]
) -> tuple[ChangedParagraph, ...]:
    """Every paragraph of both versions in one reading order: the new one, with what is gone where it used to stand."""
    old_by_id = {reading.id: reading for reading in old}
    new_by_id = {reading.id: reading for reading in new}
    parents = _grouped((line.to_id, line) for line in descents)
    children = _grouped((line.from_id, line) for line in descents)
    gone = [reading for reading in old if reading.id not in children]
    gone_after = _gone_after(old, gone)
    entries: list[ChangedParagraph] = [_of_gone(reading) for reading in gone_after.pop(None, ())]
    told: set[int] = set()
    for reading in new:
        if reading.id in told:
            continue
        entry = _entry(reading, parents, children, old_by_id, new_by_id)
        told |= {one.id for one in entry.new}
        entries.append(entry)
        for parent in entry.old:
            entries += [_of_gone(one) for one in gone_after.pop(parent.id, ())]
    entries += [_of_gone(one) for left in gone_after.values() for one in left]
    return tuple(entries)


def counted(entries: Sequence[ChangedParagraph]) -> dict[Became, int]:
    """How many entries there are of each kind, in the order of ``Became``; kinds that do not occur are left out."""
    n = Counter(entry.became for entry in entries)
    return {became: n[became] for became in Became if n[became]}


def _entry(
    reading: Reading,
    parents: Mapping[int, list[Descent]],
    children: Mapping[int, list[Descent]],
    old_by_id: Mapping[int, Reading],
    new_by_id: Mapping[int, Reading],
) -> ChangedParagraph:
    lines = parents.get(reading.id, [])
    if not lines:
        return ChangedParagraph(became=Became.NEW, old=(), new=(reading,), runs=redline("", reading.shown))
    olds = tuple(old_by_id[line.from_id] for line in lines)
    news: tuple[Reading, ...] = (reading,)
    if lines[0].change is Change.SPLIT:
        news = tuple(new_by_id[line.to_id] for line in children[olds[0].id])
    return ChangedParagraph(
        became=Became(lines[0].change.value),
        old=olds,
        new=news,
        runs=redline(" ".join(one.shown for one in olds), " ".join(one.shown for one in news)),
    )


def _of_gone(reading: Reading) -> ChangedParagraph:
    return ChangedParagraph(became=Became.GONE, old=(reading,), new=(), runs=redline(reading.shown, ""))


def _gone_after(old: Sequence[Reading], gone: Sequence[Reading]) -> dict[int | None, list[Reading]]:
    """Paragraphs that are gone, by the last one before them that lives on; ``None`` at the very beginning."""
    ids = {reading.id for reading in gone}
    found: dict[int | None, list[Reading]] = {}
    last: int | None = None
    for reading in old:
        if reading.id in ids:
            found.setdefault(last, []).append(reading)
        else:
            last = reading.id
    return found


def _grouped(pairs: Iterable[tuple[int, Descent]]) -> dict[int, list[Descent]]:
    grouped: dict[int, list[Descent]] = {}
    for key, line in pairs:
        grouped.setdefault(key, []).append(line)
    return grouped
