"""Check: whether layers are what they say they are, and gradients what their losses say."""

from .backward import check_backward as check_backward
from .finding import Finding as Finding
from .gradient import check_gradient as check_gradient
from .layer import LAYOUTS as LAYOUTS
from .layer import check_layer as check_layer
from .measured import Measured as Measured
from .measured import State as State
from .network import check_network as check_network
from .report import GradientReport as GradientReport
