"""Groups of questions are shown to researchers where enough days stand behind every word."""

import json
from datetime import date, timedelta

from click.testing import CliRunner

from api.cli import main
from api.feedback_report import report_questions
from api.feedback_store import Asking, Feedback, FeedbackStore
from evidence_search.encode import HashEncoder

FIRST = date(2026, 6, 1)
MENTORS = "does mentoring help care leavers find work"


def asking(number, question=MENTORS, status="no_evidence", day=None):
    told = FIRST + timedelta(number if day is None else day)
    return Asking(str(told), f"{number:032x}", status, question)


def unhelpful(number, reason="wrong_page"):
    return Feedback(
        str(FIRST), f"{number:032x}", "000001", "answered", helpful=False, reason=reason, comment=""
    )


def report(askings, feedback=(), least=5):
    return report_questions(askings, feedback, HashEncoder(), least)


def test_five_days_of_the_same_question_are_a_group():
    found = report([asking(number) for number in range(5)])
    [group] = found.groups
    assert set(group.words) == {"mentoring", "help", "care", "leavers", "find", "work"}
    assert (group.days, group.askings, group.unanswered, group.unhelpful) == (5, 5, 5, None)
    assert (found.shown, found.withheld) == (5, 0)


def test_four_days_are_none_and_nothing_of_them_is_said():
    found = report([asking(number) for number in range(4)])
    assert found.groups == ()
    assert (found.shown, found.withheld) == (0, 4)


def test_a_hundred_askings_in_one_day_count_once():
    assert report([asking(number, day=0) for number in range(100)]).groups == ()


def test_a_word_that_fewer_days_share_is_not_shown():
    askings = [asking(number) for number in range(5)]
    askings += [asking(9, f"{MENTORS} in grimsby")]
    [group] = report(askings).groups
    assert group.askings == 6
    assert "grimsby" not in group.words


def test_what_redaction_took_out_is_no_word():
    askings = [asking(number, f"[name] {MENTORS} [word]") for number in range(5)]
    [group] = report(askings).groups
    assert {"name", "word"}.isdisjoint(group.words)


def test_questions_about_other_things_stay_apart():
    other = "what reduces the turnover of social workers"
    askings = [asking(number) for number in range(5)]
    askings += [asking(number + 5, other, day=number) for number in range(5)]
    groups = report(askings).groups
    assert [group.askings for group in groups] == [5, 5]
    assert len({"mentoring", "turnover"} & set(groups[0].words)) == 1


def test_answered_questions_count_where_they_were_called_unhelpful_and_for_what():
    askings = [asking(number, status="answered") for number in range(6)]
    assert report(askings).groups == ()
    feedback = [unhelpful(number) for number in range(5)]
    [group] = report(askings, [*feedback, unhelpful(0, "other")]).groups
    assert (group.askings, group.unanswered, group.unhelpful) == (5, None, 5)
    assert group.reasons == {"wrong_page": 5}


def run(directory, *arguments, **environment):
    environment = {f"EVIDENCE_SEARCH_{name}": value for name, value in environment.items()}
    command = ["feedback", "report", "--index", str(directory), *arguments]
    return CliRunner().invoke(main, command, env={"EVIDENCE_SEARCH_ENCODER": "hash", **environment})


def test_the_command_is_off_until_learning_is_on(tmp_path):
    store = FeedbackStore(tmp_path / "feedback.sqlite", 90)
    for number in range(5):
        store.keep(asking(number))
    refused = run(tmp_path)
    assert refused.exit_code == 2
    assert "EVIDENCE_SEARCH_LEARNING=on" in refused.output
    assert "mentoring" not in refused.output
    told = run(tmp_path, LEARNING="on").output
    assert "asked 5 times on 5 days; unanswered 5, called unhelpful on fewer than 5 days" in told
    assert json.loads(run(tmp_path, "--json", LEARNING="on").output)["shown"] == 5
    assert run(tmp_path, "--least", "4", LEARNING="on").exit_code == 2
