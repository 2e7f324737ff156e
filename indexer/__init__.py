"""PDFs to an index. Its parts load when they are first used, so that `--help` answers at once."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
