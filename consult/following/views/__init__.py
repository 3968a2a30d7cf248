"""The pages and feeds with which people stay in touch."""

from consult.following.views import feeds, public
from consult.following.views.blueprint import bp, ways_on

__all__ = ["bp", "feeds", "public", "ways_on"]
