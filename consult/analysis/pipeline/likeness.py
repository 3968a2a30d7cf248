"""Says whether one text is made from another: the verdict on two texts that their sketches brought together.

People who argue alike share the words of the question ("we should not ban ... because it is"), so that a few shared
shingles prove nothing in a short text. They never share twenty by chance: with so many, a letter is known again even
where every seventh word of it was exchanged. In between the words themselves are laid side by side, in order.
"""

from difflib import SequenceMatcher

from consult.analysis.pipeline.hashing import Hashes
from consult.analysis.pipeline.shingles import n_shared

_FEWEST = 7
_ALIKE, _CONTAINED, _FEWEST_CONTAINED = 0.6, 0.8, 10
_MANY, _ALIKE_IF_MANY, _CONTAINED_IF_MANY = 20, 0.3, 0.6
_MAYBE_ALIKE, _MAYBE_CONTAINED = 0.25, 0.4
_SAME_WORDS = 0.8
_LONG_ENOUGH, _SHORT_ENOUGH = 20, 500
"""Words. In a short template the common words fall into place anywhere; laying long texts side by side takes too long,
and they have many shingles to go by."""


def share_a_template(template: str, of_template: Hashes, text: str, of_text: Hashes) -> bool:
    """Say whether a text is made from a template, by their folded words and their shingles."""
    shared, either = n_shared(of_template, of_text), len(of_template) + len(of_text)
    union = either - shared
    if shared < _FEWEST:
        return False
    if shared >= _ALIKE * union:
        return True
    if shared >= _FEWEST_CONTAINED and shared >= _CONTAINED * min(len(of_template), len(of_text)):
        return True
    if shared >= _MANY and (shared >= _ALIKE_IF_MANY * union or shared >= _CONTAINED_IF_MANY * len(of_template)):
        return True
    maybe = shared >= _MAYBE_ALIKE * union or shared >= _MAYBE_CONTAINED * len(of_template)
    return maybe and _say_the_same(template.split(), text.split())


def _say_the_same(template: list[str], text: list[str]) -> bool:
    """Say whether most words of both, or most of a long enough template, are the same in the same order."""
    if max(len(template), len(text)) > _SHORT_ENOUGH:
        return False
    side_by_side = SequenceMatcher(None, template, text, autojunk=False)
    n_same = sum(block.size for block in side_by_side.get_matching_blocks())
    if n_same >= _SAME_WORDS * max(len(template), len(text)):
        return True
    return len(template) >= _LONG_ENOUGH and n_same >= _SAME_WORDS * len(template)


def is_added(own: Hashes, template: Hashes) -> bool:
    """Whether a sentence, as shingles, is a person's own and not part of the template; too short a one is not."""
    return len(own) > 0 and n_shared(own, template) < 0.5 * len(own)
