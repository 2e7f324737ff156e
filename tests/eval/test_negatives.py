from eval.negatives import mine
from eval.pairs import Question, Source

PASSAGES = (
    "Kinship carers raise grandchildren.",
    "Kinship carers need money.",
    "Kinship carers need rest.",
    "Kinship carers want advice.",
    "Trains run on time.",
)
KIN = Question("What do kinship carers need?", frozenset({1, 2}))
SOURCE = Source("kin", PASSAGES, (KIN,))


def test_what_answers_is_the_positive_and_never_a_negative():
    for seed in range(10):
        [example] = mine(SOURCE, 5, 2, seed)
        assert example.question == KIN.text
        assert example.positive in {PASSAGES[1], PASSAGES[2]}
        assert set(example.negatives) == {PASSAGES[0], PASSAGES[3]}


def test_a_negative_shares_words_with_the_question_so_too_few_leave_it_out():
    assert mine(SOURCE, 5, 3, seed=1) == []


def test_a_passage_with_the_same_words_as_the_right_one_is_no_negative():
    twice = Source("kin", (*PASSAGES, PASSAGES[1]), (KIN,))
    assert mine(twice, 5, 3, seed=1) == []


def test_no_more_questions_than_asked_for_and_the_seed_chooses_them():
    questions = tuple(Question(f"kinship carers {n}", frozenset({n})) for n in range(3))
    many = Source("kin", PASSAGES, questions)
    assert len(mine(many, 2, 2, seed=1)) == 2
    assert len(mine(many, 9, 2, seed=1)) == 3
    assert mine(many, 3, 2, seed=1) == mine(many, 3, 2, seed=1)
    assert len({tuple(mine(many, 2, 2, seed=seed)) for seed in range(8)}) > 1
