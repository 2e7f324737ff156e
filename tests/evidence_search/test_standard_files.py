"""Standards as files of one's own: read over the shipped ones, or refused with line and reason."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from evidence_search.errors import StandardInvalid
from evidence_search.ratings import Direction, EvidenceRating, Provenance
from evidence_search.standards import SHIPPED, band, check, in_words, load_standards

LOAD = "; standards.load_standards()"
STARS = """
[[standard]]
id = "stars"
name = "County stars"
owner = "The county"
version = "1"
units = ["outcome"]
rates = "strength"
heading = "Stars"
top = "★★"

[[standard.levels]]
native = "★"
words = "one star"
meaning = "A little."
band = "low"

[[standard.levels]]
native = "★★"
words = "two stars"
meaning = "A lot."
band = "high"
"""


@pytest.fixture
def stars(tmp_path):
    path = tmp_path / "stars.toml"
    path.write_text(STARS, encoding="utf-8")
    return path


def test_a_new_standard_needs_no_code(stars):
    standards = load_standards(stars)
    rating = EvidenceRating(
        "Mentoring", "work", "stars", "1", "★★", Direction.POSITIVE, "outcome",
        Provenance.PUBLISHED, "", "2020", "https://example.org",
    )  # fmt: skip
    check(rating, standards)
    assert set(standards) == set(load_standards()) | {"stars"}
    assert in_words(rating, standards).startswith("Stars: ★★, two stars; points to benefit")
    assert band(rating, standards) == "high"


def test_a_folder_of_standards_may_replace_a_shipped_one(stars):
    stars.write_text(STARS.replace('"stars"', '"grade"'), encoding="utf-8")
    standards = load_standards(stars.parent)
    assert set(standards) == set(load_standards())
    assert standards["grade"].name == "County stars"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "stars"', "id stars", r"at line 3, column 4"),
        ('native = "★★"', 'native = "★"', r"standard 'stars': level ★ stands twice: keep one"),
        ("band =", "colour =", r"levels '★', colour: unknown key; the keys are native, words"),
        ("owner =", "maker =", r"standard 'stars', maker: unknown key; the keys are id, name"),
        ('owner = "The county"\n', "", r"standard 'stars', owner: this key is missing"),
        ('band = "high"', 'band = "top"', r"levels '★★', band: Input should be 'high', 'moder"),
        ('rates = "strength"', 'rates = "luck"', r"'stars', rates: Input should be 'effect'"),
        ('words = "one star"', 'words = "●"', r"levels '★', words: write words here"),
        ('native = "★"', "native = 1", r"levels 1, native: Input should be a valid string"),
        ('units = ["outcome"]', "units = []", r"levels and units must each name at least one"),
        ('top = "★★"', 'top = "★"', r"top is ★: put that level last"),
        ("[[standard]]", "[standard]", r"standard: write a list here: \[\[standard\]\]"),
        ("\n[[standard]]", "size = 3\n[[standard]]", r"size: unknown key; the keys are standard"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_the_place_and_the_reason(stars, old, new, message):
    assert old in STARS
    broken = STARS.replace(old, new, 1)
    if new == "[standard]":
        broken = broken.split("[[standard.levels]]", maxsplit=1)[0]
    stars.write_text(broken, encoding="utf-8")
    with pytest.raises(StandardInvalid, match=message) as refused:
        load_standards(stars)
    assert re.match(rf"{re.escape(str(stars))}(, line \d+: |: .*at line \d+)", str(refused.value))


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('band = "high"', 'band = "top"', "band = "),
        ('words = "one star"', 'words = "●"', "words = "),
        ("owner =", "maker =", "maker ="),
        ('meaning = "A lot."\n', "", None),
    ],
)
def test_a_fault_names_the_line_that_an_editor_shows(stars, old, new, key):
    broken = STARS.replace(old, new, 1)
    stars.write_text(broken, encoding="utf-8")
    with pytest.raises(StandardInvalid) as refused:
        load_standards(stars)
    lines = broken.splitlines()
    named = {int(number) for number in re.findall(r", line (\d+): ", str(refused.value))}
    starts = {n for n, line in enumerate(lines, 1) if new and line.startswith(new)}
    headers = [n for n, line in enumerate(lines, 1) if line == "[[standard.levels]]"]
    assert named >= (starts if key else {headers[1]})


def test_every_fault_of_a_file_is_named_at_once(stars):
    stars.write_text(STARS.replace("meaning", "means"), encoding="utf-8")
    with pytest.raises(StandardInvalid) as refused:
        load_standards(stars)
    assert str(refused.value).count("unknown key") == 2
    assert str(refused.value).count("this key is missing") == 2


def test_a_standard_without_levels_is_refused(stars):
    empty = STARS.split("[[standard.levels]]", maxsplit=1)[0] + "levels = []\n"
    stars.write_text(empty, encoding="utf-8")
    with pytest.raises(StandardInvalid, match="levels and units must each name at least one"):
        load_standards(stars)


def test_an_id_that_stands_twice_in_a_folder_is_refused(stars):
    again = stars.with_name("stars-again.toml")
    again.write_text(STARS, encoding="utf-8")
    with pytest.raises(StandardInvalid, match=r"stars.toml: standard 'stars' stands twice"):
        load_standards(stars.parent)


def test_a_file_that_is_not_utf_8_is_refused_with_its_name(stars):
    stars.write_bytes(STARS.encode("utf-16"))
    with pytest.raises(StandardInvalid, match=r"stars\.toml: 'utf-8' codec"):
        load_standards(stars)


# The control: the same watch does see the files once the standards are loaded.
@pytest.mark.parametrize(("then", "read"), [("", 0), (LOAD, len(list(SHIPPED.glob("*.toml"))))])
def test_importing_the_module_reads_no_standard(then, read):
    watch = (
        "import sys; seen = []; "
        "sys.addaudithook(lambda event, args: seen.append(str(args[0])) if event == 'open' else 0);"
        f"from evidence_search import standards{then}; "
        "print(sum(name.endswith('.toml') for name in seen))"
    )
    done = subprocess.run(
        [sys.executable, "-c", watch],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(SHIPPED).parents[1],
    )
    assert int(done.stdout) == read


def test_a_path_without_standards_is_refused_with_its_name(tmp_path):
    with pytest.raises(StandardInvalid, match=r"holds no \.toml file"):
        load_standards(tmp_path)
    with pytest.raises(StandardInvalid, match=r"nowhere\.toml.*No such file"):
        load_standards(tmp_path / "nowhere.toml")
