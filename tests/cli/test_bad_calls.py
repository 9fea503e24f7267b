"""Calls that cannot be answered: one message each, with its place and its mend."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from zwgk.cli import COMMANDS, cli

FAR = """
period: {from: 9990-01-01, to: 9999-12-31}
unit: {name: 甲（虚构）, kind: township}
cases:
  - {id: k4, kind: promised, received: 9999-12-31, promised: 5 working days}
"""


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def told(result: Result, code: int = 2) -> str:
    """What a failed call said; nothing of it on stdout."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.mark.parametrize("command", [["duties"], ["assess", "--scheme", "township_hall"]])
def test_a_case_on_the_last_of_all_days(tmp_path: Path, command: list[str]) -> None:
    path = tmp_path / "far.yaml"
    path.write_text(FAR, encoding="utf-8")
    words = told(call(*command, path, "--as-of", "9999-12-31"))
    assert f"{path}:5:5 cases:k4: 从 9999-12-31 起算超出了日期范围" in words
    assert "--notice" in words


def test_a_day_beyond_every_forecast_names_the_option() -> None:
    words = told(call("due", "20个工作日", "--from", "9999-12-30"))
    assert words.startswith("共 1 处问题\n--from: 9999 年")
    assert "提示" in words
    words = told(call("workdays", "2050-01-01", "5", "--lang", "en"))
    assert "workdays: 5 working days from 2050-01-01 are outside the known days" in words
    assert "hint: " in words
    assert "--notice" in words


def test_faults_of_a_deadline_name_the_option() -> None:
    assert "--from: 以小时计的时限" in told(call("due", "YQ-24", "--from", "2024-01-01"))
    assert "RULE: 没有编号为“XXGK”" in told(call("due", "XXGK", "--from", "2024-01-01"))
    events = ["--event", "extendd=2024-01-05"]
    words = told(call("due", "XXGK-REPLY", "--from", "2024-01-02", *events))
    assert "--event extendd: " in words


@pytest.mark.parametrize("moment", ["2024-09-13T23:30+08:00", "2024-09-13 15:30Z"])
def test_a_moment_may_be_written_with_a_space(moment: str) -> None:
    assert call("due", "AQ-LEVEL", "--from", moment).stdout.startswith("到期：2024-09-14 01:30:00")


def test_all_that_was_mistyped_is_told_at_once() -> None:
    events = ["--event", "received", "--event", "extended=soon", "--event", "answered=2024-13-01"]
    words = told(call("due", "XXGK-REPLY", "--from", "today", *events))
    assert words.startswith("共 4 处问题\n--from: “today”不是日期")
    assert all(each in words for each in ("“received”不是事件", "“soon”不是", "“2024-13-01”不是"))


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("extended=2024-01-05,-1", "extended: 天数 -1 无效，应为 1 至 20"),
        ("extended=2024-01-05,二十", "extended: 天数 二十 无效，应为 1 至 20"),
        ("extended=2024-01-05", "extended: 没有写天数，应为 1 至 20"),
        (f"extended=2024-01-05,{'9' * 5000}", "extended: 天数 1e+18… 无效"),
        # its own date is the new due day; a second one would be lost
        ("delayed_until=2024-01-05,2024-03-01", "事件的日期就是新的到期日"),
        ("consultation_sent=2024-01-05,2024-01-09", "结束的日子写成另一个事件"),
        ("answered=2024-01-05,2024-01-09", "answered: 办结不带另一个日期（2024-01-09）"),
    ],
)
def test_what_an_event_cannot_carry(event: str, words: str) -> None:
    said = told(call("due", "XXGK-REPLY", "--from", "2024-01-02", "--event", event))
    assert said.startswith("共 1 处问题\n")
    assert words in said


def test_neither_a_number_nor_a_day() -> None:
    words = told(call("workdays", "2024-01-01", "x"))
    assert words.startswith("'OTHER' 不可用：“x”既不是天数也不是日期")
    assert "not a date, write" in told(call("workdays", "x", "5", "--lang", "en"))


def test_what_was_given_is_not_repeated_at_length() -> None:
    digits = "9" * 5000
    for arguments in (
        ["due", f"{digits}个工作日", "--from", "2024-01-01"],
        ["workdays", "2024-01-01", digits],
        [digits],
    ):
        words = told(call(*arguments))
        assert words.count("9") < 600
        assert "没有" in words or "既不是" in words


def test_nothing_is_worked_out_for_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    file.write_text("", encoding="utf-8")
    for folder in (file, file / "below"):
        assert f"{file}: 这是文件，不是文件夹\n    提示: 换一个名称" in told(
            call("demo", "--out", folder)
        )
    lost = tmp_path / "nodir" / "x.md"
    words = told(call("report", file, "--scheme", "township_hall", "-o", lost))
    assert f"{lost}: 没有文件夹 {tmp_path / 'nodir'}\n    提示: 先建立该文件夹" in words
    folder = tmp_path / "folder.md"
    folder.mkdir()
    words = told(call("report", file, "--scheme", "township_hall", "-o", folder))
    assert "这是文件夹，不是文件\n    提示: 写上文件名" in words


def test_a_refused_file_is_told_by_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / ".zwgk-x8y9"))

    monkeypatch.setattr("zwgk.cli.assessing.tempfile.mkstemp", refuse)
    dossier = tmp_path / "d.yaml"
    dossier.write_text(
        "period: {from: 2024-01-01, to: 2024-12-31}\nunit: {name: 甲, kind: township}\n",
        encoding="utf-8",
    )
    output = tmp_path / "r.md"
    words = told(call("report", dossier, "--scheme", "township_hall", "-o", output))
    assert f"{output}: 没有权限\n    提示: 核对路径和权限" in words
    assert ".zwgk-" not in words


def test_files_that_lint_cannot_read_are_told_at_once(tmp_path: Path) -> None:
    words = told(call("lint", tmp_path / "none.yaml", tmp_path))
    assert words.startswith("共 2 处问题\n")
    assert f"{tmp_path / 'none.yaml'}: 没有这个文件\n    提示: " in words
    assert f"{tmp_path}: 这是文件夹，不是文件\n    提示: " in words


def test_a_reader_that_stops_early_hears_nothing() -> None:
    """As in ``zwgk schemes | head -1``, where more is written than the pipe holds."""
    code = (
        "import sys, zwgk.cli as c, zwgk.cli.options as o\n"
        "say = o.say_json\n"
        "o.say_json = lambda data: say({**data, 'much': 'x' * 200000})\n"
        "sys.argv = ['zwgk', 'schemes', '--json']\n"
        "c.main()\n"
    )
    with subprocess.Popen(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_table_that_lacks_is_named(tmp_path: Path) -> None:
    """Replies are owed to requests and to feedback; one of the two tables is given."""
    path = tmp_path / "d.yaml"
    path.write_text(
        "unit: {name: 甲, kind: township}\n"
        "period: {from: 2024-01-01, to: 2024-12-31}\nrequests: []\n",
        encoding="utf-8",
    )
    said = call("duties", path, "--as-of", "2024-12-31").stdout
    assert "答复：未提供数据表 feedback，不详" in said
    assert "办结：未提供所需数据表，不详" in said
    english = call("--lang", "en", "duties", path, "--as-of", "2024-12-31").stdout
    assert "not known, no table feedback is given" in english


def test_a_scheme_document_may_have_its_suffix_in_capitals(tmp_path: Path) -> None:
    words = told(call("needs", tmp_path / "none.YAML"))
    assert "none.YAML: 没有这个文件" in words


def test_help_is_in_one_language() -> None:
    for name in COMMANDS:
        english = call(name, "--help", "--lang", "en").stdout
        assert not [letter for letter in english if "\u4e00" <= letter <= "\u9fff"], english
        assert " / " not in call(name, "--help").stdout


def test_states_and_kinds_are_in_the_language_asked_for(tmp_path: Path) -> None:
    # 2024-01-02 was the first working day of 2024, a Tuesday; twenty after it is the 30th.
    reply = ["due", "XXGK-REPLY", "--from", "2024-01-02"]
    assert call(*reply).stdout.startswith("到期：2024-01-30（计算中，确定）\n")
    # without a day there is nothing to be sure of
    assert call("due", "ZX", "--from", "2005-01-01").stdout.startswith("到期：未定（不详）\n")
    none = call("due", "YS-GOV", "--from", "2014-09-12", "--lang", "en").stdout
    assert none.startswith("due: none (not in force)\n")
    assert call(*reply, "--lang", "en").stdout.startswith("due: 2024-01-30 (running, final)\n")
    path = tmp_path / "d.yaml"
    path.write_text(
        "period: {from: 2024-01-01, to: 2024-12-31}\nunit: {name: 甲, kind: township}\n",
        encoding="utf-8",
    )
    words = call("duties", path, "--as-of", "2024-12-31").stdout
    assert "公开：未提供所需数据表，不详" in words
    assert "publish" not in words


def test_needs_and_demo_take_notices(tmp_path: Path) -> None:
    lost = tmp_path / "none.json"
    assert "没有这个文件" in told(call("demo", "--notice", lost, "--json"))
    dossier = tmp_path / "d.yaml"
    dossier.write_text(
        "period: {from: 2024-01-01, to: 2024-12-31}\nunit: {name: 甲, kind: township}\n",
        encoding="utf-8",
    )
    assert "没有这个文件" in told(call("needs", "township_hall", dossier, "--notice", lost))
    known = call("needs", "township_hall", dossier, "--json")
    assert json.loads(known.stdout)["scheme"] == "township_hall"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["duties", "x.yaml", "--within", "soon"], "“soon”不是天数"),
        (["duties", "x.yaml", "--within", "-3"], "“-3”不是天数"),
        (["schemes", "more"], "多余的参数：more"),
        (["needs", "nope"], "SCHEME: 没有方案“nope”"),
        (["assess", "x.yaml", "--scheme", "nope"], "--scheme: 没有方案“nope”"),
        (["assess", "x.yaml", "--scheme", "example_unit@9"], "可用：example_unit@2024"),
        (["assess", "x.yaml", "--scheme", "."], ".: 这是文件夹，不是文件"),
        (["report", "x.yaml", "--scheme", "township_hall", "-o", "r"], "r: 文件名没有扩展名"),
        (["conform", "nope"], "PACKAGE: 没有装上名为“nope”的包、插件或模块"),
    ],
)
def test_a_slip_names_its_place_in_the_language_asked_for(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(FAR, encoding="utf-8")
    said = told(call(*[str(path) if one == "x.yaml" else one for one in arguments]))
    assert words in said
    assert "提示" in said


def test_both_sides_of_a_comparison_are_told_at_once() -> None:
    words = told(call("diff", "one", "two"))
    assert "共 2 处问题" in words
    assert "BEFORE: 没有方案“one”" in words
    assert "AFTER: 没有方案“two”" in words


def test_workdays_count_back_from_a_day() -> None:
    # 5, 4, 3 and 2 January 2024, then 29 December: 30 December to 1 January were off
    back = call("workdays", "2024-01-08", "-5")
    assert (back.exit_code, back.stdout) == (0, "2023-12-29\n")


def test_help_is_all_in_the_language_asked_for() -> None:
    for command in ([], ["assess"], ["new"], ["new", "scheme"]):
        assert "显示这些说明" in call(*command, "--help").stdout
        assert "Show this message and exit." not in call(*command, "--help").stdout
        assert "Show this message and exit." in call(*command, "--help", "--lang", "en").stdout


def test_help_in_english_leaves_the_options_as_they_are() -> None:
    assert "the folder to make it in" in call("new", "scheme", "--help", "--lang", "en").stdout
    new = cli.get_command(click.Context(cli), "new")
    assert isinstance(new, click.Group)
    helps = [one.help for one in new.commands["scheme"].params if isinstance(one, click.Option)]
    assert helps == ["建在哪个文件夹里，默认当前"]
