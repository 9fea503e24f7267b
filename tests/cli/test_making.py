"""``zwgk new``: what it makes works as it is, and what it cannot make it refuses whole."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zwgk import Registry, assess, load_dossier, load_plugins
from zwgk.cli import cli, making
from zwgk.duties import Outcome
from zwgk.facts import Truth
from zwgk.source import parse_yaml

FILES = {
    "pyproject.toml",
    "README.md",
    "county_library/__init__.py",
    "county_library/county_library.yaml",
    "county_library/county_library.examples.yaml",
    "tests/test_county_library.py",
}


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def told(result: Result) -> str:
    """What a refused call said; nothing of it on stdout."""
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert "Traceback" not in result.stderr
    return result.stderr


def there(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


class TestScheme:
    """A package with a scheme."""

    @pytest.fixture(name="made")
    def _made(self, tmp_path: Path) -> Path:
        result = call("new", "scheme", "county-library", "--dir", tmp_path)
        assert result.exit_code == 0, result.output
        return tmp_path / "county-library"

    @pytest.fixture(name="installed")
    def _installed(
        self, made: Path, monkeypatch: pytest.MonkeyPatch, lay_out: Callable[[Path], Path]
    ) -> Iterator[Path]:
        monkeypatch.syspath_prepend(str(lay_out(made)))
        yield made
        for name in ("county_library", "test_county_library"):
            sys.modules.pop(name, None)

    def test_the_files(self, made: Path, tmp_path: Path) -> None:
        assert there(made) == FILES
        assert there(tmp_path) == {f"county-library/{name}" for name in FILES}
        about = tomllib.loads((made / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        assert about["name"] == "county-library"
        assert about["entry-points"]["zwgk"] == {"county_library": "county_library"}
        for path in made.rglob("*.*"):
            if path.is_file():
                text = path.read_text(encoding="utf-8")
                assert text.endswith("\n")
                assert "{{" not in text
                assert "{%" not in text

    def test_it_lints_and_its_examples_fire_every_rule(self, made: Path) -> None:
        sheet = made / "county_library" / "county_library.yaml"
        result = call("lint", sheet)
        assert (result.exit_code, result.stdout) == (0, "检查 1 份方案：0 处问题，0 处提醒\n")
        result = call("test", sheet)
        assert result.exit_code == 0, result.output
        assert result.stdout.splitlines()[-1] == "示例 3 个，不符 0 个"
        assert "未触及" not in result.stdout

    def test_it_conforms_once_installed(self, installed: Path) -> None:
        del installed
        for name in ("county-library", "county_library"):
            result = call("conform", name)
            assert result.exit_code == 0, result.output
            assert result.stdout.splitlines()[-1] == "11 项承诺，0 项未做到"
            assert "提醒" not in result.stdout
        assert "county_library@1" in call("schemes").stdout

    def test_its_tests_run_and_can_fail(
        self, installed: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.syspath_prepend(str(installed / "tests"))
        kit = __import__("test_county_library").TestPlugin()
        tests = [getattr(kit, name) for name in dir(kit) if name.startswith("test_")]
        assert len(tests) >= 7
        for one in tests:
            one()
        examples = installed / "county_library" / "county_library.examples.yaml"
        text = examples.read_text(encoding="utf-8")
        examples.write_text(text.replace('total: "16"', 'total: "15"'), encoding="utf-8")
        with pytest.raises(AssertionError, match="总分 total 应为 15，实为 16"):
            kit.test_its_schemes_conform()

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("County", "不能作包名"),
            ("9lives", "不能作包名"),
            ("a--b", "不能作包名"),
            ("a_", "不能作包名"),
            ("../up", "不能作包名"),
            ("a/b", "不能作包名"),
            ("图书馆", "不能作包名"),
            ("", "不能作包名"),
            ("ａbc", "不能作包名"),
            ("a" * 41, "不能作包名"),
            ("a\nb", "不能作包名"),
            ("class", "Python 已有同名的词或模块"),
            ("json", "Python 已有同名的词或模块"),
            ("pydantic", "Python 已有同名的词或模块"),
            ("township-hall", "已有同名的插件或方案"),
            ("service_hall", "已有同名的插件或方案"),
            ("zwgk", "已有同名的插件或方案"),
        ],
    )
    def test_a_name_that_will_not_do(self, name: str, words: str, tmp_path: Path) -> None:
        message = told(call("new", "scheme", name, "--dir", tmp_path))
        assert words in message
        assert "提示: " in message
        assert not [*tmp_path.iterdir()]

    def test_what_is_there_is_left_alone(self, made: Path, tmp_path: Path) -> None:
        before = {name: (made / name).read_bytes() for name in FILES}
        message = told(call("new", "scheme", "county-library", "--dir", tmp_path, "--lang", "en"))
        assert "there is something of that name already" in message
        assert {name: (made / name).read_bytes() for name in FILES} == before
        (tmp_path / "loose").symlink_to(tmp_path / "nowhere")
        assert "已有同名的文件或文件夹" in told(call("new", "scheme", "loose", "--dir", tmp_path))
        (tmp_path / "plain").write_text("x")
        assert "已有同名的文件或文件夹" in told(call("new", "scheme", "plain", "--dir", tmp_path))

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        message = told(call("new", "scheme", "county-library", "--dir", tmp_path / "gone"))
        assert "没有文件夹" in message
        assert not (tmp_path / "gone").exists()

    def test_all_files_or_none(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        # the last file cannot be written: its folder is missing
        files = {**making._FILES, "a/b/c.py": "package.py"}
        monkeypatch.setattr(making, "_FILES", files)
        result = call("new", "scheme", "county-library", "--dir", tmp_path)
        assert result.exit_code == 2
        assert not [*tmp_path.iterdir()]


class TestDossier:
    """An empty dossier for a scheme."""

    REGISTRY: Registry = load_plugins()

    @pytest.mark.parametrize("name", sorted(REGISTRY.heads))
    def test_it_loads_and_knows_nothing(self, name: str, tmp_path: Path) -> None:
        path = tmp_path / "d.yaml"
        result = call("new", "dossier", "--scheme", name, "--as-of", "2024-06-30", "-o", path)
        assert (result.exit_code, result.stdout) == (0, f"已写出 {path}\n")
        dossier = load_dossier(path, self.REGISTRY)
        assert (dossier.period.first, dossier.period.last) == (date(2024, 1, 1), date(2024, 12, 31))
        scheme = self.REGISTRY.scheme(name)
        found = assess(dossier, scheme, as_of=date(2025, 1, 31), rules=self.REGISTRY.rules)
        assert found.total is None
        # nothing was reported, so no two figures disagree: that alone is known
        for fact in found.facts:
            of_verdicts = "verdicts" in str(scheme.queries.get(fact.id))
            assert of_verdicts or fact.applicable is Truth.NO or not fact.known, fact.id

    @pytest.mark.parametrize("name", sorted(REGISTRY.heads))
    def test_what_is_in_comments_loads_too(self, name: str, tmp_path: Path) -> None:
        text = call("new", "dossier", "--scheme", name, "--as-of", "2024-06-30").stdout
        # points are left blank, and a declaration without points is none
        text = text.split("\n## 申报分值")[0]
        path = tmp_path / "d.yaml"
        path.write_text(re.sub(r"^# (?!卷宗|加注|没有写|每条)", "", text, flags=re.MULTILINE))
        dossier = load_dossier(path, self.REGISTRY)
        rows = [dossier.table(one) for one in type(dossier).model_fields]
        stated = any(rows) or dossier.figures or dossier.previous
        assert stated or not self.REGISTRY.scheme(name).queries  # one asks for declarations alone
        assert all(figure.value is None for figure in (dossier.figures or {}).values())

    @pytest.mark.parametrize(
        "name", ["village_affairs", "township_hall", "district_safety", "example_unit"]
    )
    def test_what_it_shows_of_a_duty_can_be_judged(self, name: str, tmp_path: Path) -> None:
        text = call("new", "dossier", "--scheme", name, "--as-of", "2024-06-30").stdout
        text = text.split("\n## 申报分值")[0]
        path = tmp_path / "d.yaml"
        path.write_text(re.sub(r"^# (?!卷宗|加注|没有写|每条)", "", text, flags=re.MULTILINE))
        scheme = self.REGISTRY.scheme(name)
        dossier = load_dossier(path, self.REGISTRY)
        found = assess(dossier, scheme, as_of=date(2025, 1, 31), rules=self.REGISTRY.rules)
        asked = {duty.subject.split(":")[0] for duty in found.duties}
        assert asked
        assert [d.id for d in found.duties if d.outcome is Outcome.UNKNOWN] == []

    def test_points_are_written_as_the_sheet_has_them(self) -> None:
        text = call("new", "dossier", "--scheme", "departmental_quarter").stdout
        assert "重点领域，满分 0.64" in text

    def test_it_says_which_facts_need_which_tables(self, tmp_path: Path) -> None:
        sheet = tmp_path / "hall.yaml"
        sheet.write_text(
            'format: 1\nid: hall\nversion: "1"\ntitle: 大厅\nsource: 示例（虚构）\nfull: 20\n'
            "facts:\n"
            "  overdue: {title: 超时, count: duties, where: {kind: complete, outcome: [late]}}\n"
            "  staff: {title: 专职人员, value: {figure: staff}}\n"
            "  hall: {title: 固定场所, value: {evidence: fixed_hall}}\n"
            "indicators:\n"
            "  - {id: c1, title: 办结, points: 10, rule: {kind: deduct, per: overdue, each: 1}}\n"
            "  - {id: c2, title: 场所, points: 10, needs: [staff, hall], rule: {kind: declared}}\n",
            encoding="utf-8",
        )
        text = call("new", "dossier", "--scheme", sheet, "--as-of", "2024-06-30").stdout
        # duties of kind complete come from cases, and from nowhere else
        assert (
            "## 办件（cases）\n##   用于 overdue 超时（c1）\n# cases:\n"
            "#   - {id: c1, kind: promised, received: 2024-02-05, promised: 5个工作日, "
            "completed: 2024-02-08}\n"
        ) in text
        assert "requests" not in text
        assert "#   staff:  # staff 专职人员（c2）\n" in text
        assert "#   - {id: e1, topic: fixed_hall}  # hall 固定场所（c2）\n" in text
        assert "#   - {assessor: review, indicator: c2, points: }  # 场所，满分 10\n" in text

    def test_words_of_a_scheme_stay_in_their_comment(self, tmp_path: Path) -> None:
        sheet = tmp_path / "odd.yaml"
        sheet.write_text(
            'format: 1\nid: odd\nversion: "1"\ntitle: "甲\\nperiod: 乙\\u2028unit: 丙"\n'
            "source: 示例（虚构）\nscored: false\n"
            'facts: {f: {title: "丁\\nx: 戊\\x85y: 己", value: {figure: n.1}}}\n'
            "indicators: [{id: a, title: 甲, needs: [f]}]\n",
            encoding="utf-8",
        )
        text = call("new", "dossier", "--scheme", sheet, "--as-of", "2024-06-30").stdout
        data = parse_yaml(text, "d.yaml").data
        assert isinstance(data, dict)
        assert set(data) == {"period", "unit"}
        assert "#   n.1:  # f 丁 x: 戊 y: 己（a）\n" in text

    def test_where_it_cannot_go(self, tmp_path: Path) -> None:
        def new(*more: str | Path) -> str:
            return told(call("new", "dossier", "--scheme", "two_basics", *more))

        kept = tmp_path / "kept.yaml"
        kept.write_text("mine")
        assert "已有这个文件" in new("-o", kept)
        assert kept.read_text() == "mine"
        assert "没有文件夹" in new("-o", tmp_path / "gone" / "d.yaml")
        assert "以 .yaml 结尾" in new("-o", tmp_path / "d.txt")
        assert "这是文件夹" in new("-o", tmp_path)
        assert "是否想写“two_basics”" in told(call("new", "dossier", "--scheme", "two_basic"))

    def test_the_first_years(self) -> None:
        text = call("new", "dossier", "--scheme", "township_hall", "--as-of", "0005-06-30").stdout
        assert "period: {from: 0005-01-01, to: 0005-12-31}" in text


def test_a_command_that_is_not_there() -> None:
    assert "没有命令“schem”；是否想写“scheme”？" in told(call("new", "schem", "x"))
    assert "did you mean 'dossier'?" in told(call("--lang", "en", "new", "dosier"))
    assert "缺少" in told(call("new", "scheme"))
    help_page = call("new", "--help", "--lang", "en").stdout
    assert "make an empty dossier for a scheme" in help_page
