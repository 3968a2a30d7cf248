"""Forms for looking an uploaded document over."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from consult.documents.reviewing import LONGEST_DESCRIPTION, LONGEST_HEADING, Act, Edit, Piece
from consult.documents.rules import LONGEST_SOURCE
from consult.web.fields import CheckboxesField, CheckboxField, LongTextField, SelectField, TextField
from consult.web.forms import VersionedForm

_LEVELS = (1, 2, 3, 4)


class ReviewForm(VersionedForm):
    """What should become of the pieces that were ticked."""

    pieces = CheckboxesField(_l("Paragraphs and headings"), required=_l("Tick what you want to change"))
    act = SelectField(
        _l("What should become of what you ticked?"),
        choices=[
            ("", _l("Choose")),
            *[(f"{Act.HEADING}-{level}", _l("A heading of level %(level)s", level=level)) for level in _LEVELS],
            (Act.PARAGRAPH.value, _l("An ordinary paragraph")),
            (Act.JOIN.value, _l("One piece, joined")),
            (Act.NAME_COLUMNS.value, _l("A table whose first row names its columns")),
            (Act.DROP.value, _l("Left out")),
            (Act.BRING_BACK.value, _l("Brought back")),
        ],
        required=_l("Choose what should become of it"),
    )

    def offer(self, pieces: Sequence[Piece]) -> None:
        """Offer the pieces that stand there now, and those that were ticked before someone else's change."""
        offered = [piece.id for piece in pieces]
        self.pieces.choices = [
            (piece_id, piece_id) for piece_id in dict.fromkeys([*offered, *(self.pieces.data or [])])
        ]

    def to_edit(self) -> Edit:
        """Return what was chosen as an edit."""
        act, _dash, level = self.act.data.partition("-")
        return Edit(act=Act(act), pieces=tuple(self.pieces.data or ()), level=int(level or 0))


class HeadingWordsForm(VersionedForm):
    """The words of a heading."""

    words = TextField(_l("Heading"), required=_l("Write the heading"), max_length=LONGEST_HEADING)

    def to_edit(self, piece_id: str) -> Edit:
        """Return the new words as an edit."""
        return Edit(act=Act.WORDS, pieces=(piece_id,), words=self.words.data)


class SplitForm(VersionedForm):
    """A paragraph with empty lines where it is to be split."""

    words = LongTextField(
        _l("The paragraph"), required=_l("Keep the words"), max_length=LONGEST_SOURCE, rows=12, counted=False
    )

    def to_edit(self, piece_id: str) -> Edit:
        """Return where it is split as an edit."""
        return Edit(act=Act.SPLIT, pieces=(piece_id,), words=self.words.data)


class DescriptionForm(VersionedForm):
    """What a picture shows."""

    words = LongTextField(
        _l("What does the picture show?"),
        required=_l("Say what the picture shows"),
        hint=_l("Say what someone who sees it learns from it, in a sentence or two."),
        max_length=LONGEST_DESCRIPTION,
        rows=4,
    )

    def to_edit(self, piece_id: str) -> Edit:
        """Return the description as an edit."""
        return Edit(act=Act.DESCRIBE, pieces=(piece_id,), words=self.words.data)


class ApproveReviewForm(VersionedForm):
    """The title, and whether people may have the original."""

    title = TextField(_l("Title of the document"), required=_l("Enter a title"), max_length=200)
    offers_original = CheckboxField(
        _l("Let people download the original file"),
        hint=_l("What it says of its makers is taken out: names, dates, comments and where photos were taken."),
    )
