"""Printed numbers are read exactly, or kept and marked."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.records.numbers import read_number

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Chinese numerals written the long way, place by place; shares nothing with the reader."""
    if number == 0:
        return "零"
    places = ["", "十", "百", "千"]

    def section(value: int) -> str:
        words, gap = "", False
        for power in (3, 2, 1, 0):
            digit = value // 10**power % 10
            if digit:
                words += ("零" if gap and words else "") + DIGITS[digit] + places[power]
                gap = False
            else:
                gap = True
        return words

    words = ""
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // scale % (10**4)
        if part:
            words += ("零" if words and part < 1000 else "") + section(part) + name
    return words


@pytest.mark.parametrize(
    ("text", "number", "places", "bound", "unit"),
    [
        ("37286", "37286", 0, "exact", ""),
        ("36.40", "36.4", 2, "exact", ""),
        ("36.40%", "36.4", 2, "exact", "%"),
        ("85.6 %", "85.6", 1, "exact", "%"),
        ("4。4%", "4.4", 1, "exact", "%"),
        ("50 561", "50561", 0, "exact", ""),
        ("50\u00a0561", "50561", 0, "exact", ""),
        ("1,234,567.89", "1234567.89", 2, "exact", ""),
        ("１，２３４．５０％", "1234.5", 2, "exact", "%"),
        ("240余", "240", 0, "more_than", ""),
        ("240余条", "240", 0, "more_than", "条"),
        ("30多", "30", 0, "more_than", ""),
        ("三个多小时", "3", 0, "more_than", "个小时"),
        ("约1.6万余", "16000", 1, "more_than", ""),
        ("10余万元", "100000", 0, "more_than", "元"),
        ("超过5000人", "5000", 0, "more_than", "人"),
        ("82%以上", "82", 0, "at_least", "%"),
        ("不少于4次", "4", 0, "at_least", "次"),
        ("五天以内", "5", 0, "within", "天"),
        ("不超过140字", "140", 0, "within", "字"),
        ("近六年", "6", 0, "approximate", "年"),
        ("约100人左右", "100", 0, "approximate", "人"),
        ("三分之二", "2/3", 0, "exact", ""),
        ("3/4", "3/4", 0, "exact", ""),
        ("百分之八十五", "85", 0, "exact", "%"),
        ("百分之八十五点六", "85.6", 1, "exact", "%"),
        ("千分之三", "3", 0, "exact", "‰"),
        ("1.2万", "12000", 1, "exact", ""),
        ("30万", "300000", 0, "exact", ""),
        ("6亿", "600000000", 0, "exact", ""),
        ("300 万元", "3000000", 0, "exact", "元"),
        ("1亿5000万", "150000000", 0, "exact", ""),
        ("2万5千", "25000", 0, "exact", ""),
        ("两次", "2", 0, "exact", "次"),
        ("百日", "100", 0, "exact", "日"),
        ("二十四小时", "24", 0, "exact", "小时"),
        ("一百二", "120", 0, "exact", ""),
        ("三万五", "35000", 0, "exact", ""),
        ("三万零五", "30005", 0, "exact", ""),
        ("二〇一四", "2014", 0, "exact", ""),
        ("三点五", "3.5", 1, "exact", ""),
        ("十條", "10", 0, "exact", "條"),
        ("100分。", "100", 0, "exact", "分"),
        ("10分)", "10", 0, "exact", "分"),
        ("共计12件", "12", 0, "exact", "件"),
        ("-2.5", "-2.5", 1, "exact", ""),
        ("负三", "-3", 0, "exact", ""),
        ("1.5E2", "150", 0, "exact", ""),
        ("万分之五", "5", 0, "exact", "‱"),
        ("七成五", "7.5", 1, "exact", "成"),
        ("三成半", "3.5", 1, "exact", "成"),
        ("1个半小时", "1.5", 1, "exact", "个小时"),
        ("两年半", "2.5", 1, "exact", "年"),
        ("半年", "0.5", 1, "exact", "年"),
        ("一半", "1/2", 0, "exact", ""),
        ("半数以上", "1/2", 0, "at_least", ""),
        ("超过半数", "1/2", 0, "more_than", ""),
        ("负增长2%", "-2", 0, "exact", "%"),
        ("减少一半", "-1/2", 0, "exact", ""),
        ("减少一半以上", "-1/2", 0, "within", ""),
        ("贰万元整", "20000", 0, "exact", "元整"),
        # a scale behind places below it belongs to them alone
        ("3亿2千万", "320000000", 0, "exact", ""),
        ("1亿5百万元", "105000000", 0, "exact", "元"),
        ("3亿2千5百万", "325000000", 0, "exact", ""),
        ("3亿2千余万元", "320000000", 0, "more_than", "元"),
        ("三亿二千余万元", "320000000", 0, "more_than", "元"),
        ("三千五百余万元", "35000000", 0, "more_than", "元"),
        ("1亿零500万", "105000000", 0, "exact", ""),
        ("2万零30", "20030", 0, "exact", ""),
        ("5千3百万", "53000000", 0, "exact", ""),
        ("20来个", "20", 0, "approximate", "个"),
        ("二十来个", "20", 0, "approximate", "个"),
        ("500+", "500", 0, "at_least", ""),
        ("≥5次", "5", 0, "at_least", "次"),
        ("＞5", "5", 0, "more_than", ""),
        ("≤5", "5", 0, "within", ""),
        ("<= 5", "5", 0, "within", ""),
        ("<5", "5", 0, "less_than", ""),
        # 民法典 Art. 1259: 不满 and 超过 leave the number out, 以上 and 以下 do not
        ("不到30%", "30", 0, "less_than", "%"),
        ("不满18人", "18", 0, "less_than", "人"),
        ("少于30", "30", 0, "less_than", ""),
        ("下降超过5%", "-5", 0, "less_than", "%"),
        ("下降不到5%", "-5", 0, "more_than", "%"),
        ("约占30%", "30", 0, "approximate", "%"),
        ("高达98.5%", "98.5", 1, "exact", "%"),
        ("5（件）", "5", 0, "exact", "件"),
        ("5人（次）", "5", 0, "exact", "人(次)"),
    ],
)
def test_what_officials_print(text: str, number: str, places: int, bound: str, unit: str) -> None:
    reading = read_number(text)
    assert (reading.number, reading.places, reading.bound, reading.unit) == (
        Fraction(number),
        places,
        bound,
        unit,
    )
    assert reading.text == text
    assert (reading.masked, reading.none, reading.missing) == (False, False, False)


def test_missing_masked_zero_and_none_are_four_things() -> None:
    for blank in (None, "", "  ", "-", "—", "/", "／"):
        reading = read_number(blank)
        assert (reading.number, reading.missing) == (None, True)
    for masked, width in (("x", 1), ("xxx", 3), ("XX件", 2), ("20**", 4), ("?次", 1), ("1xx.x", 4),
                          ("约xxx", 3), ("共xx余件", 2)):  # fmt: skip
        reading = read_number(masked)
        assert (reading.number, reading.masked, reading.width) == (None, True, width)
        assert not reading.missing
    for none in ("无", "没有", "未发生", "未收到", "无一人", "没有发生", "暂无", "無", "沒有"):
        reading = read_number(none)
        assert (reading.number, reading.none) == (Fraction(0), True)
    for zero in ("0", "零", "0.00", "〇"):
        reading = read_number(zero)
        assert (reading.number, reading.none) == (Fraction(0), False)


@pytest.mark.parametrize(
    "text",
    [
        "无法统计",
        "无数据",
        "若干",
        "一般",
        "165 1 次",
        "3⑸",
        "2014-07-01",
        "03-20",
        "5-10",
        "12,5",
        "十二五",
        "万",
        "3万5",
        "1/0",
        "零分之一",
        "各采用2",
        "半路",
        "负半年",
        "约",
        "1E99",
        "1.2.3",
        "2014年6月3日",
        "三个一课",
        "1234,567",
        "9" * 61,
        # two digits in a row are about so many, not tens and ones
        "七八个",
        "两三次",
        "三五天",
        "2亿3亿",
        "1千2万5千",
        "5%-",
        "99.9%%",
    ],
)
def test_unreadable_text_is_kept(text: str) -> None:
    reading = read_number(text)
    assert reading.number is None
    assert reading.text == text
    assert (reading.masked, reading.none, reading.missing) == (False, False, False)


def test_the_last_printed_digit_has_a_worth() -> None:
    assert read_number("36.40").step == Fraction(1, 100)
    assert read_number("1.6万").step == 1000
    assert read_number("30万").step == 10_000
    assert read_number("7").step == 1


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_come_back(number: int) -> None:
    assert read_number(chinese(number)).number == number


@given(
    st.decimals(-(10**9), 10**9, places=3), st.sampled_from(["", "%", "件", " 元", "万", "亿元"])
)
def test_arabic_numerals_come_back(number: object, behind: str) -> None:
    scale = {"万": 10**4, "亿元": 10**8}.get(behind, 1)
    for printed in (f"{number}{behind}", f"{number:,}{behind}"):
        reading = read_number(printed)
        assert reading.number == Fraction(str(number)) * scale
        assert reading.places == 3


@given(
    st.text(max_size=12)
    | st.text("0123456789.,%万亿千百十一二点分之余多约以上内无没有xX?*-/ ", max_size=12)
)
def test_no_text_raises(text: str) -> None:
    reading = read_number(text)
    assert reading.text == text
    assert (reading.number is None) or not reading.masked
