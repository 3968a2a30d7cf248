"""The sentences that stand beside numbers: late ones, copies of letters, the base, how points were found."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.rules import CountingRule
from consult.outcomes.frozen import Change, FoundTheme, Letters, Method, OfficersChanges, Section, Totals
from consult.web.filters import number, short_day


def notes_on(totals: Totals) -> list[str]:
    """Say what has to be known beside the number of responses."""
    notes = []
    if totals.n_for_organisations:
        notes.append(
            ngettext(
                "%(n)s of them speaks for an organisation or a school.",
                "%(n)s of them speak for organisations and schools.",
                totals.n_for_organisations,
                n=number(totals.n_for_organisations),
            )
        )
    if totals.n_late:
        notes.append(
            ngettext(
                "%(n)s more came after the closing date. It was read, and is counted apart from all other numbers.",
                "%(n)s more came after the closing date. They were read, and are counted apart from all other numbers.",
                totals.n_late,
                n=number(totals.n_late),
            )
        )
    if totals.letters:
        notes.append(_letters_words(totals.letters, totals.counting))
    if totals.silent_groups:
        notes.append(_("We asked these groups too, and nobody answered: %(g)s.", g=", ".join(totals.silent_groups)))
    return notes


def _letters_words(found: Letters, rule: CountingRule) -> str:
    """Say both numbers, the one that the chosen rule does not count with last."""
    copies = ngettext(
        "%(copies)s people sent the same letter.",
        "%(copies)s people sent copies of %(n)s letters.",
        found.n_letters,
        n=number(found.n_letters),
        copies=number(found.n_copies),
    )
    told = {"once": number(found.n_each_once), "all": number(found.n_each_once - found.n_letters + found.n_copies)}
    if rule is CountingRule.ONE_VOICE:
        counted = _(
            "Each letter counts once, as we said before closing. With every copy counted, there are %(all)s.", **told
        )
    else:
        counted = _("Everyone counts. With each letter counted once, there are %(once)s.", **told)
    return f"{copies} {counted}"


def notes_on_theme(theme: FoundTheme, rule: CountingRule) -> list[str]:
    """Say what has to be known beside a theme's number."""
    notes = []
    if theme.letters:
        notes.append(_letters_words(theme.letters, rule))
    if theme.n_late:
        notes.append(
            ngettext(
                "%(n)s late response said this too.",
                "%(n)s late responses said this too.",
                theme.n_late,
                n=number(theme.n_late),
            )
        )
    if theme.minority:
        notes.append(_("Few people said this. It is shown because it matters to those it concerns."))
    return notes


def base_words(section: Section, rule: CountingRule) -> str:
    """Say how many responses the numbers of a section are shares of, and both numbers where letters came."""
    words = _base_words(section)
    return f"{words} {_letters_words(section.letters, rule)}" if section.letters else words


def _base_words(section: Section) -> str:
    if section.question:
        return ngettext(
            "%(n)s response said something in answer to this question. One response can make several points.",
            "%(n)s responses said something in answer to this question. One response can make several points.",
            section.base,
            n=number(section.base),
        )
    return ngettext(
        "%(n)s response commented on the document. One response can make several points.",
        "%(n)s responses commented on the document. One response can make several points.",
        section.base,
        n=number(section.base),
    )


def left_over(section: Section) -> str:
    """Say how many responses lie in no point; nothing is dropped."""
    parts = []
    if section.n_unthemed:
        parts.append(
            ngettext(
                "%(n)s response fits none of these points.",
                "%(n)s responses fit none of these points.",
                section.n_unthemed,
                n=number(section.n_unthemed),
            )
        )
    if section.n_nothing:
        parts.append(
            ngettext(
                "%(n)s said nothing of substance, such as “no comment”.",
                "%(n)s said nothing of substance, such as “no comment”.",
                section.n_nothing,
                n=number(section.n_nothing),
            )
        )
    return " ".join(parts)


def method_told(method: Method | None) -> str:
    """Say how the points were found, so that it can be done again."""
    if method is None:
        return _("Officers found these points by reading.")
    return _(
        "A computer sorted the answers into points (%(engine)s, seed %(seed)s, run on %(day)s), and officers read, "
        "corrected and confirmed them.",
        engine=method.engine or _("no name given"),
        seed=str(method.seed),
        day=short_day(method.run_on),
    )


def changes_told(changes: OfficersChanges) -> list[str]:
    """Say how many points officers renamed, joined, left out, hid and added, and why."""
    told = (
        (changes.renamed, _("Given another name")),
        (changes.merged, _("Joined to another point, because they say the same")),
        (changes.rejected, _("Left out, because they are no real points")),
        (changes.hidden, _("Not shown here, though the council still answers them")),
        (changes.added, _("Added by officers")),
    )
    return [_change(change, words) for change, words in told]


def _change(change: Change, words: str) -> str:
    said = _("%(what)s: %(n)s.", what=words, n=number(change.n))
    if not change.reasons:
        return said
    reasons = "; ".join(
        reason.reason.rstrip(".")
        if reason.n == 1
        else _("%(reason)s (%(n)s times)", reason=reason.reason.rstrip("."), n=number(reason.n))
        for reason in change.reasons
    )
    return _("%(said)s Why: %(reasons)s.", said=said, reasons=reasons)
