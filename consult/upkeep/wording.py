"""The words for how things stand."""

from flask_babel import lazy_gettext as _l

from consult.jobs.rules import JobState
from consult.upkeep.checking import Verdict

VERDICTS = {Verdict.GOOD: _l("Good"), Verdict.WATCH: _l("Look at this"), Verdict.WRONG: _l("Wrong")}
JOB_STATES = {
    JobState.WAITING: _l("Waiting"),
    JobState.RUNNING: _l("Running"),
    JobState.DONE: _l("Done"),
    JobState.FAILED: _l("Failed"),
    JobState.CANCELLED: _l("Cancelled"),
}
