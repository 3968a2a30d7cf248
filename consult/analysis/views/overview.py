"""What of a consultation is analysed: the start of a run, how far it is, and what lacks confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.actions import start_run, stop_run
from consult.analysis.forms import StartForm
from consult.analysis.models import Run
from consult.analysis.queries.comparing import comparison_of_run
from consult.analysis.queries.overview import Analysable, analysable, job_of_run, prompt_of, run_by_id
from consult.analysis.queries.texts import closed_questions
from consult.analysis.rules import is_provisional
from consult.analysis.views.blueprint import address, bp, go_to, in_hand, my_id, question_of, scope_of
from consult.consultations.models import Consultation, Question
from consult.consultations.queries import title_of
from consult.kernel.errors import NotFound, Refused
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session

COMMENTS = "comments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question, or the comments, with how its analysis stands."""

    prompt: str
    anchor: str
    words: str
    state: str
    kind: str
    run_words: str
    failure: str
    board_href: str
    running_href: str
    start_href: str
    start_words: str


@dataclass(frozen=True, kw_only=True)
class OverviewPage(Page):
    """Every question that people answered in their own words, and how its analysis stands."""

    template: ClassVar[str] = "analysis/overview.html"

    consultation: str
    consultation_href: str
    is_provisional: bool
    is_analysed: bool
    n_unconfirmed: int
    unconfirmed_words: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class StartPage(Page):
    """Asks how to look, then starts."""

    template: ClassVar[str] = "analysis/start.html"

    overview_href: str
    question: str
    words: str
    is_provisional: bool
    asks_closed: bool
    form: StartForm


@dataclass(frozen=True, kw_only=True)
class RunPage(Page):
    """How far a run is, or what became of it."""

    template: ClassVar[str] = "analysis/run.html"

    overview_href: str
    question: str
    is_running: bool
    done: int
    sentence: str
    failure: str
    found_words: str
    board_href: str
    stop_href: str


@bp.get("")
@needs(Permission.ANALYSE, scope=scope_of)
def overview(consultation_id: int) -> AnyResponse:
    """Show what is analysed, what is not, and what lacks confirmation."""
    consultation = in_hand(consultation_id)
    found = analysable(session(), consultation)
    n_unconfirmed = sum(each.n_suggested for each in found)
    return OverviewPage(
        title=_("Analyse responses to “%(title)s”", title=title_of(consultation)),
        consultation=title_of(consultation),
        consultation_href=f"/desk/consultations/{consultation.id}",
        is_provisional=_is_provisional(consultation),
        is_analysed=consultation.analysed_at is not None,
        n_unconfirmed=n_unconfirmed,
        unconfirmed_words=ngettext("%(num)s theme lacks", "%(num)s themes lack", n_unconfirmed),
        lines=tuple(_line(consultation, each, place) for place, each in enumerate(found, start=1)),
    ).answer()


@bp.route("/start/<of>", methods=["GET", "POST"])
@needs(Permission.ANALYSE, scope=scope_of)
def start(consultation_id: int, of: str) -> AnyResponse:
    """Start an analysis of a question, or of the comments."""
    consultation = in_hand(consultation_id)
    chosen = _chosen(consultation, of)
    form = StartForm()
    closed = {str(each.id): each for each in closed_questions(session(), consultation.id)}
    own = chosen.question is not None and str(chosen.question.id) in closed
    form.offer_questions([(key, prompt_of(each, consultation.language)) for key, each in closed.items()])
    if form.is_valid_post():
        try:
            run = start_run(
                session(),
                consultation=consultation,
                question=chosen.question,
                granularity=float(form.granularity.data),
                closed_question=closed.get(form.closed_question.data),
                by_id=my_id(),
                now=now(),
            )
        except Refused as refusal:
            form.refuse("granularity", refusal.sentence)
        else:
            return redirect(url_for("analysis.run", consultation_id=consultation_id, run_id=run.id), 303)
    return StartPage(
        title=_("Start an analysis"),
        overview_href=url_for("analysis.overview", consultation_id=consultation_id),
        question=chosen.prompt or _("Comments on the document"),
        words=_texts_words(chosen.n),
        is_provisional=_is_provisional(consultation),
        asks_closed=bool(closed) and not own and chosen.question is not None,
        form=form,
    ).answer()


@bp.get("/runs/<int:run_id>")
@needs(Permission.ANALYSE, scope=scope_of)
def run(consultation_id: int, run_id: int) -> AnyResponse:
    """Show how far a run is."""
    found = run_by_id(session(), run_id, consultation_id=consultation_id)
    compared = comparison_of_run(session(), run_id)
    if compared is not None and compared.decided_at is None:
        return go_to("comparison", found.codebook, comparison_id=compared.id)
    job = job_of_run(session(), found)
    failure = found.failure or (job.fault if job is not None and job.is_over else "")
    is_running = found.finished_at is None and not failure and found.failed_at is None
    return RunPage(
        title=_("Analysis under way") if is_running else _("Analysis"),
        overview_href=url_for("analysis.overview", consultation_id=consultation_id),
        question=question_of(found.codebook),
        is_running=is_running,
        done=job.progress_done if job else 0,
        sentence=_sentence(job.progress_sentence if job else ""),
        failure=failure,
        found_words=_found_words(found) if found.finished_at else "",
        board_href=address("board", found.codebook),
        stop_href=url_for("analysis.stop", consultation_id=consultation_id, run_id=run_id),
    ).answer()


@bp.post("/runs/<int:run_id>/stop")
@needs(Permission.ANALYSE, scope=scope_of)
def stop(consultation_id: int, run_id: int) -> AnyResponse:
    """Stop a run."""
    found = run_by_id(session(), run_id, consultation_id=consultation_id)
    stop_run(session(), run=found, by_id=my_id(), now=now())
    flash(_("The analysis was stopped. The themes are as they were."))
    return redirect(url_for("analysis.overview", consultation_id=consultation_id), 303)


def _chosen(consultation: Consultation, of: str) -> Analysable:
    for each in analysable(session(), consultation):
        if of == (str(each.question.id) if each.question else COMMENTS):
            return each
    raise NotFound("We could not find this question. Go back to the analysis of the consultation.")


def _is_provisional(consultation: Consultation) -> bool:
    return is_provisional(
        closes_at=consultation.closes_at, intake_complete_at=consultation.intake_complete_at, now=now()
    )


def _line(consultation: Consultation, each: Analysable, place: int) -> Line:
    state, kind = _state(each)
    is_running = each.run is not None and each.run.finished_at is None and each.run.failed_at is None
    has_themes = each.codebook is not None and each.n_suggested + each.n_confirmed > 0
    return Line(
        prompt=each.prompt or _("Comments on the document"),
        anchor=f"part-{place}",
        words=_texts_words(each.n),
        state=state,
        kind=kind,
        run_words=_run_words(each.run),
        failure=each.run.failure if each.run is not None and each.run.failed_at else "",
        board_href=address("board", each.codebook) if each.codebook and has_themes else "",
        running_href=url_for("analysis.run", consultation_id=consultation.id, run_id=each.run.id)
        if each.run is not None and is_running
        else "",
        start_href="" if is_running or not each.n else _start_href(consultation, each.question),
        start_words=_("Analyse again") if has_themes else _("Start the analysis"),
    )


def _start_href(consultation: Consultation, question: Question | None) -> str:
    of = str(question.id) if question else COMMENTS
    return url_for("analysis.start", consultation_id=consultation.id, of=of)


def _state(each: Analysable) -> tuple[str, str]:
    if each.codebook is None or each.n_suggested + each.n_confirmed == 0:
        return _("Not analysed yet"), "plain"
    if each.n_suggested:
        words = ngettext("%(num)s theme to confirm", "%(num)s themes to confirm", each.n_suggested)
        return words, "warn"
    return ngettext("%(num)s theme confirmed", "%(num)s themes confirmed", each.n_confirmed), "good"


def _run_words(found: Run | None) -> str:
    if found is None or found.finished_at is None:
        return ""
    when = london(found.finished_at)
    if found.provisional:
        return _("Analysed on %(when)s. This is provisional: responses could still come in.", when=when)
    return _("Analysed on %(when)s.", when=when)


def _texts_words(n: int) -> str:
    return ngettext("%(num)s answer in people’s own words", "%(num)s answers in people’s own words", n)


def _found_words(found: Run) -> str:
    return ngettext(
        "It found %(num)s theme in %(texts)s texts.",
        "It found %(num)s themes in %(texts)s texts.",
        found.counts["themes"],
        texts=f"{found.counts['texts']:,}",
    )


def _sentence(told: str) -> str:
    """Say in the reader's language what the run is doing."""
    sentences = {
        "Collecting the responses": _("Collecting the responses"),
        "Reading the responses": _("Reading the responses"),
        "Looking for campaigns": _("Looking for letters that many people sent"),
        "Weighing the words": _("Weighing the words"),
        "Comparing the responses with each other": _("Comparing the responses with each other"),
        "Placing each response": _("Placing each response"),
        "Naming the themes and choosing quotes": _("Naming the themes and choosing quotes"),
        "Storing the themes": _("Storing the themes"),
    }
    return sentences.get(told, _("Waiting to start"))
