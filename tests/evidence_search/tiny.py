"""A BERT of a few thousand weights, made on the spot: real, and ready in milliseconds."""

import torch
from transformers import BertConfig, BertTokenizer

WORDS = "care leavers in foster the end query passage : what helps children money".split()  # noqa: SIM905


def tiny_bert(**settings):
    torch.manual_seed(0)
    vocabulary = {
        word: n for n, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS])
    }
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=32,
        initializer_range=0.5,  # wide, so that other words give other vectors
        **settings,
    )
    return config, BertTokenizer(vocab=vocabulary, model_max_length=32)
