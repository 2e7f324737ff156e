import os
import subprocess
import sys

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from transformers import BertModel

from evidence_search import Engine, Settings
from evidence_search.encode import load_encoder
from evidence_search.errors import IndexMismatch
from evidence_search.index import write_generation
from evidence_search.types import Document, Page, Passage, Span
from tests.evidence_search.tiny import tiny_bert

TEXT = "care leavers in foster care"
PROMPTS = {"query": "query: ", "document": "passage: "}


@pytest.fixture(autouse=True, scope="module")
def cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(params=["torch", "openvino"])
def inference(request):
    return request.param


def save(folder, *, prompts=None, pooling="mean", length=16):
    config, tokenizer = tiny_bert()
    parts = folder / "parts"
    BertModel(config).save_pretrained(parts)
    tokenizer.save_pretrained(parts)
    transformer = Transformer(str(parts), max_seq_length=length)
    modules = [transformer, Pooling(config.hidden_size, pooling_mode=pooling), Normalize()]
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder / "model"))
    return str(folder / "model")


@pytest.fixture(scope="module")
def prompted(tmp_path_factory):
    return save(tmp_path_factory.mktemp("prompted"), prompts=PROMPTS)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return save(tmp_path_factory.mktemp("plain"))


def cosine(one, other):
    return float(one[0] @ other[0])


def test_a_models_own_prompts_go_before_queries_and_passages(prompted, plain, inference):
    encoder, bare = load_encoder(prompted, inference), load_encoder(plain, inference)
    query, passage = encoder.encode_queries([TEXT]), encoder.encode_passages([TEXT])
    assert cosine(query, bare.encode_passages([f"query: {TEXT}"])) > 0.999
    assert cosine(passage, bare.encode_passages([f"passage: {TEXT}"])) > 0.999
    assert cosine(query, passage) < 0.999
    assert cosine(bare.encode_queries([TEXT]), bare.encode_passages([TEXT])) > 0.999


def test_pooling_and_length_are_the_models_own(plain, tmp_path, inference):
    (tmp_path / "first").mkdir()
    first = load_encoder(save(tmp_path / "first", pooling="cls"), inference)
    mean = load_encoder(plain, inference)
    assert cosine(mean.encode_passages([TEXT]), first.encode_passages([TEXT])) < 0.999
    (tmp_path / "short").mkdir()
    short = load_encoder(save(tmp_path / "short", length=4), inference)
    assert cosine(*map(short.encode_passages, ([TEXT], ["care leavers the end"]))) > 0.999


def test_vectors_are_unit_and_as_many_as_the_model_says(plain, inference):
    encoder = load_encoder(plain, inference)
    vectors = encoder.encode_passages([TEXT, "money"])
    assert vectors.shape == (2, encoder.dimension) == (2, 16)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=0.01)
    assert encoder.encode_queries([]).shape == (0, 16)
    assert encoder.runtime.startswith(inference)


def test_an_index_names_its_encoder_and_opens_with_no_other(prompted, plain, tmp_path):
    document = Document("a", "a.pdf", "Care", "0" * 64)
    passage = Passage("a#1:0", document, TEXT, (Span(1, 0, len(TEXT)),))
    with write_generation(tmp_path, load_encoder(prompted), {}) as writer:
        writer.add(document, [Page(1, TEXT)], [passage])
    engine = Engine.open(Settings(index_dir=tmp_path, encoder=prompted))
    assert [hit.passage.id for hit in engine.search("foster care")] == ["a#1:0"]
    with pytest.raises(IndexMismatch, match="choose that encoder or build the index again"):
        Engine.open(Settings(index_dir=tmp_path, encoder=plain))


READS = """
import sys
read = []
weights = "model.safetensors"
sys.addaudithook(lambda what, of: what == "open" and weights in str(of[0]) and read.append(1))
from evidence_search.encode import load_encoder
load_encoder("all-MiniLM-L6-v2")
print(len(read))
"""


def test_the_weights_are_read_once_to_be_told_from_others():
    done = subprocess.run(
        [sys.executable, "-c", READS],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "1\n"
