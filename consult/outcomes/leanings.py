"""Who says a theme more and who less, worked out from what is published alone: so it gives nothing further away. Pure.

Shares, intervals and tests are the workbench's (``consult.analysis.breakdown``), but over the rounded numbers that the
same page shows, with all further people of the question and of the theme, which are exact, as the others.
"""

from collections.abc import Mapping

from consult.analysis.breakdown import Cell, fisher, holm, leaning_of, wilson
from consult.outcomes.frozen import Breakdown


def compared(breakdown: Breakdown, *, base: int, sizes: Mapping[int, int]) -> dict[int, dict[str, Cell]]:
    """Compare each category that is shown with all the others together, theme by theme.

    Args:
        breakdown: one way to tell the responses to a question apart, as it is published.
        base: how many wrote something here, exactly.
        sizes: by theme, how many said it, exactly.

    Returns:
        By theme and category; p-values corrected over all of them together. What is not shown is not compared.
    """
    bases = {figure.category: figure.about for figure in breakdown.base}
    raw: list[tuple[int, str, int, int, int, int]] = []
    for theme in breakdown.themes:
        for figure in theme.figures:
            of_category = bases.get(figure.category)
            if figure.about is None or not of_category:
                continue
            n = min(figure.about, of_category)  # both are rounded, and may cross by that
            n_others = max(sizes[theme.theme_id] - n, 0)
            raw.append((theme.theme_id, figure.category, n, of_category, n_others, max(base - of_category, n_others)))
    corrected = holm([fisher(*row[2:]) for row in raw])
    table: dict[int, dict[str, Cell]] = {theme.theme_id: {} for theme in breakdown.themes}
    for (theme_id, category, n, of_category, n_others, base_others), p in zip(raw, corrected, strict=True):
        low, high = wilson(n, of_category)
        table[theme_id][category] = Cell(
            n=n,
            base=of_category,
            n_others=n_others,
            base_others=base_others,
            low=low,
            high=high,
            p=p,
            leaning=leaning_of(n, of_category, n_others, base_others, p),
        )
    return table
