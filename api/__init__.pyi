from .app import create_app
from .openapi import describe

__all__ = ["create_app", "describe"]
