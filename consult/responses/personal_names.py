"""Find personal data by the words that announce it: a title, "my son", "my name is", "yours sincerely", "sort code".

One pass finds the words that announce something; only at those is a pattern tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consult.responses.spans import PersonalData, Span

WORD = r"[^\W\d_][\w'’\-]{0,30}"
UP_TO_FOUR_WORDS = rf"({WORD}\.?(?:[ ]{WORD})?(?:[ ]{WORD})?(?:[ ]{WORD})?)"
DAY = r"(\d{1,2}(?:st|nd|rd|th)?[ /.\-](?:of )?(?:\d{1,2}|[a-z]{3,9})[ /.\-,]{1,2}\d{2,4})"
ANNOUNCING = re.compile(r"[a-z]{1,15}")

TITLES = (
    "mr mrs ms miss mx dr prof professor rev revd reverend sir dame lady lord imam rabbi pastor sheikh cllr councillor"
)
RELATIONS = (
    "son daughter child baby twin boy girl husband wife partner mother father mum dad mom brother sister nephew niece "
    "cousin uncle aunt auntie nan nanny gran grandad grandson granddaughter grandchild stepson stepdaughter neighbour "
    "friend carer boyfriend girlfriend youngest eldest oldest sons daughters twins girls boys kids children stepchild "
    "husband lady gentleman"
)
PLURALS = "twins sons daughters girls boys kids children"
PARENTS = "mother father mum dad parent parents grandmother grandfather nan guardian"
ASKED = "ask asked contact contacted spoke speak speaking talk talked met phoned emailed rang"
WRITTEN = "written sent completed filled passed given signed prepared"
CALLS = "called named signed"


@dataclass(frozen=True, slots=True)
class Announced:
    """A pattern tried at a word that announces something; its one group is the personal part.

    ``small_letters_too``: the first word after it is a name even without a capital ("mr smith").
    """

    pattern: re.Pattern[str]
    kind: PersonalData = PersonalData.NAME
    small_letters_too: bool = False


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


AFTER_A_TITLE = Announced(re.compile(rf"(?:[A-Z]\w*)\.?[ ]{UP_TO_FOUR_WORDS}"))
AFTER_A_SMALL_TITLE = Announced(re.compile(rf"(?:mr|mrs|ms|dr)\.?[ ]({WORD})"), small_letters_too=True)
AFTER_A_RELATION = Announced(_pattern(rf"\w+[,:]?[ ](?:(?:is|was)[ ])?(?:(?:called|named)[ ])?\(?{UP_TO_FOUR_WORDS}"))
NAME_OF_A_RELATION = Announced(
    _pattern(rf"\w+(?:['’]s|s['’]?)?[ ]names?[ ](?:is|are|was)[ ]{UP_TO_FOUR_WORDS}"), small_letters_too=True
)
AFTER_NAME = Announced(_pattern(rf"name(?:[ ]is|['’]s|[ ]?:)[ ]?{UP_TO_FOUR_WORDS}"), small_letters_too=True)
AFTER_A_CALL = Announced(_pattern(rf"(?:called|named|signed)[,:]?[ ]{UP_TO_FOUR_WORDS}"))
AFTER_I_AM = Announced(re.compile(rf"a?m[ ]({WORD}[ ]{WORD}(?:[ ]{WORD})?)"))
AFTER_REGARDS = Announced(
    _pattern(
        rf"(?:sincerely|faithfully|truly|regards|wishes|thanks|cheers)[,.]?[ \n]{{1,4}}"
        rf"{UP_TO_FOUR_WORDS}(?=[ .,]{{0,3}}(?:\n|$))"
    )
)

AFTER_ASKING = Announced(
    re.compile(rf"(?:[a-z]+)[ ](?:to[ ]|with[ ]|for[ ])?({WORD}\.?(?:[ ]{WORD})?(?:[ ]{WORD})?)", re.IGNORECASE)
)
WRITTEN_BY = Announced(_pattern(rf"\w+[ ](?:(?:in|on|to)[ ])?(?:(?:me|us|you)[ ])?by:?[ ]{UP_TO_FOUR_WORDS}"))
FROM = Announced(_pattern(rf"(?:from|contact|signed)[ ]?:[ ]?{UP_TO_FOUR_WORDS}"))
THIS_IS = Announced(re.compile(rf"is[ ]({WORD}[ ]{WORD}(?:[ ]{WORD})?)(?=[ ](?:from|of|at)[ ])"))
THE_SECOND = Announced(_pattern(rf"\w+[,:]?[ ](?:are[ ])?(?:called[ ])?{WORD}[ ](?:and|&)[ ]({WORD})"))
MOTHER_OF = Announced(_pattern(rf"\w+[ ]of[ ]{UP_TO_FOUR_WORDS}"))
OUR_ONE = Announced(re.compile(rf"(?:[Oo]ur|[Mm]y)[ ]({WORD})(?=[ ](?:is|has|was|can|cannot|goes|starts|needs)[ ])"))
DATE_OF_BIRTH = Announced(_pattern(rf"d\.?[ ]?o\.?[ ]?b\.?[^\w\n]{{0,3}}{DAY}"), PersonalData.BIRTH_DATE)

ANNOUNCED: dict[str, tuple[Announced, ...]] = {
    **dict.fromkeys(TITLES.split(), (AFTER_A_TITLE,)),
    **dict.fromkeys(("mr", "mrs", "ms", "dr"), (AFTER_A_TITLE, AFTER_A_SMALL_TITLE)),
    **dict.fromkeys(RELATIONS.split(), (AFTER_A_RELATION, NAME_OF_A_RELATION)),
    **dict.fromkeys(PLURALS.split(), (AFTER_A_RELATION, THE_SECOND)),
    **dict.fromkeys(PARENTS.split(), (AFTER_A_RELATION, NAME_OF_A_RELATION, MOTHER_OF)),
    **dict.fromkeys(ASKED.split(), (AFTER_ASKING,)),
    **dict.fromkeys(WRITTEN.split(), (WRITTEN_BY,)),
    **dict.fromkeys(CALLS.split(), (AFTER_A_CALL, FROM)),
    "contact": (FROM, AFTER_ASKING),
    "from": (FROM,),
    "is": (THIS_IS,),
    **dict.fromkeys(("our", "my"), (OUR_ONE,)),
    "d": (DATE_OF_BIRTH,),
    **dict.fromkeys(("sincerely", "faithfully", "truly", "regards", "wishes", "thanks", "cheers"), (AFTER_REGARDS,)),
    "name": (AFTER_NAME,),
    **dict.fromkeys(("am", "m"), (AFTER_I_AM,)),
    "sort": (Announced(_pattern(r"sort[ \-]?code[^\d\n]{0,20}(\d\d[ \-]?\d\d[ \-]?\d\d)(?!\d)"), PersonalData.BANK),),
    **dict.fromkeys(
        ("account", "acct", "acc"), (Announced(_pattern(r"acc\w*[^\d\n]{0,20}(\d{8})(?!\d)"), PersonalData.BANK),)
    ),
    **dict.fromkeys(
        ("born", "dob", "birth", "birthday"),
        (Announced(_pattern(rf"\w+[^\w\n]{{0,3}}(?:on|is)?[^\w\n]{{0,3}}(?:the )?{DAY}"), PersonalData.BIRTH_DATE),),
    ),
    **dict.fromkeys(
        ("flat", "apartment", "apt"), (Announced(_pattern(r"(\w+[ ]\d{1,4}[a-z]?)(?!\w)"), PersonalData.ADDRESS),)
    ),
    **dict.fromkeys(
        ("live", "lives", "living", "lived", "address"),
        (
            Announced(
                _pattern(
                    r"\w+[ ](?:at|to|on|in|is)?:?[ ]?(?:no\.? |number )?(\d{1,4}[a-z]?,?[ ][a-z'’\-]{2,24}[ ]"
                    r"(?:road|rd|street|avenue|ave|lane|drive|close|crescent|court|way|grove|terrace|place|hill|square))(?!\w)"
                ),
                PersonalData.ADDRESS,
            ),
        ),
    ),
    **dict.fromkeys(
        ("reg", "registration", "plate", "car", "van", "vehicle"),
        (
            Announced(
                _pattern(
                    r"\w+(?:[ ](?:reg|registration|plate|number|no))?[^\w\n]{0,3}(?:is )?"
                    r"([a-z]\d{1,3}[ ]?[a-z]{3}|[a-z]{3}[ ]?\d{1,3}[a-z]?)(?!\w)"
                ),
                PersonalData.VEHICLE,
            ),
        ),
    ),
}

# Words that may begin with a capital and are no name, in the places where the patterns look for one.
_NO_NAMES = """
a about after again all also although always am an and another any anyone are as at attends because been before being
both british but by can cannot could did do does doing during each either english even every everyone for from goes
going got had has have having he head headteacher her here his how however i if in into is it its just like local
many may me might more most much must my never no not nothing now of often on once one only or other our out over
parent please pupil really school secondary primary send she should since so some still such teacher than that the
their them then there these they this those though through to too under until up us very was we were what when where
whether which while who whose why will with would year years yes you your
monday tuesday wednesday thursday friday saturday sunday today tomorrow
january february march april june july august september october november december christmas easter ofsted council nhs
sen ehcp gp thank thanks mayor government minister department education academy trust board committee team
england wales scotland ireland britain church holy saint king queen
"""
NO_NAMES = frozenset([*_NO_NAMES.split(), *TITLES.split(), *RELATIONS.split()])
JOINING = frozenset({"de", "da", "van", "von", "bin", "binti", "ibn", "al", "el", "del", "della", "le", "la", "ap"})


def find_beside_words(text: str, small: str) -> Iterator[Span]:
    """Yield what is announced by a word beside it; ``small`` is ``text`` in small letters, place for place."""
    read = 0
    for word in ANNOUNCING.finditer(small):
        start = word.start()
        if word.group() not in ANNOUNCED or start < read or small[start - 1 : start].isalnum():
            continue
        for span in _announced_at(text, start, ANNOUNCED[word.group()]):
            read = max(read, span.ends_at)
            yield span


def _announced_at(text: str, start: int, rules: tuple[Announced, ...]) -> Iterator[Span]:
    for announced in rules:
        match = announced.pattern.match(text, start)
        if match is not None:
            yield from _announced_span(text, match, announced)


def _announced_span(text: str, match: re.Match[str], announced: Announced) -> Iterator[Span]:
    start, end = match.span(1)
    if announced.kind is PersonalData.NAME:
        end = _name_ends_at(text, start, end, small_letters_too=announced.small_letters_too)
    if end > start:
        yield Span(start, end, announced.kind)


def _name_ends_at(text: str, start: int, end: int, *, small_letters_too: bool) -> int:
    """Where the name stops: at the first word that cannot belong to it; ``start`` when there is none."""
    last = start
    for word in re.finditer(r"\S+", text[start:end]):
        letters = word.group().rstrip(".,;:'’-")
        plain = letters.lower().removesuffix("'s").removesuffix("’s")
        if plain in NO_NAMES and not (len(plain) == 1 and word.group().endswith(".")):
            break
        joins = plain in JOINING and last > start
        if letters[:1].islower() and not joins and not (small_letters_too and last == start):
            break
        last = start + word.start() + len(letters)
    return last - 2 if text[start:last].endswith(("'s", "’s")) else last
