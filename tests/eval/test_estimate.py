from __future__ import annotations

import numpy as np
import pytest

from eval.calibration import area_under_risk, calibrate, expected_error
from eval.estimate import mean_of

SURE = [0.95, 0.85, 0.85, 0.25]
RIGHT = [True, True, False, False]


def test_the_interval_holds_the_mean_and_narrows_with_more_questions():
    few, many = mean_of([1, 0] * 10), mean_of([1, 0] * 1000)
    assert few.value == many.value == 0.5
    assert few.low < 0.4
    assert few.high > 0.6
    # the standard error of 2,000 coin flips is 0.0112; 1.96 times that is 0.022
    assert (many.low, many.high) == pytest.approx((0.478, 0.522), abs=0.004)


def test_a_share_of_all_or_none_has_the_exact_interval_and_not_a_point():
    # Clopper and Pearson for 10 of 10: 0.025 to the power of a tenth
    one = mean_of([1.0] * 10)
    assert (one.value, one.high) == (1, 1)
    assert one.low == pytest.approx(0.025**0.1)
    assert mean_of([0.0] * 10).high == pytest.approx(1 - 0.025**0.1)


def test_the_calibration_error_is_the_one_worked_by_hand():
    # bins 0.9-1.0: |0.95 - 1| x 1; 0.8-0.9: |0.85 - 0.5| x 2; 0.2-0.3: |0.25 - 0| x 1; over 4
    assert calibrate(SURE, RIGHT, 4).error.value == pytest.approx((0.05 + 0.7 + 0.25) / 4)


def test_confidence_that_says_how_often_it_is_right_has_no_error():
    sure, right = np.full(10, 0.7), np.array([1.0] * 7 + [0.0] * 3)
    assert expected_error(sure, right) == pytest.approx(0)
    assert expected_error(np.ones(10), right) == pytest.approx(0.3)


def test_the_area_under_risk_is_the_mean_over_the_surest_first():
    # wrong among the surest 1, 2, 3, 4; of the two at 0.85 the wrong one counts first
    found = calibrate(SURE, RIGHT, 8)
    assert [one.risk for one in found.curve] == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])
    assert [one.coverage for one in found.curve] == [1 / 8, 2 / 8, 3 / 8, 4 / 8]
    assert found.area.value == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)


def test_sure_and_wrong_costs_more_area_than_unsure_and_wrong():
    right = np.array([1.0, 1.0, 0.0])
    good, bad = np.array([0.9, 0.8, 0.1]), np.array([0.1, 0.8, 0.9])
    assert area_under_risk(good, right) < area_under_risk(bad, right)


def test_bins_hold_every_answer_once():
    bins = calibrate([0.0, 0.1, 1.0], [False, True, True], 3).bins
    assert [(one.confidence, one.right, one.count) for one in bins] == [
        (0, 0, 1),
        (0.1, 1, 1),
        (1, 1, 1),
    ]
