"""The command line: ``consult.cli:main`` is what the installed ``consult`` command runs."""

from consult.cli.main import main

__all__ = ["main"]
