"""What can go wrong, each as one sentence for people that says what to do."""


class ConsultError(Exception):
    """A refusal that a person will read.

    Args:
        sentence: plain English; says what happened and what to do next.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(ConsultError):
    """Raised when the thing asked for does not exist, or this person may not know that it does."""


class Refused(ConsultError):
    """Raised when a rule says no: too late, already decided, not yet complete."""


class Invalid(ConsultError):
    """Raised when what was typed or uploaded cannot be taken as it is."""


class Stale(ConsultError):
    """Raised when someone else changed the thing after this person saw it."""


class NotAllowed(ConsultError):
    """Raised when this person lacks the right to do it."""


class Busy(ConsultError):
    """Raised when the database could not take a write in time; nothing was stored, and trying again is safe."""
