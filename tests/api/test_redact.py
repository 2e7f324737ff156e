"""Of words that somebody wrote, those stay that the reports or any question use."""

import pytest

from api.redact import redact


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Do family group conferences reduce care?", "do family group conferences reduce care?"),
        ("Does zanqvorth therapy work?", "does [word] therapy work?"),
        ("Is it good for Mr Zanqvorth in 2019?", "is it good for [word] [name] in 2019?"),
        ("do conferences help jayden in care", "do conferences help [name] in care"),
        ("conferences for file 4481920", "conferences for file [word]"),
        ("do conferences help someone@example.org", "do conferences help [email]"),
    ],
)
def test_what_is_kept_of_a_question(engine, written, kept):
    assert redact(written, engine) == kept


def test_what_cannot_be_made_safe_is_not_kept_at_all(engine):
    danger = "A child told me today that her uncle is hitting her"
    assert redact(danger, engine) == ""
