"""One module for each of the compared, with a class `Compared` that is a `System`."""

OURS = ("ours", "ours_vectors")
NEIGHBOURS = (
    "sentence_transformers_fp32",
    "sentence_transformers_bf16",
    "langchain_faiss",
    "llamaindex_faiss",
    "haystack_hybrid",
    "txtai_hybrid",
    "chroma",
    "lancedb_hybrid",
)
