"""Repair: changes that mend what is wrong in a program, each shown by a run of the program with it."""

from .search import with_repairs

__all__ = ["with_repairs"]
