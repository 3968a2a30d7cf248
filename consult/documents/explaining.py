"""Words explained where they stand: the first time that a section uses a term, the term leads to its meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_TAG = re.compile(r"""(<(?:[^>"]|"[^"]*")*>)""")
_OPENS = re.compile(r"<(a|code|pre)\b", re.IGNORECASE)
_CLOSES = re.compile(r"</(a|code|pre)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A term of a document and what it means, both plain text."""

    id: int
    word: str
    meaning: str


def explain(html: str, terms: Sequence[Explained], *, where: str) -> tuple[str, tuple[Explained, ...]]:
    """Let the first place of each term in sanitised HTML lead to its explanation; gives the HTML and the terms found.

    Longer terms win over shorter ones inside them; links and code are left alone; upper and lower case are one, and a
    plural in -s counts. ``where`` begins the address of the explanation, which the page prints: ``where-<id>``.
    """
    left = {escape(term.word, quote=False).casefold(): term for term in terms}
    if not left:
        return html, ()
    found: list[Explained] = []
    pieces, closed_off = _TAG.split(html), 0
    for place, piece in enumerate(pieces):
        if place % 2:
            closed_off += bool(_OPENS.match(piece)) - bool(_CLOSES.match(piece))
        elif piece and not closed_off and left:
            pieces[place] = _explain_text(piece, left, found, where)
    return "".join(pieces), tuple(found)


def _explain_text(text: str, left: dict[str, Explained], found: list[Explained], where: str) -> str:
    folded = text.casefold()
    near = [name for name in left if name in folded]  # a look before the pattern: most terms are not in most texts
    if not near:
        return text
    names = "|".join(re.escape(name) for name in sorted(near, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)({names})(?:s|es)?(?!\w)", re.IGNORECASE)

    def lead(match: re.Match[str]) -> str:
        term = left.pop(match.group(1).casefold(), None)
        if term is None:  # explained a moment ago, in this same piece of text
            return match.group(0)
        found.append(term)
        return f'<a class="c-term" href="#{escape(where)}-{term.id}">{match.group(0)}</a>'

    return pattern.sub(lead, text)
