"""The words for what can be chosen on the pages for answering, by code; each is translated when it is shown."""

from flask_babel import lazy_gettext as _l

from consult.responses.equality import ASKED, PREFER_NOT_TO_SAY
from consult.responses.rules import OnBehalfOf, PublishAs, Purpose
from consult.web.fields.validators import Words

SCALE: dict[str, Words] = {
    "5": _l("Strongly agree"),
    "4": _l("Agree"),
    "3": _l("Neither agree nor disagree"),
    "2": _l("Disagree"),
    "1": _l("Strongly disagree"),
}
YES_NO: dict[str, Words] = {"1": _l("Yes"), "0": _l("No")}
BEHALF: dict[str, Words] = {
    OnBehalfOf.SELF: _l("Myself"),
    OnBehalfOf.SCHOOL: _l("A school"),
    OnBehalfOf.ORGANISATION: _l("Another organisation or group"),
}
PUBLISHING: dict[str, Words] = {
    PublishAs.WITHOUT_NAME: _l("You can publish my words, but not who I am"),
    PublishAs.WITH_ORGANISATION_NAME: _l("You can publish my words with the name of the school or organisation"),
    PublishAs.NOT_PUBLISHED: _l("Count my answers, but do not publish my words"),
}
PURPOSES: dict[str, Words] = {
    Purpose.SUPPORT: _l("I support this"),
    Purpose.CONCERN: _l("I am worried about this"),
    Purpose.QUESTION: _l("I have a question about this"),
    Purpose.OTHER_WORDS: _l("I would say it differently"),
    Purpose.SILENT_ON: _l("Something is missing here"),
    Purpose.NO_EVIDENCE: _l("There is no evidence for this"),
    Purpose.UNDEFINED_TERM: _l("A word here is not explained"),
    Purpose.ERROR: _l("There is a mistake here"),
}
EQUALITY_ASKED: dict[str, Words] = {
    "age": _l("How old are you?"),
    "sex": _l("What is your sex?"),
    "disability": _l("Do you have a health condition or disability that makes daily life harder?"),
    "ethnic_group": _l("What is your ethnic group?"),
    "religion": _l("What is your religion?"),
    "carer": _l("Do you look after someone who is ill, older or disabled?"),
}
_EQUALITY_ANSWERS: dict[str, dict[str, Words]] = {
    "age": {
        "under_16": _l("Under 16"),
        "16_24": _l("16 to 24"),
        "25_34": _l("25 to 34"),
        "35_49": _l("35 to 49"),
        "50_64": _l("50 to 64"),
        "65_over": _l("65 or over"),
    },
    "sex": {"female": _l("Female"), "male": _l("Male"), "another": _l("I describe it in another way")},
    "disability": {"yes_a_lot": _l("Yes, a lot"), "yes_a_little": _l("Yes, a little"), "no": _l("No")},
    "ethnic_group": {
        "asian": _l("Asian or Asian British"),
        "black": _l("Black, Black British, Caribbean or African"),
        "mixed": _l("Mixed or several ethnic groups"),
        "white": _l("White"),
        "other": _l("Another ethnic group"),
    },
    "religion": {
        "none": _l("No religion"),
        "christian": _l("Christian"),
        "buddhist": _l("Buddhist"),
        "hindu": _l("Hindu"),
        "jewish": _l("Jewish"),
        "muslim": _l("Muslim"),
        "sikh": _l("Sikh"),
        "other": _l("Another religion"),
    },
    "carer": {"yes": _l("Yes"), "no": _l("No")},
}


def equality_choices(asked: str) -> list[tuple[str, Words]]:
    """What one equality question offers, with "prefer not to say" last."""
    words = _EQUALITY_ANSWERS[asked]
    return [*((code, words[code]) for code in ASKED[asked]), (PREFER_NOT_TO_SAY, _l("Prefer not to say"))]
