"""The words that pages use for what becomes of paragraphs and comments, by code."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from consult.documents.changes import Became
from consult.documents.figures import Fault
from consult.documents.rules import AlternativeForm
from consult.margin.rules import SilenceKind, Standing
from consult.responses.rules import Purpose

BECAME: dict[Became, LazyString] = {
    Became.UNCHANGED: _l("The same as before"),
    Became.MOVED: _l("Moved"),
    Became.EDITED: _l("Edited"),
    Became.SPLIT: _l("Split"),
    Became.JOINED: _l("Joined"),
    Became.NEW: _l("New"),
    Became.GONE: _l("Taken out"),
}
STANDINGS: dict[Standing, LazyString] = {
    Standing.CARRIED: _l("Carried over: the paragraph is the same"),
    Standing.WAITING: _l("Waits for a person to look"),
    Standing.KEPT: _l("Kept by a person who looked"),
    Standing.ANCHORED_ANEW: _l("Put beside another paragraph by a person"),
    Standing.RETIRED: _l("Retired by a person, with a reason"),
}
FOR_AUTHORS: dict[Standing, LazyString] = {
    Standing.CARRIED: _l("it stands beside paragraph %(number)s, whose words are the same."),
    Standing.WAITING: _l("the paragraph has changed, and a person here will look where your comment belongs."),
    Standing.KEPT: _l("a person looked, and it stands beside paragraph %(number)s."),
    Standing.ANCHORED_ANEW: _l("a person looked, and put it beside paragraph %(number)s."),
    Standing.RETIRED: _l("a person looked, and nothing in the new version is what it was about."),
}
"""What the person who wrote a comment is told of it, after the number of the version."""
SILENCES: dict[SilenceKind, LazyString] = {
    SilenceKind.QUESTION: _l("A question"),
    SilenceKind.UNDEFINED_TERM: _l("A word that is not explained"),
    SilenceKind.NO_EVIDENCE: _l("Evidence that is missing"),
    SilenceKind.SILENT_ON: _l("Something that the document does not speak of"),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.TOTAL_OF_COLUMN: _l("The figures above it add up to another total"),
    Fault.TOTAL_OF_ROW: _l("The figures beside it add up to another total"),
    Fault.OUT_OF_LINE: _l("It is hundreds of times larger or smaller than the others beside it"),
}
FORMS: dict[AlternativeForm, LazyString] = {
    AlternativeForm.EASY_READ: _l("Easy read"),
    AlternativeForm.PUPILS: _l("For pupils"),
    AlternativeForm.TRANSLATION: _l("In another language"),
    AlternativeForm.AUDIO: _l("To listen to"),
}
PURPOSES_SHORT: dict[Purpose, LazyString] = {
    Purpose.SUPPORT: _l("Support"),
    Purpose.CONCERN: _l("Worry"),
    Purpose.QUESTION: _l("Question"),
    Purpose.OTHER_WORDS: _l("Other words"),
    Purpose.SILENT_ON: _l("Missing"),
    Purpose.NO_EVIDENCE: _l("No evidence"),
    Purpose.UNDEFINED_TERM: _l("Not explained"),
    Purpose.ERROR: _l("Mistake"),
}
LANGUAGES: dict[str, str] = {
    "en": "English",
    "ar": "العربية",
    "bn": "বাংলা",
    "cy": "Cymraeg",
    "fa": "فارسی",
    "pa": "ਪੰਜਾਬੀ",
    "pl": "Polski",
    "ro": "Română",
    "so": "Soomaali",
    "ur": "اردو",
    "zh": "中文",
}
"""Languages that a document can be had in, each under its own name."""
