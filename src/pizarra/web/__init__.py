"""Web: the living page: a worked solution in one HTML file that computes everything again when a number is changed."""

from .page import living_page as living_page
from .playground import playground_page as playground_page
