"""Decide what the files leave open: wards, days, ticks. Seeded, so that the city is the same every time."""

import math
import random
from collections.abc import Sequence

from consult.consultations.rules import QuestionKind
from consult.demo.values import AskedInCity, CityConsultation, CityWard, FilledResponse, SaidResponse
from consult.responses.rules import Channel

_SHARE_THAT_TICK = {Channel.WEB: 0.9, Channel.PAPER: 0.7, Channel.IMPORT: 0.0}
_SHARE_THAT_TELL_EQUALITY = 0.45
_SHARE_WITHOUT_WARD = 0.08
_MINUTES_AWAKE = 15 * 60


def fill_responses(
    told: CityConsultation,
    *,
    wards: Sequence[CityWard],
    last_day: int,
    equality: Sequence[tuple[str, Sequence[str]]] = (),
) -> tuple[FilledResponse, ...]:
    """Decide everything that is open about the responses to one consultation.

    Args:
        told: the consultation with what was said.
        wards: all wards; larger ones are drawn more often.
        last_day: days after the opening up to which someone may have answered.
        equality: the codes of the equality questions asked, each with the codes of its answers.
    """
    return tuple(
        _fill(told, said, wards=wards, last_day=last_day, equality=equality, draw=_draws(f"{told.key}:{place}"))
        for place, said in enumerate(told.responses)
    )


def _draws(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - nothing secret: the city must come out the same every time


def _fill(
    told: CityConsultation,
    said: SaidResponse,
    *,
    wards: Sequence[CityWard],
    last_day: int,
    equality: Sequence[tuple[str, Sequence[str]]],
    draw: random.Random,
) -> FilledResponse:
    ticks = draw.random() < _SHARE_THAT_TICK.get(said.channel, 0.4)
    answers_scale = said.channel is Channel.WEB or ticks
    tells_equality = said.channel in {Channel.WEB, Channel.PAPER} and draw.random() < _SHARE_THAT_TELL_EQUALITY
    return FilledResponse(
        said=said,
        ward=_ward(said, wards, draw),
        day=last_day + draw.randint(2, 8) if said.late else _day(last_day, draw),
        minute=draw.randrange(_MINUTES_AWAKE),
        scale=_scale(said.lean, draw) if answers_scale else None,
        yes=draw.random() < 0.5 + said.lean * 0.15 if ticks else None,
        picks=_picks(told.questions, draw) if ticks else {},
        equality=_equality(equality, draw) if tells_equality else (),
        wants_outcome=said.channel is Channel.WEB and draw.random() < 0.3,
    )


def _ward(said: SaidResponse, wards: Sequence[CityWard], draw: random.Random) -> str:
    if said.ward or draw.random() < _SHARE_WITHOUT_WARD:
        return said.ward
    return draw.choices([ward.name for ward in wards], weights=[ward.population for ward in wards])[0]


def _day(last_day: int, draw: random.Random) -> int:
    """People answer in the first days and in the last."""
    days = range(last_day + 1)
    weights = [1 + 4 * math.exp(-day / 2) + 3 * math.exp((day - last_day) / 3) for day in days]
    return draw.choices(days, weights=weights)[0]


def _scale(lean: int, draw: random.Random) -> int:
    """1 (strongly disagree) to 5 (strongly agree), near what the words say."""
    near = draw.choices((0, -1, 1), weights=(8, 1, 1))[0] if abs(lean) < 2 else 0
    return min(5, max(1, 3 + lean + near))


def _picks(questions: Sequence[AskedInCity], draw: random.Random) -> dict[str, tuple[int, ...]]:
    picks: dict[str, tuple[int, ...]] = {}
    for asked in questions:
        places = list(range(len(asked.choices)))
        weights = [1 + _draws(f"{asked.key}:{place}").random() * 4 for place in places]  # what the city likes
        if asked.kind is QuestionKind.ONE_CHOICE:
            picks[asked.key] = (draw.choices(places, weights=weights)[0],)
        elif asked.kind is QuestionKind.SEVERAL_CHOICES:
            picks[asked.key] = tuple(sorted(_ranked(places, weights, draw)[: draw.randint(1, 4)]))
        elif asked.kind is QuestionKind.RANKING:
            picks[asked.key] = tuple(_ranked(places, weights, draw))
    return picks


def _ranked(places: Sequence[int], weights: Sequence[float], draw: random.Random) -> list[int]:
    """All places in an order in which the heavier ones tend to come first."""
    return sorted(places, key=lambda place: draw.random() ** (1 / weights[place]), reverse=True)


def _equality(asked: Sequence[tuple[str, Sequence[str]]], draw: random.Random) -> tuple[tuple[str, str], ...]:
    return tuple((code, draw.choice(list(answers))) for code, answers in asked if draw.random() < 0.8)
