"""What may happen here, the facts each happening may carry, and the arithmetic of the chain."""

from consult.audit.rules.chain import FIRST_HASH, Link
from consult.audit.rules.facts import FACTS, checked_facts
from consult.audit.rules.happenings import RESIDENT, SYSTEM, Happening

__all__ = ["FACTS", "FIRST_HASH", "RESIDENT", "SYSTEM", "Happening", "Link", "checked_facts"]
