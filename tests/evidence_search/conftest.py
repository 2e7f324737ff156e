import pytest

from evidence_search.encode import HashEncoder
from evidence_search.index import write_generation
from tests.evidence_search.mentoring import REPORTS, add, open_telling_far
from tests.evidence_search.model_server import serving


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    place = tmp_path_factory.mktemp("mentoring")
    with write_generation(place, HashEncoder(), {}) as writer:
        for name, sentences in REPORTS.items():
            add(writer, name, sentences)
    opened = open_telling_far(place)
    yield opened
    opened.close()


@pytest.fixture
def server():
    with serving() as one:
        yield one
