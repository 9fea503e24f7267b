"""Text made safe to print: for terminals, and for Markdown."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from zwgk.report import plain, text_table
from zwgk.report.markdown import escaped
from zwgk.report.plain import shortened, width

# GBK gives one byte to ASCII and two to what is wide: an outside judge of display width.
printable = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.sampled_from("一二三政务公开办件逾期得分，。：（）１２Ａ"),
    ),
    max_size=12,
)
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(st.text())
def test_nothing_in_plain_text_steers_a_terminal_or_turns_its_direction(text: str) -> None:
    found = plain(text)
    assert not [c for c in found if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not [c for c in found if unicodedata.bidirectional(c) in TURNING]
    assert plain(found) == found
    found.encode("utf-8")


def test_of_all_characters_only_hidden_ones_are_dropped() -> None:
    every = [chr(code) for code in range(0x110000)]
    kept = set(plain("".join(every)))
    for char in every:
        category = unicodedata.category(char)
        steers = category in {"Cc", "Cs", "Zl", "Zp"} or unicodedata.bidirectional(char) in TURNING
        assert not (steers and char in kept)
        # Cn holds the two noncharacters and unassigned points among the invisible ones.
        assert char in kept or steers or category in {"Cf", "Cn"}
    assert {" ", "\u3000", "\u200d", "\u200c", "\u0301"} <= kept


@given(printable)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


def test_plain_drops_escapes_overrides_and_breaks() -> None:
    assert plain("\x1b[31m红\x1b[0m") == "[31m红[0m"
    assert plain("a\u202egnp.exe") == "agnp.exe"
    assert plain("一\r\n二\n三\t四\u2028五") == "一 二 三 四 五"
    assert plain("零\u200b宽\ufeff\ud800") == "零宽"
    # Joiners belong to the spelling of some scripts.
    assert plain("\u0646\u200c\u0647") == "\u0646\u200c\u0647"


@given(printable)
def test_width_is_what_gbk_gives_in_bytes(text: str) -> None:
    assert width(text) == len(text.encode("gbk"))


@given(printable, st.integers(2, 30))
def test_a_shortened_text_fits_and_only_loses_its_end(text: str, columns: int) -> None:
    found = shortened(text, columns)
    assert width(found) <= columns
    assert found == text or (found[-1] == "…" and text.startswith(found[:-1]))
    # One more wide character would not have fitted.
    assert found == text or width(found) >= columns - 1


@given(st.lists(st.tuples(printable, printable.filter(str.strip)), min_size=1, max_size=6))
def test_the_second_column_begins_at_one_place(rows: list[tuple[str, str]]) -> None:
    lines = text_table(rows, ["单位", "得分"]).split("\n")
    start = max(len(cell.encode("gbk")) for cell in ["单位", *(first for first, _ in rows)]) + 2
    assert len(lines) == len(rows) + 2
    assert lines[1] == "-" * (start - 2) + "  " + "-" * (len(lines[1]) - start)
    for line, (first, second) in zip(lines[2:], rows, strict=True):
        raw = line.encode("gbk")
        assert raw[start:].decode("gbk") == second.rstrip()
        assert raw[:start].decode("gbk").rstrip() == first.rstrip()


def test_a_table_keeps_rows_apart_and_fills_short_ones() -> None:
    table = text_table([["甲\n乙", "1"], ["\x1b[2J丙"]], ["名称", "数"])
    assert table.split("\n") == ["名称   数", "-----  --", "甲 乙  1", "[2J丙"]
    assert text_table([["a", "b"]]) == "a  b"
    assert text_table([], ["名称"]) == "名称\n----"
    assert text_table([]) == ""


MARKUP = "\\`*_[]<>|~&$#@"


@given(st.text(st.sampled_from(MARKUP + "-+=1.) \n\tax:一")))
def test_every_character_of_markup_is_escaped(text: str) -> None:
    found = escaped(text)
    assert "\n" not in found
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", found)
    assert not set(bare) & set(MARKUP)
    assert not re.match(r"#|[-+] |[-+]$|[-+][-+]|=|\d{1,9}[.)]( |$)", found)


@given(st.text())
def test_escaping_loses_nothing_but_what_is_hidden(text: str) -> None:
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped(text)) == plain(text).strip()


def test_escaped_text_makes_no_block_and_no_link() -> None:
    assert escaped("# 一") == r"\# 一"
    assert escaped("- 一") == r"\- 一"
    assert escaped("---") == r"\---"
    assert escaped("12. 一") == r"12\. 一"
    assert escaped("1) 一") == r"1\) 一"
    assert escaped("-0.5 1.2") == "-0.5 1.2"
    assert escaped("[看](javascript:alert(1))") == r"\[看\](javascript:alert(1))"
    assert escaped("见 https://a.example 和 www.b.example") == (
        r"见 https\://a.example 和 www\.b.example"
    )
    assert escaped("| a | b |") == r"\| a \| b \|"
