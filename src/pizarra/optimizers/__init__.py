"""The optimisers, one file each: how gradients move parameters. An optimiser is listed here and nowhere else."""

from .adam import Adam as Adam
from .adamw import AdamW as AdamW
from .optimizer import Optimizer as Optimizer
from .optimizer import State as State
from .rmsprop import RMSprop as RMSprop
from .sgd import SGD as SGD

# What a command line calls them.
OPTIMIZERS = {"sgd": SGD, "rmsprop": RMSprop, "adam": Adam, "adamw": AdamW}
