"""What of a count may be published without telling how somebody voted. Pure.

From 15 valid ballots on everything is: the sheet and the file of ballots cut to the preferences that the count used.
Below that there is no file, and the sheet only where it gives nobody away. It would, where everybody (or everybody but
one, who then knows it of all others) put the same candidate first; where papers of fewer than three voters were passed
on; or where all papers that were passed on went to one place: whoever is known for the first choice is then known for
the next.
"""

from enum import StrEnum

from consult.elections.count import VOTE, Action, CountSheet, Stage
from consult.elections.rules import FEWEST_FOR_A_BALLOT_FILE

FEWEST_PASSED_ON = 3


class Published(StrEnum):
    """How much of a count everyone may see."""

    EVERYTHING = "everything"
    SHEET = "sheet"
    NAMES = "names"


def published_of(sheet: CountSheet) -> Published:
    """Say how much of this count is published."""
    if sheet.valid >= FEWEST_FOR_A_BALLOT_FILE:
        return Published.EVERYTHING
    return Published.NAMES if gives_someone_away(sheet) else Published.SHEET


def gives_someone_away(sheet: CountSheet) -> bool:
    """Say whether somebody who reads this sheet could learn how another voted."""
    if not sheet.valid:
        return False
    if max(sheet.stages[0].votes.values()) >= (sheet.valid - 1) * VOTE:
        return True
    return any(_is_telling(before, after) for before, after in zip(sheet.stages, sheet.stages[1:], strict=False))


def _is_telling(before: Stage, after: Stage) -> bool:
    if after.candidate is None or not before.votes[after.candidate]:
        return False
    gained = [after.votes[each] - before.votes[each] for each in after.votes if each != after.candidate]
    places = [gain for gain in (*gained, after.non_transferable - before.non_transferable) if gain > 0]
    passed_on = before.votes[after.candidate]
    if after.action is Action.SURPLUS:
        return len(places) < 2
    return passed_on < FEWEST_PASSED_ON * VOTE or len(places) < 2
