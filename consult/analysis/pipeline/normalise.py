"""Reads a text as people meant it, and says whether it answers at all; the text as given is never changed."""

import re
import unicodedata

LONGEST_READ = 20_000
"""Characters of one response that are analysed: what comes after is kept, shown and searched, but adds no theme."""

_SIGNATURES = re.compile(r"\b(sent|get) (from|outlook) (my|for) \w+( \w+)?\s*$", re.IGNORECASE)
_NO_ANSWER_SAID = """
    na | n a | nil | none | no comment | no comments | no answer | no response | no reply | no further comment |
    no further comments | no other comment | no other comments | no additional comments | nothing to add | nothing
    further | nothing further to add | nothing more to add | nothing else to add | nothing to say | i have nothing
    to add | i have no comment | i have no comments | i have no further comments | not applicable | not answered |
    not sure | unsure | dont know | don t know | do not know | i dont know | i don t know | i do not know | no
    idea | no opinion | no view | no views | left blank | blank | prefer not to say | skip | pass | test | as
    above | see above | see previous answer | see previous | ditto | same as above | as before | x | xx | xxx |
    tbc | dim sylw | dim sylwadau | dim byd i'w ychwanegu | ninguno | sin comentarios | no aplica | cap comentari
    | no procede | keine angabe | kein kommentar | brak | brak uwag | nie wiem | sans objet | aucun commentaire |
    nic
"""


def normalise(text: str) -> str:
    """Return the text in NFC with single spaces, one kind of apostrophe, no control characters and no mail footer."""
    text = unicodedata.normalize("NFC", text[:LONGEST_READ]).replace("’", "'").replace("`", "'")
    return _SIGNATURES.sub("", " ".join(text.translate(_SHOWN).split())).strip()


class _Shown(dict[int, str]):
    """What each letter is shown as, found out when it is first met: most texts are made of the same hundred."""

    def __missing__(self, point: int) -> str:
        category = unicodedata.category(chr(point))
        blank = category in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}
        self[point] = "" if category == "Cf" else " " if blank else chr(point)
        return self[point]


class _Folded(dict[int, str]):
    """Letters as they are and anything else as a space, found out in the same way."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        self[point] = letter if letter.isalnum() and not letter.isdecimal() else " "
        return self[point]


_SHOWN, _FOLDED = _Shown(), _Folded()


def folded(text: str) -> str:
    """Return the words of a normalised text alone: what two people wrote alike is alike here."""
    return " ".join(text.casefold().translate(_FOLDED).split())


def is_substantive(text: str) -> bool:
    """Whether a normalised text says anything: blank, "n/a", "no comment" and mere punctuation do not."""
    words = folded(text)
    return bool(words) and words not in _NO_ANSWER


_NO_ANSWER = frozenset(folded(phrase) for phrase in _NO_ANSWER_SAID.split("|"))
