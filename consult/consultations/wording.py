"""The words for stages, kinds of questions, parts of a draft and what a draft may lack."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.consultations.rules import Caution, CountingRule, Part, QuestionKind, Stage, Work

STAGES = {
    Stage.DRAFT: _l("Draft"),
    Stage.AWAITING_APPROVAL: _l("Awaiting approval"),
    Stage.SCHEDULED: _l("Scheduled"),
    Stage.OPEN: _l("Open"),
    Stage.CLOSED: _l("Closed"),
    Stage.ANALYSED: _l("Analysed"),
    Stage.ANSWERED: _l("Answered"),
    Stage.WITHDRAWN: _l("Withdrawn"),
}
WORKS = {
    Work.ASK: _l("Ask everyone"),
    Work.LISTEN: _l("Take in what they say"),
    Work.UNDERSTAND: _l("Understand it"),
    Work.ANSWER: _l("Answer"),
    Work.KEEP: _l("Keep the record"),
}
SHAPES = {
    Stage.DRAFT: "plain",
    Stage.AWAITING_APPROVAL: "warn",
    Stage.SCHEDULED: "info",
    Stage.OPEN: "good",
    Stage.CLOSED: "plain",
    Stage.ANALYSED: "info",
    Stage.ANSWERED: "good",
    Stage.WITHDRAWN: "bad",
}
STAGES_FOR_ANYONE = {
    Stage.OPEN: _l("Open"),
    Stage.CLOSED: _l("Closed: we are reading what you said"),
    Stage.ANALYSED: _l("Closed: we are working on our answer"),
    Stage.ANSWERED: _l("Answered"),
    Stage.WITHDRAWN: _l("Withdrawn"),
}
COUNTING_RULES = {
    CountingRule.EACH_PERSON: _l("Everyone who sends it counts"),
    CountingRule.ONE_VOICE: _l("Each letter counts once, however many send it"),
}
COUNTING_RULES_FOR_ANYONE = {
    CountingRule.EACH_PERSON: _l(
        "If many people send the same letter, everyone who sends it counts. We also say what the numbers are with each "
        "letter counted once."
    ),
    CountingRule.ONE_VOICE: _l(
        "If many people send the same letter, we count that letter once. We also say how many people sent it, and we "
        "read what each of them added."
    ),
}
KINDS = {
    QuestionKind.OPEN_TEXT: _l("Open text"),
    QuestionKind.ONE_CHOICE: _l("One choice"),
    QuestionKind.SEVERAL_CHOICES: _l("Several choices"),
    QuestionKind.SCALE: _l("How far people agree"),
    QuestionKind.RANKING: _l("Ranking"),
    QuestionKind.YES_NO: _l("Yes or no"),
}
KIND_HINTS = {
    QuestionKind.OPEN_TEXT: _l("People write in their own words"),
    QuestionKind.ONE_CHOICE: _l("People choose one of the answers you give"),
    QuestionKind.SEVERAL_CHOICES: _l("People choose as many as they like"),
    QuestionKind.SCALE: _l("From strongly disagree to strongly agree"),
    QuestionKind.RANKING: _l("People put the answers you give in order"),
    QuestionKind.YES_NO: _l("People answer yes or no"),
}
HOW_ANSWERED = {
    QuestionKind.OPEN_TEXT: _l("Answer in your own words"),
    QuestionKind.ONE_CHOICE: _l("Choose one"),
    QuestionKind.SEVERAL_CHOICES: _l("Choose as many as you like"),
    QuestionKind.SCALE: _l("From strongly disagree to strongly agree"),
    QuestionKind.RANKING: _l("Put these in order"),
    QuestionKind.YES_NO: _l("Yes or no"),
}
PARTS = {
    Part.ABOUT: _l("What it is about, and why now"),
    Part.INFLUENCE: _l("What people can change, and what is decided"),
    Part.OPTIONS: _l("Options considered and rejected"),
    Part.EVIDENCE: _l("Evidence, cost and impact"),
    Part.DECISION: _l("Who decides, and when"),
    Part.CONTACT: _l("Contact"),
    Part.DOCUMENT: _l("The document"),
    Part.QUESTIONS: _l("Questions"),
    Part.GROUPS: _l("Groups asked, and what people say about themselves"),
    Part.DATES: _l("Opening and closing"),
}
CAUTIONS = {
    Caution.NO_OPTIONS: _l(
        "No options are named. Fairness can mean telling people what was rejected and why (Moseley v Haringey, 2014)."
    ),
    Caution.NO_EVIDENCE: _l("No evidence is given. People need enough to give an intelligent answer (Gunning, 1985)."),
    Caution.NO_DOCUMENT: _l("No document is attached. People can only answer the questions."),
    Caution.SHORT: _l("People have less than four weeks. They must have time to think and reply (Gunning, 1985)."),
}
