from .app import create_app
from .live import open_whole
from .openapi import describe

__all__ = ["create_app", "describe", "open_whole"]
