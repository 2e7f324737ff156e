"""python -m indexer: build an index from PDFs, and look after it."""

from indexer.cli import main

if __name__ == "__main__":
    main()
