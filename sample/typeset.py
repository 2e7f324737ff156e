"""Typeset the sample briefings to PDF, or check that the PDFs match their sources."""

# /// script
# requires-python = ">=3.11"
# dependencies = ["typst==0.15.2"]
# ///

import argparse
import sys
from pathlib import Path

import typst

SAMPLE = Path(__file__).resolve().parent
BRIEFINGS = SAMPLE / "briefings"


def typeset(source: Path) -> bytes:
    """Return the PDF of one briefing, the same bytes on every run."""
    # The creation date is the briefing's own; the fixed timestamp keeps out the clock.
    return typst.compile(
        str(source),
        root=str(SAMPLE),
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=0,
    )


def stale(source: Path) -> bool:
    """Tell whether the PDF beside a source is missing or differs from what it gives."""
    pdf = source.with_suffix(".pdf")
    return not pdf.is_file() or pdf.read_bytes() != typeset(source)


def main() -> int:
    """Write every PDF; with --check, write nothing and name the PDFs that differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; exit 1 if a PDF differs",
    )
    arguments = parser.parse_args()
    sources = sorted(BRIEFINGS.glob("*.typ"))
    if arguments.check:
        differing = [source.with_suffix(".pdf").name for source in sources if stale(source)]
        sys.stdout.writelines(f"{name}\n" for name in differing)
        return 1 if differing else 0
    for source in sources:
        source.with_suffix(".pdf").write_bytes(typeset(source))
    return 0


if __name__ == "__main__":
    sys.exit(main())
