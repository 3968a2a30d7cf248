"""What an officer should look at in a whole document: its headings, and how hard it is to read."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from consult.documents.figures import Fault, Oddity, oddities_in, oddities_in_words, read_tables
from consult.documents.rules import Caution, ImportedSection, ParagraphKind, WarningKind
from consult.documents.sanitising import words_of
from consult.kernel.sentences import Sentence

EASY_AGE = 14
"""Years: a text that asks for more is pointed out. Public bodies in the United Kingdom aim for 9 to 12."""
FEWEST_WORDS = 100
"""A shorter text has no reading age worth naming."""
LONG_WITHOUT_HEADINGS = 12
OFTEN = 3
"""Times from which a short line is taken for a header or footer of the page that slipped into the text."""
SHORT_LINE = 120
MOST_ODD_FIGURES = 20
"""Figures that are pointed out one by one; who has more of them looks at the whole table anyway."""
_CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)
_WORD = re.compile(r"\w[\w'’-]*")
_SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)")


def advise(sections: Sequence[ImportedSection], *, language: str) -> Iterator[Caution]:
    """Yield what to look at, in the order of the document."""
    yield from _skipped_levels(sections)
    if sum(len(section.paragraphs) for section in sections) > LONG_WITHOUT_HEADINGS and not any(
        section.heading for section in sections
    ):
        yield Caution(
            kind=WarningKind.NO_HEADINGS,
            where=Sentence("the document"),
            message=Sentence(
                "No headings were found. Say which lines are headings, so that people can find their way."
            ),
        )
    yield from _repeated_lines(sections)
    yield from islice(_odd_figures(sections), MOST_ODD_FIGURES)
    age = reading_age(_prose(sections))
    if age is not None and age > EASY_AGE and language.partition("-")[0] in {"", "en"}:
        yield Caution(
            kind=WarningKind.READING_AGE,
            where=Sentence("the document"),
            message=Sentence(
                "Its words and sentences ask for a reading age of about %(age)s. Shorter ones reach more people.",
                age=age,
            ),
        )


def reading_age(text: str, *, fewest: int = FEWEST_WORDS) -> int | None:
    """Years of age at which most people read this easily; none for a text too short to say.

    The automated readability index (Smith and Senter, 1967) gives a school year of the United States; a child is
    about five years older than it.

    Args:
        text: in English.
        fewest: words, below which nothing is said.
    """
    words = _WORD.findall(text)
    if len(words) < fewest:
        return None
    n_sentences = max(1, len(_SENTENCE_END.findall(text)))
    index = 4.71 * sum(map(len, words)) / len(words) + 0.5 * len(words) / n_sentences - 21.43
    return max(5, min(25, round(index + 5)))


def _prose(sections: Sequence[ImportedSection]) -> str:
    return "\n".join(
        paragraph.text
        for section in sections
        for paragraph in section.paragraphs
        if paragraph.kind is ParagraphKind.TEXT and paragraph.text.endswith((".", "!", "?"))
    )


def _skipped_levels(sections: Sequence[ImportedSection]) -> Iterator[Caution]:
    above = 0
    for section in sections:
        if not section.heading:
            continue
        if above and section.level > above + 1:
            yield Caution(
                kind=WarningKind.MISSING_HEADING_LEVEL,
                where=section.heading[:80],
                message=Sentence(
                    "This heading of level %(level)s follows one of level %(above)s: a level is missing.",
                    level=section.level,
                    above=above,
                ),
            )
        above = section.level


def _repeated_lines(sections: Sequence[ImportedSection]) -> Iterator[Caution]:
    """Short lines of text that stand several times, as a header does that was copied into every page."""
    lines = Counter(
        paragraph.text
        for section in sections
        for paragraph in section.paragraphs
        if paragraph.kind is ParagraphKind.TEXT and len(paragraph.text) <= SHORT_LINE
    )
    for line, n in lines.items():
        if n >= OFTEN:
            yield Caution(
                kind=WarningKind.REPEATED_LINE,
                where=line[:80],
                message=Sentence(
                    "This line stands %(n)s times. If it is a header or footer of the page, leave it out.", n=n
                ),
            )


def _odd_figures(sections: Sequence[ImportedSection]) -> Iterator[Caution]:
    """Totals that do not add up and figures far out of line, in tables and in words."""
    for section in sections:
        for paragraph in section.paragraphs:
            if paragraph.kind is ParagraphKind.TABLE:
                caption = _CAPTION.search(paragraph.html)
                where = words_of(caption.group(1)) if caption else paragraph.text[:80]
                for table in read_tables(paragraph.html):
                    yield from (_odd(where, oddity) for oddity in oddities_in(table))
            else:
                yield from (_odd(paragraph.text[:80], oddity) for oddity in oddities_in_words(paragraph.text))


def _odd(where: str, oddity: Oddity) -> Caution:
    place = ", ".join(part for part in (oddity.row, oddity.column) if part)
    parts = {"place": f"{place}: {oddity.says}" if place else oddity.says, "made": f"{oddity.expected.normalize():,f}"}
    return Caution(kind=WarningKind.ODD_FIGURE, where=where, message=_SAID_OF[oddity.fault](parts))


_SAID_OF: dict[Fault, Callable[[dict[str, str]], Sentence]] = {
    Fault.TOTAL_OF_COLUMN: lambda parts: Sentence(
        "%(place)s. The figures above it add up to %(made)s. Check which is right.", **parts
    ),
    Fault.TOTAL_OF_ROW: lambda parts: Sentence(
        "%(place)s. The figures before it add up to %(made)s. Check which is right.", **parts
    ),
    Fault.OUT_OF_LINE: lambda parts: Sentence(
        "%(place)s. The others are about %(made)s. Check whether noughts, or a word such as million, slipped.", **parts
    ),
}
