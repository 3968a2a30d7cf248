"""The tables of the basement itself, where the schema looks for them."""

from consult.storage.search import SearchEntry

__all__ = ["SearchEntry"]
