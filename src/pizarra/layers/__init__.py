"""The layers, one file each. A layer is listed here and nowhere else."""

from .activation import Activation as Activation
from .add import Add as Add
from .elu import ELU as ELU
from .identity import Identity as Identity
from .leaky_relu import LeakyReLU as LeakyReLU
from .linear import Linear as Linear
from .relu import ReLU as ReLU
from .sigmoid import Sigmoid as Sigmoid
from .softmax import Softmax as Softmax
from .softplus import Softplus as Softplus
from .tanh import Tanh as Tanh

# What a file or a command line calls them.
LAYERS = {
    "linear": Linear,
    "sigmoid": Sigmoid,
    "tanh": Tanh,
    "relu": ReLU,
    "leaky_relu": LeakyReLU,
    "elu": ELU,
    "softplus": Softplus,
    "identity": Identity,
    "softmax": Softmax,
    "add": Add,
}
