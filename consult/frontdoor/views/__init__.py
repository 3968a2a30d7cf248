"""The pages of the front door."""

from consult.frontdoor.views import components, consulted, finding, follow, home, machines, words
from consult.frontdoor.views.blueprint import bp
from consult.frontdoor.views.consulted import ways_on

__all__ = ["bp", "components", "consulted", "finding", "follow", "home", "machines", "ways_on", "words"]
