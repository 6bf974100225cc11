"""4b.4 The files of the yearly report as Annex II asks for them: states, lines, items, programs, names."""

from dataclasses import replace
from typing import Any

import pytest
from tests.makers.law.reports import IDENTITY, rows_of, year

from kawaraban.law.basis import Offence
from kawaraban.law.dsa.orders_counted import OrderCount, OrderFigures
from kawaraban.law.dsa.report_files import report_files, template
from kawaraban.law.dsa.terms import OFFENCE, Category
from kawaraban.law.dsa.year_counts import Notices

PART_3, PART_4 = "Part_3_member_states_orders.csv", "Part_4_notices.csv"
UNNAMED = Category("STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER", "")


def order(state: str, offence: Offence | None = Offence.HATE, **facts: Any) -> OrderCount:
    given: dict[str, Any] = {
        "category": OFFENCE[offence] if offence else UNNAMED,
        "orders": 1,
        "items": 1,
        "receipt_hours": [1.0],
        "effect_hours": [3.0],
    }
    return OrderCount(member_state=state, **(given | facts))


def part_3(orders: OrderFigures, *, had_no_orders: bool = False) -> list[list[str]]:
    made = replace(year([]), orders=orders)
    return rows_of(report_files(made, replace(IDENTITY, had_no_orders=had_no_orders))[PART_3])


def total(rows: list[list[str]], scope: str) -> list[str]:
    [found] = [row[6:13] for row in rows if row[3] == "TOTAL" and row[5] == scope]
    return found


def test_4b_04_a_year_without_orders_names_no_state() -> None:
    blank, none = part_3(OrderFigures()), part_3(OrderFigures(), had_no_orders=True)

    for rows in (blank, none):
        assert {row[5] for row in rows[1:]} == {"TOTAL"}
        assert [row[3] for row in rows] == [row[3] for row in template()[PART_3] if "[…]" not in row[5]]
    assert {*blank[1][6:13]} == {""}
    assert total(none, "TOTAL") == ["0", "0", "", "", "0", "", ""]


def test_4b_04_each_state_from_which_an_order_came_has_its_rows() -> None:
    rows = part_3(
        OrderFigures(
            to_act=[
                order("DE", items=10),
                order("AT", offence=None, receipt_hours=[], effect_hours=[]),
                order("DE", receipt_hours=[0.5], effect_hours=[5.0]),
            ],
            to_inform=[order("GR", items=0)],
        )
    )

    one_block = len({tuple(row[3:5]) for row in rows[1:]})
    assert list(dict.fromkeys(row[5] for row in rows[1:])) == ["TOTAL", "AT", "DE", "EL"]
    assert one_block > 15
    assert total(rows, "TOTAL") == ["3", "12", "0.8", "4", "1", "1", "3"]
    assert total(rows, "DE") == ["2", "11", "0.8", "4", "0", "", ""]
    assert total(rows, "AT") == ["1", "1", "", "", "0", "", ""]
    assert total(rows, "EL") == ["0", "0", "", "", "1", "1", "3"]
    hate = [row[5:8] for row in rows if row[3] == "KEYWORD_HATE_SPEECH" and row[6] != "0"]
    assert hate == [["TOTAL", "2", "11"], ["DE", "2", "11"]]
    unnamed = [row[5:7] for row in rows if row[3] == UNNAMED.category]
    assert unnamed == [["TOTAL", "1"], ["AT", "1"], ["DE", "0"], ["EL", "0"]]


@pytest.mark.parametrize("name", list(template()))
def test_4b_04_each_line_ends_as_rfc_4180_says(name: str) -> None:
    text = report_files(year([]), IDENTITY)[name]

    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n") == len(rows_of(text))
    assert not text.startswith("\ufeff")


def test_4b_04_one_notice_of_several_addresses_is_one_notice_of_several_items() -> None:
    category = OFFENCE[Offence.DEFAMATION]
    notices = Notices(total=2)
    notices.by_category[category], notices.items_by_category[category] = 2, 11

    rows = rows_of(report_files(year([], notices), IDENTITY)[PART_4])

    assert [rows[1][column] for column in (5, 7)] == ["2", "11"]


def test_4b_04_a_notice_that_a_program_answered_is_counted_as_that() -> None:
    notices = Notices(total=5, by_program=2)

    rows = rows_of(report_files(year([], notices), IDENTITY)["Part_8_automated_means.csv"])

    assert [rows[number][6] for number in (11, 12)] == ["2", "3"]


def test_4b_04_the_provider_is_never_made_up() -> None:
    rows = rows_of(report_files(year([]), replace(IDENTITY, provider=""))["Part_1_summary.csv"])

    assert rows[1][2] == "Name of the service provider"
    assert rows[1][3] == ""
