"""python -m api: serve an index over HTTP."""

from api.cli import main

if __name__ == "__main__":
    main(prog_name="python -m api")
