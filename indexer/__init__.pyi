from . import build, commands

__all__ = ["build", "commands"]
