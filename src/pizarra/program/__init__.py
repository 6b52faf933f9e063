"""A program as it was written: run, read as a network, judged line by line."""

from .changes import difference as difference
from .checking import check_program as check_program
from .reading import read_program as read_program
from .report import ProgramReport as ProgramReport
