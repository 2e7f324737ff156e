from . import commands

__all__ = ["commands"]
