from . import build, chunk, commands, milvus_commands, on_ray, rate

__all__ = ["build", "chunk", "commands", "milvus_commands", "on_ray", "rate"]
