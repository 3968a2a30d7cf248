"""One form for each edit of a theme; a stale one shows what stands there now beside what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.actions import (
    describe_theme,
    hide_theme,
    merge_themes,
    remove_theme,
    rename_theme,
    show_theme,
    split_theme,
)
from consult.analysis.cutting import MOST_TEXTS, suggest_cut
from consult.analysis.forms import ConfirmForm, ManyForm, MergeForm, ReasonForm, SplitForm, WordsForm
from consult.analysis.models import Codebook, Theme
from consult.analysis.queries.held import texts_of_theme
from consult.analysis.queries.overview import last_edit
from consult.analysis.queries.themes import board, theme_by_id
from consult.analysis.views.blueprint import Around, around, bp, codebook_in_hand, go_to, my_id, scope_of
from consult.analysis.wording import STATES
from consult.kernel.errors import Invalid, Refused, Stale
from consult.kernel.words import truncate
from consult.web.clock import now
from consult.web.filters import london
from consult.web.forms import Form
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import roll_back, session

_QUOTE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing about a theme: as it stands now, and as this person typed it."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """That someone else changed the theme after this form was opened."""

    by: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class EditPage(Page):
    """One form about one theme."""

    template: ClassVar[str] = "analysis/edit.html"

    around: Around
    about: str
    back: str
    intro: str
    form: Form
    button: str
    is_grave: bool = False
    changed: Changed | None = None


Act = Callable[[], str]


@bp.route("/<int:codebook_id>/themes/<int:theme_id>/words", methods=["GET", "POST"])
@needs(Permission.ANALYSE, scope=scope_of)
def words(consultation_id: int, codebook_id: int, theme_id: int) -> AnyResponse:
    """Name and describe a theme."""
    codebook, theme = _in_hand(consultation_id, codebook_id, theme_id)
    form = WordsForm(name=theme.name, description=theme.description, version=str(theme.version))

    def save() -> str:
        name, told, me = form.name.data, form.description.data, my_id()
        seen = form.version_seen
        found = rename_theme(session(), theme=theme, name=name, version=seen, by_id=me, now=now())
        describe_theme(session(), theme=found, description=told, version=found.version, by_id=me, now=now())
        return _("The theme is called “%(name)s”.", name=found.name)

    return _edit(
        codebook,
        theme,
        form,
        save,
        title=_("Name and describe a theme"),
        intro=_("The analysis suggested “%(name)s”.", name=theme.suggested_name) if theme.suggested_name else "",
        button=_("Save"),
    )


@bp.route("/<int:codebook_id>/themes/<int:theme_id>/remove", methods=["GET", "POST"])
@needs(Permission.ANALYSE, scope=scope_of)
def remove(consultation_id: int, codebook_id: int, theme_id: int) -> AnyResponse:
    """Say that something is no theme."""
    codebook, theme = _in_hand(consultation_id, codebook_id, theme_id)
    form = ReasonForm(version=str(theme.version))

    def save() -> str:
        why, seen = form.reason.data, form.version_seen
        remove_theme(session(), theme=theme, reason=why, version=seen, by_id=my_id(), now=now())
        return _("“%(name)s” is removed. Its responses are kept and listed.", name=theme.name)

    return _edit(
        codebook,
        theme,
        form,
        save,
        title=_("Remove a theme"),
        intro=_("Its responses stay in their other themes, or are listed as being in no theme. You can undo this."),
        button=_("Remove this theme"),
        is_grave=True,
    )


@bp.route("/<int:codebook_id>/themes/<int:theme_id>/hide", methods=["GET", "POST"])
@needs(Permission.ANALYSE, scope=scope_of)
def hide(consultation_id: int, codebook_id: int, theme_id: int) -> AnyResponse:
    """Leave a theme out of what is published."""
    codebook, theme = _in_hand(consultation_id, codebook_id, theme_id)
    form = ReasonForm(version=str(theme.version))

    def save() -> str:
        why, seen = form.reason.data, form.version_seen
        hide_theme(session(), theme=theme, reason=why, version=seen, by_id=my_id(), now=now())
        return _("“%(name)s” is left out of what is published.", name=theme.name)

    return _edit(
        codebook,
        theme,
        form,
        save,
        title=_("Hide a theme from the public"),
        intro=_("For a theme that would tell who someone is. The council still owes it a reply. You can undo this."),
        button=_("Hide this theme"),
        is_grave=True,
    )


@bp.post("/<int:codebook_id>/themes/<int:theme_id>/show")
@needs(Permission.ANALYSE, scope=scope_of)
def show(consultation_id: int, codebook_id: int, theme_id: int) -> AnyResponse:
    """Publish a theme after all."""
    codebook, theme = _in_hand(consultation_id, codebook_id, theme_id)
    show_theme(session(), theme=theme, version=ConfirmForm().version_seen, by_id=my_id(), now=now())
    flash(_("“%(name)s” is shown to the public.", name=theme.name))
    return go_to("board", codebook, _anchor=f"theme-{theme_id}")


@bp.route("/<int:codebook_id>/themes/<int:theme_id>/merge", methods=["GET", "POST"])
@needs(Permission.ANALYSE, scope=scope_of)
def merge(consultation_id: int, codebook_id: int, theme_id: int) -> AnyResponse:
    """Put other themes into this one."""
    codebook, theme = _in_hand(consultation_id, codebook_id, theme_id)
    themes = board(session(), codebook).themes
    versions = {weighed.theme.id: weighed.theme.version for weighed in themes}
    form = MergeForm(versions=ManyForm.told(versions))
    others = [weighed for weighed in themes if weighed.theme.id != theme.id]
    form.offer([(str(each.theme.id), each.theme.name) for each in others])
    form.themes.hints = {str(each.theme.id): _hint(each.n, [q.words for q in each.quotes]) for each in others}

    def save() -> str:
        chosen = [theme_by_id(session(), int(key), codebook_id=codebook_id) for key in form.themes.data or ()]
        seen = form.to_versions()
        if not {theme.id, *(each.id for each in chosen)} <= set(seen):
            raise Stale("This page was out of date. Look at it again, then make your change.")
        why, me = form.reason.data, my_id()
        merge_themes(session(), themes=chosen, into=theme, versions=seen, reason=why, by_id=me, now=now())
        return _("“%(name)s” holds their responses now.", name=theme.name)

    return _edit(
        codebook,
        theme,
        form,
        save,
        title=_("Merge themes"),
        intro=_("The themes you choose end, and their responses go to “%(name)s”. You can undo this.", name=theme.name),
        button=_("Merge them into this theme"),
    )


@bp.route("/<int:codebook_id>/themes/<int:theme_id>/split", methods=["GET", "POST"])
@needs(Permission.ANALYSE, scope=scope_of)
def split(consultation_id: int, codebook_id: int, theme_id: int) -> AnyResponse:
    """Make a theme of its own of a part of this one; the parts are suggested."""
    codebook, theme = _in_hand(consultation_id, codebook_id, theme_id)
    form = SplitForm(version=str(theme.version))
    parts = suggest_cut(texts_of_theme(session(), codebook, theme, most=MOST_TEXTS + 1))
    form.part.choices = [(str(place), part.name) for place, part in enumerate(parts)]
    form.part.hints = {str(place): _hint(len(part.texts), [part.quote]) for place, part in enumerate(parts)}

    def save() -> str:
        part = parts[int(form.part.data)]
        name, seen, me = form.name.data, form.version_seen, my_id()
        split_theme(session(), theme=theme, name=name, texts=part.texts, version=seen, by_id=me, now=now())
        return _("“%(name)s” is a theme of its own now.", name=form.name.data)

    if parts:
        intro = _("The responses of “%(name)s” fall into these parts. You can undo this.", name=theme.name)
    else:
        intro = _(
            "The responses of “%(name)s” are all of a piece: there is no cut to suggest. "
            "Open the theme, tick the responses that belong elsewhere, and make a new theme of them.",
            name=theme.name,
        )
    return _edit(
        codebook,
        theme,
        form,
        save,
        title=_("Split a theme"),
        intro=intro,
        button=_("Make it a theme of its own") if parts else "",
    )


def _in_hand(consultation_id: int, codebook_id: int, theme_id: int) -> tuple[Codebook, Theme]:
    codebook = codebook_in_hand(consultation_id, codebook_id)
    return codebook, theme_by_id(session(), theme_id, codebook_id=codebook_id)


def _edit(
    codebook: Codebook,
    theme: Theme,
    form: Form,
    save: Act,
    *,
    title: str,
    intro: str,
    button: str,
    is_grave: bool = False,
) -> AnyResponse:
    """Show the form, or do what it says; when someone was faster, show both versions and do nothing."""
    told, status, theme_id = None, None, theme.id
    if form.is_valid_post():
        try:
            said = save()
        except Stale:
            roll_back()
            codebook = codebook_in_hand(codebook.consultation_id, codebook.id)
            theme = theme_by_id(session(), theme_id, codebook_id=codebook.id)
            told, status = _changed(theme, form), 409
            _refresh(form, codebook, theme)
        except (Invalid, Refused) as fault:
            roll_back()
            codebook = codebook_in_hand(codebook.consultation_id, codebook.id)
            form.form_errors.append(fault.sentence)
            status = 422
        else:
            flash(said)
            return go_to("board", codebook, _anchor=f"theme-{theme_id}")
    here = around(codebook)
    return EditPage(
        title=title,
        around=here,
        about=theme.name,
        back=f"{here.board_href}/themes/{theme_id}",
        intro=intro,
        form=form,
        button=button,
        is_grave=is_grave,
        changed=told,
    ).answer(status)


def _refresh(form: Form, codebook: Codebook, theme: Theme) -> None:
    """Let the form go out again from the version that is shown beside it now."""
    if isinstance(form, MergeForm):
        versions = {weighed.theme.id: weighed.theme.version for weighed in board(session(), codebook).themes}
        form.versions.data = ManyForm.told(versions)
        form.offer([(key, name) for key, name in form.offered if int(key) in versions])
    elif "version" in form:
        form["version"].data = str(theme.version)


def _changed(theme: Theme, form: Form) -> Changed:
    last = last_edit(session(), theme.id)
    yours = form if isinstance(form, WordsForm) else None
    lines = (
        Line(label=_("Name"), theirs=theme.name, yours=yours.name.data if yours else ""),
        Line(
            label=_("What people mean by it"),
            theirs=theme.description or _("Nothing yet"),
            yours=yours.description.data if yours else "",
        ),
        Line(label=_("Where it stands"), theirs=str(STATES[theme.state]), yours=""),
    )
    by = _("%(name)s changed it on %(when)s.", name=last[0], when=london(last[1])) if last else ""
    return Changed(by=by, lines=lines)


def _hint(n: int, quotes: list[str]) -> str:
    said = truncate(" ".join(quotes[0].split()), _QUOTE) if quotes else ""
    return _("%(n)s: “%(words)s”", n=f"{n:,}", words=said) if said else f"{n:,}"
