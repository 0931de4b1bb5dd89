"""The detector page. Importing it imports Gradio, so only who serves the page may do so."""

from models.demo.examine import Example
from models.demo.page import MOUNT_SETTINGS, build_demo

__all__ = ["MOUNT_SETTINGS", "Example", "build_demo"]
