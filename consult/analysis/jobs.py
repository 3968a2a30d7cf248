"""What the queue may run here: an analysis, where late responses would go, what officers teach, the theme map."""

from sqlalchemy.orm import Session

from consult.analysis.actions import (
    compare_late,
    compare_run,
    fail_lesson,
    fail_run,
    finish_lesson,
    keep_map,
    store_themes,
)
from consult.analysis.models import Codebook, Comparison, Lesson, Run
from consult.analysis.pipeline import Options, Text, find_themes
from consult.analysis.queries.comparing import gather, has_themes
from consult.analysis.queries.learning import confirmed_texts, main_places
from consult.analysis.queries.overview import finished_run
from consult.analysis.queries.texts import texts_to_analyse
from consult.analysis.scaling import crew_at
from consult.analysis.supplied import Model, load_model
from consult.jobs.context import JobContext
from consult.jobs.registry import job
from consult.kernel.errors import ConsultError

_STEPS = 100


@job("analysis.run")
def run_analysis(context: JobContext, *, run_id: int) -> dict[str, int] | None:
    """Find the themes of one run and store them; after a crash it begins again and leaves the same behind."""
    context.progress(0, _STEPS, "Collecting the responses")
    with context.reading() as session:
        run = session.get_one(Run, run_id)
        if run.finished_at is not None or run.failed_at is not None:
            return None
        codebook = session.get_one(Codebook, run.codebook_id)
        texts = texts_to_analyse(session, codebook, closed_question_id=run.parameters["closed_question_id"])
        options = Options(seed=run.seed, granularity=run.parameters["granularity"])
    found = find_themes(
        texts,
        options,
        report=lambda share, told: context.progress(int(share * _STEPS), _STEPS, told),
        crew=crew_at(context.settings.dask_scheduler),
        model=_model(context),
    )
    context.progress(_STEPS - 5, _STEPS, "Storing the themes")
    try:
        with context.session() as session:
            run = session.get_one(Run, run_id)
            keep = compare_run if has_themes(session, run.codebook_id) else store_themes
            keep(session, run=run, found=found, now=context.now())
    except ConsultError as fault:
        with context.session() as session:
            fail_run(session, run=session.get_one(Run, run_id), fault=fault.sentence, now=context.now())
        raise
    return {"themes": len(found.themes), "texts": found.counts.responses}


@job("analysis.join")
def compare_late_responses(context: JobContext, *, comparison_id: int) -> dict[str, int] | None:
    """Work out where late responses would go; nothing changes before an officer applies it."""
    from consult.analysis.pipeline.joining import join_late  # noqa: PLC0415 - scikit-learn takes seconds to load

    context.progress(0, _STEPS, "Collecting the responses")
    with context.reading() as session:
        comparison = session.get_one(Comparison, comparison_id)
        if comparison.decided_at is not None:
            return None
        gathered = gather(session, session.get_one(Codebook, comparison.codebook_id))
    context.progress(_STEPS // 3, _STEPS, "Comparing the responses with each other")
    joined = join_late(gathered.known, gathered.themes, gathered.late, model=_model(context))
    context.progress(_STEPS - 5, _STEPS, "Placing each response")
    with context.session() as session:
        comparison = session.get_one(Comparison, comparison_id)
        compare_late(session, comparison=comparison, joined=joined, now=context.now())
    return {"texts": len(joined)}


@job("analysis.learn")
def learn(context: JobContext, *, lesson_id: int) -> dict[str, int] | None:
    """Work out what the machine would place otherwise after what officers confirmed; nothing moves."""
    from consult.analysis.pipeline.learning import rescore  # noqa: PLC0415 - scikit-learn takes seconds to load

    with context.reading() as session:
        lesson = session.get_one(Lesson, lesson_id)
        if lesson.finished_at is not None:
            return None
        codebook = session.get_one(Codebook, lesson.codebook_id)
        texts, options = _as_last_run(session, codebook)
        confirmed = confirmed_texts(session, codebook)
    try:
        placed = rescore(texts, confirmed, options, model=_model(context))
    except ValueError as fault:
        with context.session() as session:
            fail_lesson(session, lesson=session.get_one(Lesson, lesson_id), fault=str(fault), now=context.now())
        return None
    with context.session() as session:
        lesson = finish_lesson(session, lesson=session.get_one(Lesson, lesson_id), placed=placed, now=context.now())
        return {"moves": len(lesson.moves)}


@job("analysis.map")
def draw(context: JobContext, *, codebook_id: int) -> dict[str, int] | None:
    """Lay the themes of a codebook and its texts on a plane."""
    from consult.analysis.pipeline.positions import lay_map  # noqa: PLC0415 - scikit-learn takes seconds to load

    with context.reading() as session:
        codebook = session.get_one(Codebook, codebook_id)
        texts, options = _as_last_run(session, codebook)
        places = {str(text): [theme] for text, theme in main_places(session, codebook).items() if theme is not None}
    laid = lay_map(texts, places, options, model=_model(context))
    with context.session() as session:
        keep_map(
            session,
            codebook=session.get_one(Codebook, codebook_id),
            themes=laid.themes,
            texts={int(text): place for text, place in laid.responses.items()},
            now=context.now(),
        )
    return {"themes": len(laid.themes)}


def _as_last_run(session: Session, codebook: Codebook) -> tuple[list[Text], Options]:
    """Give the texts of a codebook and the options that its last run had."""
    run = finished_run(session, codebook.id)
    asked = run.parameters if run is not None else {}
    texts = texts_to_analyse(session, codebook, closed_question_id=asked.get("closed_question_id"))
    return texts, Options(seed=run.seed if run is not None else 0, granularity=asked.get("granularity", 1.0))


def _model(context: JobContext) -> Model | None:
    """Give the council's language model, if it has set one."""
    return load_model(context.settings.semantic_model, context.settings.semantic_model_sha256)
