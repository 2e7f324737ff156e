from .app import create_app
from .feedback_report import read_report
from .live import open_whole
from .logs import log_as
from .openapi import describe

__all__ = ["create_app", "describe", "log_as", "open_whole", "read_report"]
