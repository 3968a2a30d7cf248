"""Forms beside a document."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.documents.rules import LONGEST_SOURCE
from consult.margin.rules import LONGEST_MEANING, LONGEST_TERM, LONGEST_WORDS, SilenceKind, SilenceWords, TermWords
from consult.margin.wording import FORMS, LANGUAGES, SILENCES
from consult.web.fields import CheckboxesField, DateField, FileField, LongTextField, RadiosField, SelectField, TextField
from consult.web.forms import Form, OnceForm


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


class SilenceForm(OnceForm):
    """Something that the document leaves open, as everyone will read it."""

    kind = RadiosField(_l("What is missing?"), choices=list(SILENCES.items()), required=_l("Select what is missing"))
    asked = LongTextField(
        _l("What is asked, in words that everyone can read"),
        hint=_l("Write it yourself. Take no words that tell who asked."),
        required=_l("Enter what is asked"),
        max_length=LONGEST_WORDS,
        rows=3,
    )
    owner = TextField(
        _l("Who owes the answer?"),
        hint=_l("A team or a post, such as “School transport team”"),
        required=_l("Enter who owes the answer"),
        max_length=200,
    )
    due_on = DateField(_l("When is the answer due?"), required=_l("Enter when the answer is due"))
    comments = CheckboxesField(_l("Comments behind it"))

    def to_words(self) -> SilenceWords:
        """The entry as a value; call it on a valid form."""
        return SilenceWords(
            kind=SilenceKind(self.kind.data),
            asked=self.asked.data or "",
            owner=self.owner.data or "",
            due_on=self.due_on.data,
        )


class AnswerForm(Form):
    """What answers an entry of the list."""

    answer = LongTextField(_l("Answer"), required=_l("Enter the answer"), max_length=LONGEST_WORDS, rows=5)
    paragraph = TextField(
        _l("Paragraph whose words answer it"),
        hint=_l("Its number in the newest version, such as 2.3. Leave it empty when no paragraph does."),
        max_length=20,
        classes="govuk-input--width-5",
    )
    word = TextField(
        _l("Word that this explains"),
        hint=_l("Then the answer goes into the words explained as well, and must be short. Else leave it empty."),
        max_length=LONGEST_TERM,
    )


class AlternativeForm(Form):
    """The document in another form."""

    form = RadiosField(_l("Which form is it?"), choices=list(FORMS.items()), required=_l("Select which form it is"))
    language = SelectField(_l("Language"), choices=list(LANGUAGES.items()), required=_l("Select its language"))
    follows = SelectField(
        _l("Which version of the document does it follow?"), required=_l("Select which version it follows")
    )
    audio = FileField(
        _l("Recording"), hint=_l("Only for a form to listen to: MP3, OGG, WAV or M4A, up to 20 MB"), accept="audio/*"
    )
    upload = FileField(_l("Upload its words"), hint=_l("In any format that the document itself can have"))
    pasted = LongTextField(
        _l("Or paste its words here"),
        hint=_l("For a recording, what is said in it. A line that begins with ## is a heading."),
        max_length=LONGEST_SOURCE,
        rows=10,
        counted=False,
    )
