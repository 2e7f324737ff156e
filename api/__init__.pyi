from .app import create_app
from .openapi import specification

__all__ = ["create_app", "specification"]
