"""What is wrong with a gradient, and why: from numbers back to the formula that gives them."""

from .diagnosis import diagnose as diagnose
from .finding import Diagnosis as Diagnosis
from .finding import Finding as Finding
from .mine import read_mine as read_mine
