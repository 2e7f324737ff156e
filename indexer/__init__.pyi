from . import build, chunk, commands, rate

__all__ = ["build", "chunk", "commands", "rate"]
