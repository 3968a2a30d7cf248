"""Forms beside a document."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.documents.rules import LONGEST_SOURCE
from consult.margin.rules import LONGEST_MEANING, LONGEST_TERM, LONGEST_WORDS, TermWords
from consult.web.fields import CheckboxesField, FileField, LongTextField, RadiosField, TextField
from consult.web.forms import Form


class TermForm(Form):
    """A word and what the document means by it."""

    word = TextField(
        _l("The word"),
        hint=_l("As the document writes it, in the singular. Capital letters do not matter."),
        required=_l("Enter the word"),
        max_length=LONGEST_TERM,
    )
    meaning = LongTextField(
        _l("What it means"),
        hint=_l("One or two plain sentences. They are shown below the paragraph that uses the word."),
        required=_l("Enter what it means"),
        max_length=LONGEST_MEANING,
        rows=3,
    )

    def to_words(self) -> TermWords:
        """The words as a value."""
        return TermWords(word=self.word.data or "", meaning=self.meaning.data or "")


class RedraftForm(Form):
    """The next version of the document, uploaded or pasted."""

    upload = FileField(_l("Upload the new version"), hint=_l("In any format that the document itself can have"))
    pasted = LongTextField(
        _l("Or paste it here"),
        hint=_l("A line that begins with ## is a heading. Leave an empty line between paragraphs."),
        max_length=LONGEST_SOURCE,
        rows=12,
        counted=False,
    )


class SettleForm(Form):
    """Where a comment belongs in the new version."""

    act = RadiosField(_l("Where does this comment belong now?"), required=_l("Select where the comment belongs"))
    paragraph = TextField(
        _l("Number of the paragraph"),
        hint=_l("Only to put it beside another paragraph of the new version, such as 2.3"),
        max_length=20,
        classes="govuk-input--width-5",
    )
    reason = LongTextField(
        _l("Why is it retired?"),
        hint=_l("Only to retire it. The person who wrote the comment reads this."),
        max_length=LONGEST_WORDS,
        rows=3,
    )


class ReasonForm(Form):
    """Why a paragraph changed."""

    words = LongTextField(
        _l("This paragraph changed because…"),
        required=_l("Say why it changed"),
        hint=_l("One or two sentences that everyone can read."),
        max_length=LONGEST_WORDS,
        rows=4,
    )
    themes = CheckboxesField(_l("Main points that it changed because of"))
    comments = CheckboxesField(_l("Comments that it changed because of"))


class PressForm(Form):
    """A button by itself."""
