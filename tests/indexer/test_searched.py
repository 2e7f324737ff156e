import pytest

from indexer.searched import searched_to

REVIEW = "This systematic review asks what helps. "


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("We searched ten databases from 1990 to March 2018.", "2018-03"),
        ("Searches were carried out in November 2019 and screened by two people.", "2019-11"),
        ("Databases were searched up to 31 January 2021.", "2021-01"),
        ("The search was updated in 2020.", "2020"),
        ("Date of last search: Sept 2017.", "2017-09"),
        ("We searched until May\n2016. The searches were updated in June 2019.", "2019-06"),
        ("Searching websites between 2005 and 2015 found more.", "2015"),
        ("The trial ran from 2015 to 2018.", ""),
        ("We searched for families who were willing. In 2018 there were few.", ""),
    ],
)
def test_the_date_of_the_search_is_found_where_it_is_said(text, date):
    assert searched_to([REVIEW, text]) == date


def test_a_report_that_is_no_review_has_no_date_of_search():
    assert searched_to(["We searched records from 1990 to March 2018."]) == ""
