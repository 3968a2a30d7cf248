"""The pages of the front door."""

from consult.frontdoor.views import components, finding, follow, home, machines, words
from consult.frontdoor.views.blueprint import bp

__all__ = ["bp", "components", "finding", "follow", "home", "machines", "words"]
