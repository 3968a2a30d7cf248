"""The history of a codebook: who changed what, and undoing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.actions import undo_edit
from consult.analysis.forms import ConfirmForm
from consult.analysis.models import Codebook, ThemeEdit
from consult.analysis.queries.overview import history
from consult.analysis.queries.themes import all_names
from consult.analysis.rules import EditAct
from consult.analysis.views.blueprint import Around, address, around, bp, codebook_in_hand, go_to, my_id, scope_of
from consult.analysis.wording import ACTS
from consult.storage.paging import Page as ListPage
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change in the history."""

    number: int
    act: str
    theme: str
    words: str
    reason: str
    who: str
    is_undone: bool
    undone_words: str
    undo_href: str
    undo_words: str


@dataclass(frozen=True, kw_only=True)
class LogPage(Page):
    """Every change of the themes, the latest first."""

    template: ClassVar[str] = "analysis/log.html"

    around: Around
    of_theme: str
    whole_href: str
    shown: ListPage[ThemeEdit]
    entries: tuple[Entry, ...]
    form: ConfirmForm
    values: dict[str, object]
    endpoint: str


@bp.get("/<int:codebook_id>/history")
@needs(Permission.ANALYSE, scope=scope_of)
def log(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show every change, or those of one theme."""
    codebook, theme_id = codebook_in_hand(consultation_id, codebook_id), request.args.get("theme", type=int)
    names = all_names(session(), codebook_id)
    number = request.args.get("page", 1, type=int)
    here: dict[str, object] = {"consultation_id": consultation_id, "codebook_id": codebook_id}
    shown, who = history(session(), codebook_id, theme_id=theme_id, number=number)
    return LogPage(
        title=_("History of the themes"),
        around=around(codebook, here="log"),
        of_theme=names.get(theme_id or 0, ""),
        whole_href=address("log", codebook),
        shown=shown,
        entries=tuple(_entry(codebook, edit, who.get(edit.by_id, ""), names) for edit in shown.items),
        form=ConfirmForm(version=str(codebook.version)),
        values=here | ({"theme": theme_id} if theme_id is not None else {}),
        endpoint="analysis.log",
    ).answer()


@bp.post("/<int:codebook_id>/history/<int:number>/undo")
@needs(Permission.ANALYSE, scope=scope_of)
def undo(consultation_id: int, codebook_id: int, number: int) -> AnyResponse:
    """Take one change back."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    version = ConfirmForm().version_seen
    undo_edit(session(), codebook=codebook, number=number, version=version, by_id=my_id(), now=now())
    flash(_("Change %(number)s is undone.", number=number))
    return go_to("log", codebook)


def _entry(codebook: Codebook, edit: ThemeEdit, who: str, names: dict[int, str]) -> Entry:
    is_undo = edit.act is EditAct.UNDO
    return Entry(
        number=edit.number,
        act=str(ACTS[edit.act]),
        theme="" if edit.act is EditAct.RENAME else names.get(edit.theme_id or 0, ""),
        words=_words(edit, names),
        reason=edit.reason,
        who=_("%(name)s, %(when)s", name=who, when=london(edit.at)),
        is_undone=edit.undone_by_number is not None,
        undone_words=_("Undone by change %(number)s", number=edit.undone_by_number or 0),
        undo_href=address("undo", codebook, number=edit.number) if edit.undone_by_number is None else "",
        undo_words=_("Do it again after all") if is_undo else _("Undo"),
    )


def _words(edit: ThemeEdit, names: dict[int, str]) -> str:
    """Say what changed, old and new."""
    after, before = edit.after, edit.before
    n = len(after.get("texts", ()))
    told = {
        EditAct.RENAME: lambda: _("from “%(old)s” to “%(new)s”", old=before.get("name", ""), new=after.get("name", "")),
        EditAct.MERGE: lambda: _("into “%(name)s”", name=names.get(after.get("into", 0), "")),
        EditAct.SPLIT: lambda: ngettext(
            "%(num)s response became “%(name)s”", "%(num)s responses became “%(name)s”", n, name=after.get("name", "")
        ),
        EditAct.MOVE: lambda: _moved(n, names.get(after.get("into", 0), "")),
        EditAct.PIN: lambda: ngettext("%(num)s response", "%(num)s responses", n),
        EditAct.UNDO: lambda: _("change %(number)s", number=before.get("number", "")),
    }
    return told[edit.act]() if edit.act in told else ""


def _moved(n: int, into: str) -> str:
    if into:
        return ngettext("%(num)s response to “%(name)s”", "%(num)s responses to “%(name)s”", n, name=into)
    return ngettext("%(num)s response to no theme", "%(num)s responses to no theme", n)
