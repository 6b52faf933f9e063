"""Train: parameters from data. Start somewhere, go through the samples in batches, step, watch, stop, remember."""

from .bar import Bar as Bar
from .batches import Batches as Batches
from .fit import fit as fit
from .history import History as History
from .history import Progress as Progress
from .initial import INITIAL as INITIAL
from .initial import draw as draw
from .mlp import mlp as mlp
from .schedules import constant as constant
from .schedules import cosine as cosine
from .schedules import exponential as exponential
from .schedules import stepped as stepped
from .watch import Finding as Finding
from .watch import TrainingWarning as TrainingWarning
from .widths import shapes_of as shapes_of
