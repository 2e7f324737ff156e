from . import build, commands, milvus_commands, on_ray, rate

__all__ = ["build", "commands", "milvus_commands", "on_ray", "rate"]
