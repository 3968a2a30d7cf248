"""How a run is told in plain English: what it did, what people read, how far they agree, and what it cannot do."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from consult.analysis.agreement import Estimate
from consult.analysis.queries.record import AgreementTold
from consult.analysis.wording import kappa_words


def how_it_works() -> tuple[str, ...]:
    """Tell what the machine does, step by step."""
    return (
        _("It leaves out what says nothing about the question, such as “no comment”, and counts it apart."),
        _("It finds letters that many people sent and looks at each letter once. Every copy still counts."),
        _("It compares the words of all answers to this question with each other, and with no others."),
        _("It puts answers that use similar words together, many times over, and keeps what comes out alike."),
        _("It suggests a name from the words that set a theme apart. People rename, join, split and remove themes."),
        _("It never uses who someone is, where they live or which group they belong to in order to form themes."),
    )


def limits() -> tuple[str, ...]:
    """Tell what it cannot do."""
    return (
        _("Counts are not votes. They say how many people raised something, not how many in the city think so."),
        _("The machine compares words. It misses irony, and people who say the same in other words may end up apart."),
        _("In short answers and in languages other than English it is less sure."),
        _("Themes that few people raised are kept and marked, but what one person alone said may be in no theme."),
        _("No decision about any person follows from it, and nobody is scored or ranked."),
    )


def reading_words(*, n_read: int, n_readers: int, n_texts: int) -> str:
    """Tell how many texts a person read."""
    if not n_read:
        return _("No reading of single responses was recorded.")
    people = ngettext("%(num)s person", "%(num)s people", n_readers)
    return _(
        "%(people)s read %(n)s of %(all)s texts one by one and settled where each belongs.",
        people=people,
        n=f"{n_read:,}",
        all=f"{n_texts:,}",
    )


def agreement_words(told: Sequence[AgreementTold]) -> tuple[str, ...]:
    """Tell how far people and the machine agree, and people with each other."""
    return tuple(_one_agreement(each) for each in told)


def _one_agreement(told: AgreementTold) -> str:
    who = _("Two people") if told.is_of_two_people else _("A person and the machine")
    kappa = (
        _("Cohen’s kappa %(kappa)s, %(how)s agreement", kappa=estimate(told.kappa), how=kappa_words(told.kappa.value))
        if told.kappa is not None
        else _("no kappa, because all is in one place")
    )
    return _(
        "%(who)s coded the same %(n)s texts without seeing each other’s work, drawn at random from %(all)s that nobody "
        "had read: F1 %(f1)s; %(kappa)s.",
        who=who,
        n=told.n_texts,
        all=f"{told.n_unread:,}",
        f1=estimate(told.f1),
        kappa=kappa,
    )


def estimate(value: Estimate) -> str:
    """Return ``0.71 (0.58 to 0.83)``; without an interval where there is none."""
    if value.low is None or value.high is None:
        return f"{value.value:.2f}"
    return _(
        "%(value)s (%(low)s to %(high)s)", value=f"{value.value:.2f}", low=f"{value.low:.2f}", high=f"{value.high:.2f}"
    )


def parameter_words(name: str) -> str:
    """Return what a setting is called for people; its own name where we have no better one."""
    return str(_PARAMETERS.get(name, name.replace("_", " ")))


_PARAMETERS = {
    "granularity": _l("How fine the themes are (1 is as the answers suggest)"),
    "closed_question_id": _l("Number of the question whose ticked answers helped"),
    "use_closed_answer": _l("Ticked answers helped to tell for from against"),
    "smallest_theme": _l("Fewest responses of a theme"),
    "tier": _l("Kind of word comparison"),
    "seed": _l("Seed"),
}
