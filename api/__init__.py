"""An open engine to an HTTP service. Parts load when first used, so that `--help` is quick."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
