"""What each gate asks, by which rule, and what to do when it is shut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from consult.gates.asking import QuestionItem
from consult.gates.rules import FEWEST_TERM_DAYS, SHORTEST_WEEKS, Gate, Judged, PeriodKind, Point, Proof
from consult.web.fields.validators import Words
from consult.web.filters import in_a_row, short_day


@dataclass(frozen=True, slots=True, kw_only=True)
class GateWords:
    """What a gate asks, its rule and source, and what opens it."""

    asks: Words
    rule: Words
    do: Words


GATES = {
    Gate.FORMATIVE: GateWords(
        asks=_l("Nothing was decided before people could answer"),
        rule=_l("First Gunning principle: ask while minds can still change (R v Brent LBC ex p Gunning, 1985)"),
        do=_l("If it was decided, do not ask as if it were open. Say what is still open."),
    ),
    Gate.REASONS: GateWords(
        asks=_l("Reasons, evidence, cost and impact are told"),
        rule=_l("Second Gunning principle: enough for an intelligent answer"),
        do=_l("Fill in why you ask, the evidence, and the cost and impact."),
    ),
    Gate.OPTIONS: GateWords(
        asks=_l("Options that were rejected are told, with the reason"),
        rule=_l("Moseley v Haringey [2014] UKSC 56: fairness may ask for it"),
        do=_l("Add what else you looked at, and why not."),
    ),
    Gate.TIME: GateWords(
        asks=_l("People have enough time"),
        rule=_l("Third Gunning principle, and the council's own standard in weeks"),
        do=_l("Choose a later closing time."),
    ),
    Gate.TERM_TIME: GateWords(
        asks=_l("Enough of it lies in school term"),
        rule=_l("Third Gunning principle: avoid holidays"),
        do=_l("Move the dates, or load this year's school holidays into the calendar."),
    ),
    Gate.HOLIDAYS: GateWords(
        asks=_l("Most of it lies outside holidays"),
        rule=_l(
            "Third Gunning principle: avoid holidays. At most a third of the weekdays, by the council's own standard."
        ),
        do=_l("Move the dates, or give more time for the days lost."),
    ),
    Gate.EARLIER: GateWords(
        asks=_l("The earlier, informal consultation is linked"),
        rule=_l("Guidance on making significant changes to schools: ask before you publish a statutory proposal"),
        do=_l("Put the earlier consultation on the record, with its link, or say why there was none."),
    ),
    Gate.PRE_ELECTION: GateWords(
        asks=_l("No pre-election period covers its opening, or the monitoring officer allowed it"),
        rule=_l("Section 2 of the Local Government Act 1986, and the code on publicity"),
        do=_l("It waits for the monitoring officer, who can allow it with a reason. Or set new dates."),
    ),
    Gate.HELP_GIVEN: GateWords(
        asks=_l("Everyone who asked for help or another format got it"),
        rule=_l("Section 20 of the Equality Act 2010: reasonable adjustments"),
        do=_l("Give the help, and extra time where it came late."),
    ),
    Gate.CLARIFIED: GateWords(
        asks=_l("Questions that people asked the council are answered"),
        rule=_l("Second Gunning principle: enough for an intelligent answer"),
        do=_l("Answer each in public, or say why not."),
    ),
    Gate.WINDOW_KEPT: GateWords(
        asks=_l("The four weeks that the law gives were neither cut nor stretched"),
        rule=_l("2013 Regulations, schedule 3: objections and comments within four weeks from publication"),
        do=_l("Nothing can be changed now. Say what happened."),
    ),
    Gate.FIXED_WINDOW: GateWords(
        asks=_l("It lasts as long as the law says"),
        rule=_l(
            "School organisation: four weeks from publication (2013 Regulations, schedule 3). "
            "Admissions: six weeks between 1 October and 31 January (School Admissions Code)."
        ),
        do=_l("Set the dates that the law gives."),
    ),
    Gate.CONSULTEES: GateWords(
        asks=_l("The record names whom to ask"),
        rule=_l("Section 3 of the Local Government Act 1999, and good practice"),
        do=_l("Choose from the list of suggestions."),
    ),
    Gate.SCRUTINY: GateWords(
        asks=_l("The record says whether scrutiny was asked, and if not why"),
        rule=_l("Part 1A of the Local Government Act 2000"),
        do=_l("Give the day, or the reason."),
    ),
    Gate.EQUALITY: GateWords(
        asks=_l("An equality impact assessment was begun"),
        rule=_l("Section 149 of the Equality Act 2010: due regard, before and at the decision"),
        do=_l("Put the assessment on the record."),
    ),
    Gate.DATA_PROTECTION: GateWords(
        asks=_l("The data protection impact assessment is named"),
        rule=_l("Article 35 of the UK GDPR"),
        do=_l("Put its reference on the record, or the screening that says none is needed."),
    ),
    Gate.ACCESSIBLE_DOCUMENT: GateWords(
        asks=_l("Someone checked that everyone can read the document"),
        rule=_l("Public Sector Bodies Accessibility Regulations 2018"),
        do=_l("Check headings, tables, pictures and words, and put what you found on the record."),
    ),
    Gate.FAIR_QUESTIONS: GateWords(
        asks=_l("Someone who did not write the questions checked that they do not lead"),
        rule=_l("First and second Gunning principles"),
        do=_l("Ask a colleague to go through the check list for each question."),
    ),
    Gate.EASY_QUESTIONS: GateWords(
        asks=_l("The questions are easy to read"),
        rule=_l("Good practice: a reading age of 9 to 12"),
        do=_l("Use shorter words and sentences."),
    ),
    Gate.EQUALITY_AGAIN: GateWords(
        asks=_l("The equality impact assessment was looked at again after closing"),
        rule=_l("Section 149 of the Equality Act 2010: due regard at the decision"),
        do=_l("Open it again with what people said, and put the new version on the record."),
    ),
    Gate.REQUIRED_ASKED: GateWords(
        asks=_l("Everyone whom the law names was asked"),
        rule=_l("The law that the record of consultees names for each"),
        do=_l("Write down the contacts, or why there was none."),
    ),
    Gate.READ_AND_CONSIDERED: GateWords(
        asks=_l("The decision maker has read and considered what people said"),
        rule=_l("Fourth Gunning principle: conscientious consideration"),
        do=_l("Put on the record what was read: the findings, the words of those who answered, minority views."),
    ),
}
PROOFS = {
    Proof.EQUALITY: _l("Equality impact assessment"),
    Proof.DATA_PROTECTION: _l("Data protection impact assessment, or why none is needed"),
    Proof.ACCESSIBLE_DOCUMENT: _l("Check that everyone can read the document"),
    Proof.EARLIER: _l("Earlier, informal consultation, or why there was none"),
    Proof.FAIR_QUESTIONS: _l("Check that the questions do not lead"),
    Proof.READ_AND_CONSIDERED: _l("What the decision maker read and considered"),
}
OFFERED_PROOFS = {proof: words for proof, words in PROOFS.items() if proof is not Proof.FAIR_QUESTIONS}
"""What an officer can put on the record; what the questions are like is said in their check list."""
ITEMS = {
    QuestionItem.NEUTRAL: _l("It does not suggest which answer is wanted"),
    QuestionItem.ONE_THING: _l("It asks one thing only"),
    QuestionItem.NOTHING_ASSUMED: _l("It takes nothing for granted that people may doubt"),
    QuestionItem.FAIR_CHOICES: _l("Its answers are balanced, and everyone finds one that fits"),
}
POINTS = {
    Point.APPROVE: _l("Before it is published"),
    Point.OPEN: _l("When it opens"),
    Point.CLOSE: _l("When it closes"),
    Point.DECIDE: _l("Before the decision"),
}
PERIODS = {
    PeriodKind.SCHOOL_HOLIDAY: _l("School holiday"),
    PeriodKind.BANK_HOLIDAY: _l("Bank holiday"),
}


def shut_words(judged: Judged) -> str:
    """Return why a gate is shut, where a number or a name says more than the rule."""
    why = _WHY.get(judged.gate)
    return why(judged.detail) if why else ""


def _why_time(detail: tuple[str, ...]) -> str:
    if not detail:
        return ""
    return _("It lasts %(days)s days. The standard is %(weeks)s weeks.", days=detail[0], weeks=SHORTEST_WEEKS)


def _why_term_time(detail: tuple[str, ...]) -> str:
    if not detail:
        return _("The calendar holds no holidays, so nobody can count.")
    return _(
        "%(days)s of its days are in school term. %(least)s are the least.", days=detail[0], least=FEWEST_TERM_DAYS
    )


def _why_holidays(detail: tuple[str, ...]) -> str:
    names = in_a_row(list(detail[1:]))
    return _("%(days)s of its weekdays lie in holidays: %(names)s.", days=detail[0], names=names)


def _why_formative(detail: tuple[str, ...]) -> str:
    return _("Decided on %(day)s.", day=short_day(date.fromisoformat(detail[0]))) if detail else ""


def _why_waiting(detail: tuple[str, ...]) -> str:
    return ngettext("%(num)s still waits.", "%(num)s still wait.", int(detail[0]))


_WHY: dict[Gate, Callable[[tuple[str, ...]], str]] = {
    Gate.TIME: _why_time,
    Gate.TERM_TIME: _why_term_time,
    Gate.HOLIDAYS: _why_holidays,
    Gate.FORMATIVE: _why_formative,
    Gate.HELP_GIVEN: _why_waiting,
    Gate.CLARIFIED: _why_waiting,
    Gate.PRE_ELECTION: lambda detail: _("It would open in: %(names)s.", names=in_a_row(list(detail))),
    Gate.EASY_QUESTIONS: lambda detail: _("Hard to read: %(questions)s", questions=in_a_row(list(detail))),
    Gate.FAIR_QUESTIONS: lambda detail: _(
        "Not checked, or a fault was found: %(questions)s", questions=in_a_row(list(detail))
    ),
    Gate.REQUIRED_ASKED: lambda detail: _("Not asked: %(names)s.", names=in_a_row(list(detail))),
}


def age_in_words(age: int | None) -> str:
    """Say how old a reader the words of a question ask for."""
    if age is None:
        return _("Too few words to say how hard it is to read.")
    return _("Its words ask for a reader of about %(age)s years.", age=str(age))
