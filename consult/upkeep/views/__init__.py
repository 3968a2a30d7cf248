"""What the installation shows to those who run it."""

from consult.upkeep.views import jobs, metrics, status
from consult.upkeep.views.blueprint import bp

__all__ = ["bp", "jobs", "metrics", "status"]
