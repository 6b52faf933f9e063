"""Model: a network with its parameters, and what stands between it and the data as people have them."""

from .encoding import Encoding as Encoding
from .model import Model as Model
