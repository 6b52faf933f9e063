"""Plots, with matplotlib (`pip install 'pizarra[plot]'`): how training went, what a model says, where gradients vanish.

Each function draws into `axes`, or into a new figure, and gives the axes back: `axes.figure.savefig("plot.png")`.
"""

from .gradients import gradients as gradients
from .history import history as history
from .surface import surface as surface
