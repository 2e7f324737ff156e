"""sentence-transformers with the one setting that makes it faster where the processor has bf16."""

from __future__ import annotations

from bench.neighbours.systems import sentence_transformers_fp32


class Compared(sentence_transformers_fp32.Compared):
    setup = "vectors only; exact, by torch; bf16, batches of 32; in memory"
    precision = "bfloat16"
