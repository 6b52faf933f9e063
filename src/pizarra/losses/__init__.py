"""The losses, one file each. A loss is listed here and nowhere else."""

from .binary_cross_entropy import BinaryCrossEntropy as BinaryCrossEntropy
from .binary_cross_entropy_logits import BinaryCrossEntropyLogits as BinaryCrossEntropyLogits
from .cost import Cost as Cost
from .cross_entropy import CrossEntropy as CrossEntropy
from .softmax_cross_entropy import SoftmaxCrossEntropy as SoftmaxCrossEntropy
from .squared_error import SquaredError as SquaredError

# What a file or a command line calls them.
LOSSES = {
    "squared_error": SquaredError,
    "cross_entropy": CrossEntropy,
    "softmax_cross_entropy": SoftmaxCrossEntropy,
    "binary_cross_entropy": BinaryCrossEntropy,
    "binary_cross_entropy_logits": BinaryCrossEntropyLogits,
}
