"""``zwgk new`` (新建): a package with a scheme, or an empty dossier for one."""

from __future__ import annotations

import keyword
import re
import shutil
import sys
import tempfile
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zwgk.cli import options, spoken
from zwgk.cli.assessing import write_whole
from zwgk.errors import Text

if TYPE_CHECKING:
    from jinja2 import Environment

    from zwgk.plugins import Registry

_NAME = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")
_LONGEST = 40
_FILES = {
    "pyproject.toml": "pyproject.toml",
    "README.md": "README.md",
    "{package}/__init__.py": "package.py",
    "{package}/{package}.yaml": "scheme.yaml",
    "{package}/{package}.examples.yaml": "examples.yaml",
    "tests/test_{package}.py": "tests.py",
}
"""Each file of a new package, and its template in ``templates/scheme``."""


@spoken.command(
    Text(
        "新建一个带方案的插件包：可安装、可检查、带示例和测试",
        "make a plugin package with a scheme: it installs, lints, tests and conforms",
    )
)
@click.argument("name")
@spoken.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    words=Text("建在哪个文件夹里，默认当前", "the folder to make it in, default here"),
)
@options.guarded
def scheme(name: str, folder: Path) -> None:
    """Make a plugin package with a scheme, its examples and its tests."""
    package = name.replace("-", "_")
    target = folder / name
    _usable(name, package, options.registry())
    if target.exists() or target.is_symlink():
        what = Text("已有同名的文件或文件夹", "there is something of that name already")
        hint = Text("换一个名称，或先移走它", "use another name, or move it away")
        raise options.wrong(str(target), what, hint)
    options.folder_of(target)
    words = {"name": name, "package": package}
    made = {
        file.format(**words): _template(f"scheme/{template}.j2", words)
        for file, template in _FILES.items()
    }
    _write_all(target, made)
    lang = options.lang()
    options.say(Text(f"已建立 {target}", f"made {target}").of(lang))
    for file in made:
        options.say(f"  {target / file}")
    document = target / package / f"{package}.yaml"
    options.say(Text("接下来：", "next:").of(lang))
    for step in (
        f"zwgk lint {document}",
        f"zwgk test {document}",
        f"python -m pip install -e {target}",
        f"zwgk conform {name}",
    ):
        options.say(f"  {step}")


def _usable(name: str, package: str, known: Registry) -> None:
    """Refuse a name that a package, a module or a scheme cannot have.

    Raises:
        InvalidInput: with what is wrong with it.
    """
    place = options.shown(name)
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        what = Text("不能作包名", "it cannot name a package")
        hint = Text(
            f"小写字母开头，后接小写字母、数字、单个的 - 或 _，不超过 {_LONGEST} 个字符，"
            "如 county-library",
            f"a small letter, then small letters, digits, single - or _, at most {_LONGEST}, "
            "such as county-library",
        )
        raise options.wrong(place, what, hint)
    if package in known.owners.values() or f"scheme {package}" in known.owners:
        what = Text("已有同名的插件或方案", "there is a plugin or a scheme of that name")
        raise options.wrong(place, what, Text("换一个名称", "use another name"))
    if keyword.iskeyword(package) or package in sys.stdlib_module_names or find_spec(package):
        what = Text("Python 已有同名的词或模块", "Python has a word or a module of that name")
        raise options.wrong(place, what, Text("换一个名称", "use another name"))


def _write_all(target: Path, files: dict[str, str]) -> None:
    """Write a folder so that it is there whole or not at all."""
    built = Path(tempfile.mkdtemp(dir=target.parent, prefix=".zwgk-"))
    try:
        built.chmod(0o755)
        for name, text in files.items():
            path = built / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        built.rename(target)
    except BaseException:
        shutil.rmtree(built, ignore_errors=True)
        raise


@spoken.command(
    Text(
        "为一个方案新建卷宗骨架：注释说明要填哪些表",
        "make an empty dossier for a scheme, with comments on the tables it needs",
    )
)
@options.scheme_option
@options.as_of
@spoken.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    words=Text("写入的文件，默认打印", "the file to write, by default it is printed"),
)
@options.guarded
def dossier(scheme: str, as_of: date | None, output: Path | None) -> None:
    """Make an empty dossier that loads, for the year of ``--as-of``."""
    from zwgk.cli.skeleton import needed  # noqa: PLC0415  # commands import what they use
    from zwgk.records import Level, UnitKind  # noqa: PLC0415  # as above

    if output is not None:
        options.folder_of(output)
        if output.suffix.lower() not in {".yaml", ".yml"}:
            what = Text("卷宗骨架写成 YAML", "an empty dossier is YAML")
            raise options.wrong(str(output), what, Text("文件名以 .yaml 结尾", "end it in .yaml"))
        if output.exists():
            what = Text("已有这个文件", "there is such a file already")
            raise options.wrong(str(output), what, Text("换一个文件名", "use another name"))
    known = options.registry()
    found = options.scheme_named(scheme, known)
    year = (as_of or options.today()).year
    text = _template(
        "dossier.yaml.j2",
        {
            "scheme": found,
            "year": f"{year:04}",
            "kinds": "、".join(UnitKind),
            "levels": "、".join(Level),
            "parts": needed(found, known, year),
        },
    )
    if output is None:
        click.echo(text, nl=False)
        return
    write_whole(output, text)
    options.say(Text(f"已写出 {output}", f"wrote {output}").of(options.lang()))


def _template(name: str, words: dict[str, Any]) -> str:
    return _environment().get_template(name).render(words)


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  # 0.1 s

    made = Environment(
        loader=PackageLoader("zwgk.cli"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  # YAML, TOML and Python, no page
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # A comment ends where its line does, and YAML knows more line ends than one.
    made.filters["line"] = lambda words: " ".join(str(words).split())
    return made


new = spoken.group(Text("新建方案包或卷宗", "make a scheme package or a dossier"), scheme, dossier)
