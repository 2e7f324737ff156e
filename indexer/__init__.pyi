from . import build, commands, rate

__all__ = ["build", "commands", "rate"]
