"""Order the map of a codebook's themes, and keep where things lie on it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from consult.analysis.models import Codebook, ThemeMap
from consult.analysis.queries.overview import finished_run
from consult.jobs.actions import enqueue

JOB = "analysis.map"
MOST_POINTS = 1_500
Place = tuple[float, float]


def ask_map(session: Session, *, codebook: Codebook, now: datetime) -> None:
    """Order a map of the themes as they are; the same themes order it once."""
    enqueue(session, JOB, key=f"{JOB}:{codebook.id}:{codebook.version}", args={"codebook_id": codebook.id}, now=now)


def keep_map(
    session: Session,
    *,
    codebook: Codebook,
    themes: Mapping[int, Place],
    texts: Mapping[int, Place],
    now: datetime,
) -> ThemeMap:
    """Keep where themes and texts lie; of very many texts an even choice, which a picture can still show."""
    step = max(-(-len(texts) // MOST_POINTS), 1)
    run = finished_run(session, codebook.id)
    drawn = session.get(ThemeMap, codebook.id) or ThemeMap(codebook_id=codebook.id)
    drawn.run_id = run.id if run is not None else None
    drawn.points = [[text, *texts[text]] for text in sorted(texts)[::step]]
    drawn.places = [[theme, *themes[theme]] for theme in sorted(themes)]
    drawn.drawn_at = now
    session.add(drawn)
    session.flush()
    return drawn
