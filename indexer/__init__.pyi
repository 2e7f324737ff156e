from . import build, commands, on_ray, rate

__all__ = ["build", "commands", "on_ray", "rate"]
