"""A comparison of two versions as pages show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.documents.changes import Became, ChangedParagraph, Reading, counted
from consult.documents.redlines import Run
from consult.margin.models import ChangeReason
from consult.margin.wording import BECAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReason:
    """Why a paragraph changed: in words, with the main points that it changed because of and how many comments."""

    words: str
    points: tuple[str, ...]
    comments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """One changed paragraph: what became of it in words, and word by word."""

    id: int
    anchor: str
    heading: str
    kind: str
    runs: tuple[Run, ...]
    reason: ShownReason | None


def changes_shown(entries: Sequence[ChangedParagraph], reasons: Mapping[int, ChangeReason]) -> tuple[ShownChange, ...]:
    """Everything but what stayed the same, in reading order."""
    return tuple(
        ShownChange(
            id=entry.id,
            anchor=f"change-{entry.id}",
            heading=_heading(entry),
            kind=str(BECAME[entry.became]),
            runs=() if entry.became is Became.MOVED else entry.runs,
            reason=reason_shown(reasons[entry.id]) if entry.id in reasons else None,
        )
        for entry in entries
        if entry.became is not Became.UNCHANGED
    )


def reason_shown(reason: ChangeReason) -> ShownReason:
    """Put a reason into words; a main point that is not published is left out."""
    n_comments = len(reason.comments)
    return ShownReason(
        words=reason.words,
        points=tuple(theme.name for theme in reason.themes if not theme.hidden_reason),
        comments=ngettext("%(num)s comment", "%(num)s comments", n_comments) if n_comments else "",
    )


def summary_of(entries: Sequence[ChangedParagraph]) -> tuple[str, ...]:
    """What has changed, counted in words: one line a kind."""
    n = counted(entries)
    lines = {
        Became.UNCHANGED: lambda k: ngettext(
            "%(num)s paragraph is the same as before.", "%(num)s paragraphs are the same as before.", k
        ),
        Became.MOVED: lambda k: ngettext(
            "%(num)s paragraph moved, with the same words.", "%(num)s paragraphs moved, with the same words.", k
        ),
        Became.EDITED: lambda k: ngettext(
            "%(num)s paragraph has other words.", "%(num)s paragraphs have other words.", k
        ),
        Became.SPLIT: lambda k: ngettext("%(num)s paragraph was split.", "%(num)s paragraphs were split.", k),
        Became.JOINED: lambda k: ngettext(
            "%(num)s paragraph was joined from several.", "%(num)s paragraphs were joined from several.", k
        ),
        Became.NEW: lambda k: ngettext("%(num)s paragraph is new.", "%(num)s paragraphs are new.", k),
        Became.GONE: lambda k: ngettext("%(num)s paragraph was taken out.", "%(num)s paragraphs were taken out.", k),
    }
    return tuple(lines[became](number) for became, number in n.items())


def _heading(entry: ChangedParagraph) -> str:
    old = _numbers(entry.old)
    new = _numbers(entry.new)
    told = {
        Became.UNCHANGED: lambda: _("Paragraph %(new)s is the same", new=new),
        Became.MOVED: lambda: _("Paragraph %(new)s was paragraph %(old)s; its words are the same", new=new, old=old),
        Became.EDITED: lambda: (
            _("Paragraph %(new)s has other words", new=new)
            if old == new
            else _("Paragraph %(new)s, which was %(old)s, has other words", new=new, old=old)
        ),
        Became.SPLIT: lambda: _("Paragraph %(old)s became paragraphs %(new)s", old=old, new=new),
        Became.JOINED: lambda: _("Paragraphs %(old)s became paragraph %(new)s", old=old, new=new),
        Became.NEW: lambda: _("Paragraph %(new)s is new", new=new),
        Became.GONE: lambda: _("Paragraph %(old)s of the version before was taken out", old=old),
    }
    return told[entry.became]()


def _numbers(readings: Sequence[Reading]) -> str:
    return _(" and ").join(reading.number for reading in readings)
