"""Pictures made by models: a painter and a regenerator trained here, and the diffusers library.

``generate`` turns a ``Recipe`` into a ``GeneratedImage``; ``marked`` writes that as a file that
says, signed, that a model made it. PyTorch is loaded by the first picture, not by the import.
"""

from .generation import GeneratedImage, generate
from .marking import marked
from .recipe import GeneratorError, Recipe

__all__ = ["GeneratedImage", "GeneratorError", "Recipe", "generate", "marked"]
