"""Numbers as officials print them (数字读法): read exactly, or kept and marked as not readable.

A missing number, a masked one, zero, and "none" in words are four different things.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import prod
from typing import Literal, NamedTuple, TypeAlias

__all__ = ["BoundWord", "Reading", "read_number"]

BoundWord: TypeAlias = Literal[
    "exact", "at_least", "more_than", "within", "less_than", "approximate"
]


class Reading(NamedTuple):
    """What a printed number says (读数).

    ``number`` is None where it is missing, masked or unreadable, and 0 where ``none`` says so in
    words (无). ``places`` are the decimals printed, ``scale`` the 万 or 亿 already multiplied in,
    ``unit`` the words behind the number, ``mask`` a masked number as it shows (1x). ``fraction``
    says that it is part of a whole (三分之二, 2/3), ``trend`` are the words of growth or decline
    before it (增长、下降): a decline is below zero.
    """

    number: Fraction | None
    places: int = 0
    bound: BoundWord = "exact"
    masked: bool = False
    none: bool = False
    text: str = ""
    scale: int = 1
    unit: str = ""
    mask: str = ""
    fraction: bool = False
    trend: str = ""

    @property
    def missing(self) -> bool:
        """Whether nothing is printed (缺失): blank, or a dash or stroke in an empty cell."""
        return self.number is None and not self.masked and self.text.strip() in _BLANKS

    @property
    def width(self) -> int:
        """The digits of a masked number (遮盖位数), shown or not."""
        return sum(sign not in ",." for sign in self.mask)

    def could_be(self, digits: str) -> bool:
        """Whether a masked number can be this one (合于遮盖): as wide, and alike where it shows."""
        shown = [sign for sign in self.mask if sign not in ",."]
        told = [sign for sign in digits if sign != "."]
        return len(shown) == len(told) and all(
            one == other or not one.isdecimal() for one, other in zip(shown, told, strict=True)
        )

    @property
    def step(self) -> Fraction:
        """The worth of the last printed digit (末位单位): 0.01 for ``36.40``, 1000 for 1.6万."""
        return Fraction(self.scale, 10**self.places)


_BLANKS = frozenset({"", "-", "--", "---", "—", "——", "–", "―", "/", "\\", "／", "－", "＼"})
_LONGEST = 60
_HIGHEST_POWER = 30

# Full-width forms of ASCII, blanks of any width, and the signs that stand for them.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(sign): " " for sign in "\u00a0\u2002\u2003\u2009\u202f\u3000\t\r\n"
}
_PLAIN |= {ord("−"): "-", ord("﹪"): "%"}
_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True))
_SAME = str.maketrans(
    "〇两俩兩壹贰叁肆伍陆柒捌玖拾佰仟萬億負點", "零二二二一二三四五六七八九十百千万亿负点"
)
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}

_WORD_NONE = re.compile(
    r"(?:目前|暂|尚|均|都)?(?:[无無]一?|[没沒]有|未(?:曾)?(?:[发發]生|收到|出现|产生|发现|接到))"
    r"(?:[发發]生|收到|出现|产生|发现|接到)?[人件起例项條条次个個宗户处名份类]?"
)
_MASKED = re.compile(
    r"(?:大约|约为|共计|共有|累计|合计|总计|约|共|近|达|计|逾|超过|不少于)? ?"
    r"(?P<mask>[0-9,.]*[xX×*?□][0-9xX×*?□,.]*)[^0-9xX×*?□]{0,12}"
)
_PREFIX = re.compile(
    r"(?P<total>共计|共有|共|合计|总计|累计|达到|高达|达|占|计|人民币)"
    r"|(?P<approximate>大约|约为|约|大概|将近|接近|近)"
    r"|(?P<at_least>至少|不少于|不低于|不小于|≥|>=)"
    r"|(?P<more_than>超过|多于|大于|高于|逾|超|>)"
    r"|(?P<within>不超过|不多于|不大于|不高于|至多|最多|≤|<=)"
    r"|(?P<less_than>不足|不满|不到|少于|低于|小于|<)"
)
# Growth and decline, by how much; 增加到30 says where it got to, which is no growth.
_TREND = re.compile(
    r"(?:(?:与|同|比|较)?(?:上年度?|去年|上期)?(?:同期)?(?:同比|环比|相比)?)"
    r"(?:(?P<down>负增长|下降|减少|降低|回落|下滑|下跌|降幅为?)"
    r"|(?P<up>增长|增加|上升|提高|提升|上涨|增幅为?))"
    r"了?(?![到至为])"
)
# What 以上 and 超过 say of a decline, as growth below zero.
_DOWNWARD: dict[BoundWord, BoundWord] = {
    "at_least": "within",
    "more_than": "less_than",
    "within": "at_least",
    "less_than": "more_than",
}
_SUFFIX = re.compile(
    r"(?:(?P<at_least>及?以上|\+)|(?P<within>及?以内|及?以下|之内|内)|(?P<approximate>左右|上下))$"
)
_CHINESE = "零一二三四五六七八九十百千万亿"
# What may stand behind a number in Chinese numerals; other words only look like one (一般).
_CLASSIFIERS = frozenset(
    "个個名人件条條项項次起处户份类種种期层天日年月周小时分元公里米亩平方间台辆部座所家村支场册课学节"
    "届批轮环位只套本张篇幅面倍成度岁代吨克升%‰大"
)
_CORE = re.compile(
    r"(?P<mixed>[0-9]{1,9}(?:[亿万千百]零?[0-9]{1,8})+[亿万千百]?)(?![0-9.])"
    r"|(?P<over>[0-9]{1,20}) ?/ ?(?P<under>[0-9]{1,20})(?![0-9.])"
    r"|(?P<plain>[0-9]{1,3}(?:(?P<gap>[, ])[0-9]{3})(?:(?P=gap)[0-9]{3})*(?![0-9])|[0-9]+)"
    r"(?:[.。](?P<tail>[0-9]+))?(?:[eE](?P<power>[-+]?[0-9]{1,3}))?"
    rf"|(?P<base>[{_CHINESE}]+)分之(?P<of>[{_CHINESE}]+(?:点[{_CHINESE}]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<tenths>[一二三四五六七八九])成(?P<more>[一二三四五六七八九半])"
    rf"|(?P<word>[{_CHINESE}]+)(?:点(?P<point>[零一二三四五六七八九]+))?"
)
_SECTION = re.compile(
    r"(?:([一二三四五六七八九])?千)?(零)?(?:([一二三四五六七八九])?百)?(零)?"
    r"(?:([一二三四五六七八九])?十)?(零)?([一二三四五六七八九])?"
)
_MORE = re.compile(r" ?[余多几来]")
# One and a half of a unit (两年半, 1个半小时), half of one (半年), half of all (一半).
_AND_HALF = re.compile(r"(个|個|个?年|个?月|天|日|周|小时|倍)半(?![数路])")
_HALF = re.compile(r"(?:一半|半数|半(?P<unit>年|天|日|月|小时|个[年月]|个小时|个学期))")
_UNIT_MORE = re.compile(r"(个半?|年|月|天|日|周|次|小时)[余多]")
_ODD_UNIT = re.compile(rf"[0-9{_CHINESE}\u2460-\u24ff+<>=~-]|%%")
_BRACKETED = re.compile(r"\(([^()]+)\)?")
_POINTS = frozenset({"个百分点", "百分点"})
_SCALE_WORDS = re.compile(r" ?([十百千万亿]+)")
_END_MARKS = " 。，,;；、:：()（）."


def read_number(text: str | None) -> Reading:
    """Read a printed number (读数), exactly: Chinese numerals, 余 and 约, 万 and 亿, fractions.

    Never raises: what cannot be read keeps its ``text`` with ``number`` None. 以上, 以下 and 以内
    include the number, 超过, 余 and 不足 exclude it (民法典 Art. 1259).

    >>> read_number("36.40").number, read_number("36.40").places
    (Fraction(182, 5), 2)
    >>> reading = read_number("约1.6万余条")
    >>> reading.number, reading.bound, reading.unit
    (Fraction(16000, 1), 'more_than', '条')
    >>> read_number("xxx").masked, read_number("无").none, read_number(None).missing
    (True, True, True)
    """
    printed = "" if text is None else text
    if printed.isascii() and printed.isdigit() and len(printed) <= _LONGEST:
        return Reading(Fraction(int(printed)), text=printed)
    plain = printed.translate(_PLAIN).strip()
    if len(plain) > _LONGEST or plain in _BLANKS:
        return Reading(None, text=printed)
    plain = plain.rstrip(_END_MARKS).lstrip(" (") or plain
    if _WORD_NONE.fullmatch(plain):
        return Reading(Fraction(0), none=True, text=printed)
    masked = _MASKED.fullmatch(plain)
    if masked:
        return Reading(None, masked=True, text=printed, mask=masked["mask"])
    return _read(plain.translate(_SAME), printed)


def _read(plain: str, printed: str) -> Reading:
    bounds: set[str] = set()
    trend = _TREND.match(plain)
    at = trend.end() if trend else 0
    at += plain[at : at + 1] == " "
    while found := _PREFIX.match(plain, at):
        bounds.add(found.lastgroup or "")
        at = found.end()
        at += plain[at : at + 1] == " "
    ending = _SUFFIX.search(plain, at)
    if ending:
        bounds.add(ending.lastgroup or "")
        plain = plain[: ending.start()]
    negative = plain[at : at + 1] in {"-", "负"}
    at += negative or plain[at : at + 1] == "+"
    half = _HALF.fullmatch(plain, at)
    if half and not negative:
        unit = half["unit"] or ""
        reading = Reading(
            Fraction(1, 2), int(bool(unit)), _strongest(bounds), text=printed, unit=unit,
            fraction=not unit,
        )  # fmt: skip
        return _grown(reading, trend)
    core = _CORE.match(plain, at)
    value = _core_value(core) if core else None
    if core is None or value is None:
        return Reading(None, text=printed)
    bare, places, scale, unit = value
    fraction = bool(core["over"] or core["base"]) and not unit
    at, sign, more = _scaled(plain, core.end())
    number, scale = _times(core, bare, sign), scale * prod(_SCALES[one] for one in sign)
    rest = plain[at:].strip()
    inner = _UNIT_MORE.match(rest)
    if inner:
        rest, more = rest[: inner.end() - 1] + rest[inner.end() :], "more_than"
    added = _AND_HALF.match(rest)
    if added and number and number.denominator == scale == 1 and not more:
        number, places = number + Fraction(1, 2), 1
        rest = rest[: added.end() - 1] + rest[added.end() :]
    bounds.add(more)
    rest = _BRACKETED.sub(_open, rest)
    if number is None or not _is_unit(rest, core, unit):
        return Reading(None, text=printed)
    reading = Reading(
        -number if negative else number, places, _strongest(bounds), text=printed,
        scale=scale, unit=(unit or rest).strip(),
        fraction=fraction and not rest and not sign,
    )  # fmt: skip
    return _grown(reading, trend)


def _is_unit(rest: str, core: re.Match[str], unit: str) -> bool:
    """Whether the words behind a number can be its unit, beside one that it has of itself."""
    if not rest:
        return True
    odd = _ODD_UNIT.search(rest) and rest not in _POINTS
    return not (odd or unit or (core["word"] and rest[0] not in _CLASSIFIERS))


def _times(core: re.Match[str], number: Fraction, sign: str) -> Fraction | None:
    """A number with the 万 behind it; in 3亿2千万 it belongs to the places behind 亿 alone."""
    written = core["mixed"] or core["word"] or ""
    if core["point"] or not ("万" in written or "亿" in written):
        return number * prod(_SCALES[one] for one in sign)
    whole = _mixed(written + sign) if core["mixed"] else _chinese(written + sign)
    return None if whole is None else Fraction(whole)


def _grown(reading: Reading, trend: re.Match[str] | None) -> Reading:
    """The number with the words of growth before it; a decline is below zero."""
    if trend is None or reading.number is None:
        return reading
    if not trend["down"]:
        return reading._replace(trend=trend[0])
    bound = _DOWNWARD.get(reading.bound, reading.bound)
    return reading._replace(number=-reading.number, bound=bound, trend=trend[0])


def _core_value(core: re.Match[str]) -> tuple[Fraction, int, int, str] | None:
    """Number, printed decimals, scale inside the words, and the unit that 百分之 implies."""
    if core["plain"]:
        return _arabic(core)
    if core["base"]:
        return _part_of(core["base"], core["of"])
    if core["tenths"]:
        tenth = Fraction(_DIGITS.get(core["more"], 5), 10)
        return _DIGITS[core["tenths"]] + tenth, 1, 1, "成"
    if core["point"]:
        whole = _chinese(core["word"])
        digits = "".join(str(_DIGITS[sign]) for sign in core["point"])
        return None if whole is None else (Fraction(f"{whole}.{digits}"), len(digits), 1, "")
    if core["over"]:
        under = int(core["under"])
        return (Fraction(int(core["over"]), under), 0, 1, "") if under else None
    written = core["mixed"] or core["word"]
    number = _mixed(written) if core["mixed"] else _chinese(written)
    scale = _SCALES[written[-1]] if written[-1] in "万亿" else 1
    return None if number is None else (Fraction(number), 0, scale, "")


def _mixed(word: str) -> int | None:
    """1亿5000万, 2万5千: places in falling order, the last one written out in full."""
    for sign in "亿万千百十":
        left, found, right = word.partition(sign)
        if not found:
            continue
        scale = _SCALES[sign]
        high, low = _mixed(left), _mixed(right.removeprefix("零")) if right else 0
        # 2万5 may be 25,000 or 20,005
        short = right.isdigit() and len(right) != len(str(scale)) - 1
        if high is None or low is None or low >= scale or short:
            return None
        return high * scale + low
    return int(word) if word.isdigit() else None


def _arabic(core: re.Match[str]) -> tuple[Fraction, int, int, str] | None:
    digits = core["plain"].replace(",", "").replace(" ", "")
    decimals = core["tail"] or ""
    power = int(core["power"] or 0)
    if abs(power) > _HIGHEST_POWER:
        return None
    number = Fraction(int(digits + decimals), 10 ** len(decimals)) * Fraction(10) ** power
    return number, max(0, len(decimals) - power), 1, ""


def _part_of(base: str, of: str) -> tuple[Fraction, int, int, str] | None:
    """三分之二 is 2/3; 百分之 and 千分之 are per cent and per mille, as their signs are."""
    under, places = _chinese(base), 0
    if of[0].isdigit():
        over: Fraction | None = Fraction(of)
        places = len(of.partition(".")[2])
    else:
        whole, _, point = of.partition("点")
        number = _chinese(whole)
        digits = "".join(str(_DIGITS.get(sign, "")) for sign in point)
        places = len(digits)
        over = None if number is None else Fraction(f"{number}.{digits or 0}")
    unit = {"百": "%", "千": "‰", "万": "‱"}.get(base, "")
    if over is None or not (unit or under):
        return None
    return (over, places, 1, unit) if unit else (over / (under or 1), 0, 1, "")


def _chinese(word: str) -> int | None:
    """The whole number that Chinese numerals say, or None where they say none."""
    if len(word) > 1 and all(sign in _DIGITS for sign in word):
        if len(word) == 2 and "零" not in word:  # noqa: PLR2004  # 七八 is seven or eight
            return None
        return int("".join(str(_DIGITS[sign]) for sign in word))
    for sign in "亿万":
        left, found, right = word.rpartition(sign) if sign == "亿" else word.partition(sign)
        if found:
            scale = _SCALES[sign]
            high = _chinese(left)
            # 三万五 is 35,000: one digit straight behind a scale counts its next lower place
            short = len(right) == 1 and right in _DIGITS and right != "零"
            low = 0 if not right else _DIGITS[right] * scale // 10 if short else _chinese(right)
            if high is None or low is None or not high or low >= scale:
                return None
            return high * scale + low
    return _section(word)


def _section(word: str) -> int | None:
    if word == "零":
        return 0
    found = _SECTION.fullmatch(word)
    if not word or found is None or word.endswith("零"):
        return None
    thousands, _, hundreds, _, tens, gap, ones = found.groups()
    total = 0
    for sign, digit in (("千", thousands), ("百", hundreds), ("十", tens)):
        if sign in word:
            total += _SCALES[sign] * _DIGITS[digit or "一"]
    if ones:
        before = word[-2:-1]
        short = _SCALES[before] // 10 if gap is None and before in {"百", "千"} else 1
        total += _DIGITS[ones] * short
    return total


def _scaled(plain: str, at: int) -> tuple[int, str, str]:
    """Where the number ends, its 万 or 亿, and the bound where 余, 多 or 来 stands there."""
    more, scale = "", ""
    for pattern in (_MORE, _SCALE_WORDS, _MORE):
        found = pattern.match(plain, at)
        if found is None:
            continue
        at = found.end()
        if pattern is _MORE:
            more = "approximate" if found[0].endswith("来") else "more_than"
        else:
            scale = found[1]
    return at, scale, more


def _open(found: re.Match[str]) -> str:
    """A unit in brackets is the unit; one that goes on in brackets gets them closed."""
    return found[1] if not found.start() else f"({found[1]})"


def _strongest(bounds: set[str]) -> BoundWord:
    order: tuple[BoundWord, ...] = (
        "more_than", "at_least", "less_than", "within", "approximate",
    )  # fmt: skip
    return next((bound for bound in order if bound in bounds), "exact")
