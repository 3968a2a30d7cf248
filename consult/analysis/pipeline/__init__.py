"""The core of the analysis room: texts in, themes out, seeded. It knows no web, no database and no clock."""

from collections.abc import Sequence

from consult.analysis.pipeline.crew import Crew
from consult.analysis.pipeline.values import LanguageModel, Options, Report, Text, Themes

__all__ = ["Options", "Report", "Text", "Themes", "find_themes"]

_DEFAULTS = Options()


def find_themes(
    texts: Sequence[Text],
    options: Options = _DEFAULTS,
    *,
    report: Report | None = None,
    crew: Crew | None = None,
    model: LanguageModel | None = None,
) -> Themes:
    """Return the themes of some texts; ``find.find_themes`` tells the rest.

    Raises:
        ModelMissing: tier 2 was asked for without a model.
        ValueError: two texts have one id.
    """
    from consult.analysis.pipeline import find  # noqa: PLC0415 - scikit-learn takes seconds to load; only a run needs it

    return find.find_themes(texts, options, report=report, crew=crew, model=model)
