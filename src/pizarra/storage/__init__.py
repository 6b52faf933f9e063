"""Models and checkpoints in files: safetensors and npz, whole or not at all, and nothing in them is ever executed."""

from .checkpoint import Checkpoint as Checkpoint
from .checkpoint import load_checkpoint as load_checkpoint
from .checkpoint import save_checkpoint as save_checkpoint
from .model_file import load as load
from .model_file import save as save
