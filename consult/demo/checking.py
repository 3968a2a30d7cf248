"""Check the themes of the city as its officers would: code a sample blind, and read what the machine doubts most."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from consult.analysis.actions import code_text, draw_sample, read_text
from consult.analysis.models import SampledText, Theme
from consult.analysis.queries.reading import next_to_read
from consult.demo.matching import match_themes
from consult.demo.theming import Workbench, main_places, wanted_themes
from consult.demo.values import CityTheme, SaidResponse

_SAMPLED = 20
_SEED = 26
_SLIPS = 6  # every so manieth text the second officer sees otherwise


def code_a_sample(
    bench: Workbench, *, themes: Sequence[CityTheme], said: Mapping[int, SaidResponse], coders: Sequence[int]
) -> None:
    """Draw a sample before anything is put right, and let each coder code it; the second slips now and then."""
    wanted = wanted_themes(bench, said)
    kept = match_themes(main_places(bench), wanted, names=[theme.key for theme in themes]).kept
    sample = draw_sample(
        bench.session,
        codebook=bench.codebook,
        size=_SAMPLED,
        seed=_SEED,
        by_id=bench.by_id,
        now=bench.after(),
    )
    texts = bench.session.scalars(
        select(SampledText).where(SampledText.sample_id == sample.id).order_by(SampledText.place)
    ).all()
    for place, coder in enumerate(coders):
        for text in texts:
            theme = kept.get(wanted.get(text.answer_id or 0, ""))
            has_slipped = place > 0 and text.place % _SLIPS == 0
            chosen = [] if theme is None or has_slipped else [theme]
            code_text(bench.session, sampled=text, themes=chosen, by_id=coder, now=bench.after())


def read_some(bench: Workbench, *, named: Mapping[str, Theme], said: Mapping[int, SaidResponse], most: int) -> None:
    """Read the texts that the machine doubts most and put each where it belongs, as far as its theme is named yet."""
    wanted, after = wanted_themes(bench, said), None
    for _ in range(most):
        waiting = next_to_read(bench.session, bench.codebook, after=after)
        if waiting is None:
            return
        seen = waiting.theme.id if waiting.theme is not None else None
        belongs = named.get(wanted.get(waiting.text_id, ""))
        after = waiting.text_id
        read_text(
            bench.session,
            codebook=bench.codebook,
            text=waiting.text_id,
            seen=seen,
            chosen=belongs.id if belongs is not None else seen,
            by_id=bench.by_id,
            now=bench.after(),
        )
