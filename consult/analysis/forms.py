"""Forms of the workbench; each knows which version of the theme it was filled in from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l

from consult.analysis.queries.narrowing import Choices, Order, Sureness
from consult.analysis.rules import LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_REASON
from consult.kernel.errors import Stale
from consult.web.fields import (
    CheckboxesField,
    CheckboxField,
    HiddenField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)
from consult.web.forms import Form, VersionedForm

NOWHERE = "none"
_MOST_TEXTS = 2_000
Pairs = Sequence[tuple[str, str]]


class StartForm(Form):
    """How finely to look, and which ticked answers help."""

    granularity = RadiosField(
        _l("How many themes do you want?"),
        choices=[
            ("0.6", _l("Fewer, broader themes")),
            ("1.0", _l("As many as the responses suggest")),
            ("1.6", _l("More, finer themes")),
        ],
        default="1.0",
        required=_l("Choose how many themes you want"),
        hint=_l("Nobody has to know the number beforehand. You can merge and split them afterwards."),
    )
    closed_question = SelectField(
        _l("Ticked answers that help to tell for from against"),
        hint=_l("Without them, people who agree and people who disagree may end up in one theme."),
    )

    def offer_questions(self, questions: Pairs) -> None:
        """Offer the questions that people answered by ticking."""
        self.closed_question.choices = [("", _l("None")), *questions]


class WordsForm(VersionedForm):
    """How a theme is called and described."""

    name = TextField(
        _l("Name"),
        required=_l("Enter a name for the theme"),
        max_length=LONGEST_NAME,
        hint=_l("In people’s own words. Keep it critical where they were critical."),
    )
    description = LongTextField(
        _l("What people mean by it"),
        max_length=LONGEST_DESCRIPTION,
        rows=5,
        hint=_l("A few sentences for someone who has not read the responses"),
    )


class AddForm(Form):
    """A theme that the run did not find."""

    name = TextField(_l("Name"), required=_l("Enter a name for the theme"), max_length=LONGEST_NAME)
    description = LongTextField(_l("What people mean by it"), max_length=LONGEST_DESCRIPTION, rows=4)


class ReasonForm(VersionedForm):
    """Why a theme is removed or hidden."""

    reason = LongTextField(
        _l("Why?"),
        required=_l("Enter why"),
        max_length=LONGEST_REASON,
        rows=3,
        hint=_l("The reason is published with the answer of the council"),
    )


class ConfirmForm(VersionedForm):
    """Nothing but the press of a button, on the version that was seen."""


class ManyForm(Form):
    """The versions of several themes, as they were seen."""

    versions = HiddenField()

    @staticmethod
    def told(versions: Mapping[int, int]) -> str:
        """Return versions as the hidden field carries them."""
        return ",".join(f"{theme}:{version}" for theme, version in sorted(versions.items()))

    def to_versions(self) -> dict[int, int]:
        """Return the version of each theme that went out with the form.

        Raises:
            Stale: the form came back without them.
        """
        text = self.versions.data or ""
        if not re.fullmatch(r"\d{1,10}:\d{1,10}(,\d{1,10}:\d{1,10}){0,500}", text, re.ASCII):
            raise Stale("This page was out of date. Look at it again, then make your change.")
        pairs = (pair.split(":") for pair in text.split(","))
        return {int(theme): int(version) for theme, version in pairs}


class MergeForm(ManyForm):
    """Which themes say the same as this one."""

    themes = CheckboxesField(
        _l("Which themes say the same?"), required=_l("Choose at least one theme"), hint=_l("Choose all that do")
    )
    reason = TextField(_l("Why they belong together (you can leave this empty)"), max_length=LONGEST_REASON)
    offered: Pairs = ()

    def offer(self, themes: Pairs) -> None:
        """Offer the themes that can be merged into this one."""
        self.offered = tuple(themes)
        self.themes.choices = list(themes)


class LinkForm(Form):
    """Which themes of several questions say the same, and what they say."""

    themes = CheckboxesField(
        _l("Which themes say the same?"),
        required=_l("Choose at least two themes of different questions"),
        hint=_l("Choose one of each question, or more"),
    )
    name = TextField(
        _l("What they say, in a few words"), required=_l("Enter a name for what they say"), max_length=LONGEST_NAME
    )
    reason = TextField(_l("Why they belong together (you can leave this empty)"), max_length=LONGEST_REASON)

    def to_themes(self) -> list[int]:
        """Return the themes that were chosen."""
        return [int(chosen) for chosen in self.themes.data or ()]


class SplitForm(VersionedForm):
    """Which part of a theme becomes one of its own, and how it is called."""

    part = RadiosField(_l("Which part becomes a theme of its own?"), required=_l("Choose a part"))
    name = TextField(
        _l("Name of the new theme"), required=_l("Enter a name for the new theme"), max_length=LONGEST_NAME
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """What an officer wants done with some texts; ``into`` is a theme or, as ``None``, no theme."""

    texts: tuple[int, ...]
    into: int | None
    has_chosen: bool
    name: str

    def of(self, texts: tuple[int, ...]) -> Sorted:
        """Return the same wish for other texts."""
        return replace(self, texts=texts)


class SortForm(VersionedForm):
    """What to do with the texts that are ticked."""

    into = SelectField(_l("Move them to"))
    name = TextField(_l("Name of the new theme"), max_length=LONGEST_NAME)
    all_shown = CheckboxField(
        _l("All of this list"), hint=_l("Instead of those you ticked; nobody has to have read them")
    )

    def offer_themes(self, themes: Pairs, *, may_be_none: bool) -> None:
        """Offer the themes that a text can be moved to."""
        none = [(NOWHERE, _l("No theme"))] if may_be_none else []
        self.into.choices = [("", _l("Choose a theme")), *themes, *none]

    def to_sorted(self, typed: Any) -> Sorted:
        """Return what was asked for; ``typed`` is the request's own form, for the ticked texts."""
        ticked = [text for text in typed.getlist("text") if text.isascii() and text.isdigit() and len(text) < 12]
        chosen = self.into.data or ""
        return Sorted(
            texts=tuple(sorted({int(text) for text in ticked[:_MOST_TEXTS]})),
            into=int(chosen) if chosen.isascii() and chosen.isdigit() else None,
            has_chosen=bool(chosen),
            name=self.name.data,
        )


class NarrowForm(Form):
    """Which texts of a theme to show, and in which order; it is sent by address."""

    search = TextField(_l("Words"))
    group = SelectField(_l("Stakeholder group"))
    ward = SelectField(_l("Ward"))
    channel = SelectField(_l("How it came in"))
    language = SelectField(_l("Language"))
    sure = SelectField(
        _l("Who put it here"),
        choices=[
            ("", _l("All")),
            (Sureness.UNREAD.value, _l("Nobody has read it yet")),
            (Sureness.UNSURE.value, _l("The machine, not sure")),
            (Sureness.SURE.value, _l("The machine, sure")),
            (Sureness.OFFICER.value, _l("An officer")),
        ],
    )
    order = SelectField(
        _l("Order"),
        choices=[
            ("", _l("Least sure first")),
            (Order.FITTING.value, _l("Best fit first")),
            (Order.LATEST.value, _l("Latest first")),
        ],
    )

    @classmethod
    def for_list(cls, typed: Any, *, choices: Choices, channels: Pairs, languages: Pairs) -> NarrowForm:
        """Return the form with what the address asks for."""
        form = cls(formdata=typed, meta={"csrf": False})
        every, unsaid = ("", _l("All")), ("none", _l("Did not say"))
        form.group.choices = [every, *((str(key), name) for key, name in choices.groups), unsaid]
        form.ward.choices = [every, *((str(key), name) for key, name in choices.wards), unsaid]
        form.channel.choices = [every, *channels]
        form.language.choices = [every, *languages]
        return form


class ReadForm(Form):
    """Where one text of the reading queue belongs: in the theme it was shown in, in another, or in none."""

    text = HiddenField()
    seen = HiddenField()
    theme = RadiosField(_l("Where does it belong?"), required=_l("Choose a theme, or no theme"))

    def to_text(self) -> int:
        """Return the number of the text that was read.

        Raises:
            Stale: the form came back without it.
        """
        return _number_in(self.text.data)

    def to_places(self) -> tuple[int | None, int | None]:
        """Return the theme it was shown in and the one it belongs to; ``None`` is no theme."""
        seen = None if self.seen.data in ("", NOWHERE, None) else _number_in(self.seen.data)
        return seen, None if self.theme.data == NOWHERE else _number_in(self.theme.data)


class DrawForm(Form):
    """How many texts to draw for a sample."""

    size = RadiosField(
        _l("How many texts?"),
        choices=[("20", _l("20: a first look, wide intervals")), ("50", "50"), ("100", _l("100: narrower intervals"))],
        default="50",
        required=_l("Choose how many texts"),
        hint=_l("They are drawn at random from those that nobody has read"),
    )


class CodeForm(Form):
    """Into which themes someone puts one sampled text, or into none; ``place`` says which text it was."""

    place = HiddenField()
    themes = CheckboxesField(
        _l("Which themes does it belong to?"),
        required=_l("Choose at least one theme, or “In no theme”"),
        hint=_l("Choose all that it speaks about. You do not see where the machine put it."),
    )

    def to_themes(self) -> list[int]:
        """Return the themes that were chosen; none for “in no theme”."""
        return [int(chosen) for chosen in self.themes.data or () if chosen != NOWHERE]

    def says_both(self) -> bool:
        """Say whether a theme and no theme were chosen together."""
        chosen = self.themes.data or ()
        return NOWHERE in chosen and len(chosen) > 1


def _number_in(typed: str | None) -> int:
    if not typed or not re.fullmatch(r"\d{1,10}", typed, re.ASCII):
        raise Stale("This page was out of date. Look at it again, then make your change.")
    return int(typed)
