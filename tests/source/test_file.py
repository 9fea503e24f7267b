"""A file is read whole, or refused with one message that says why."""

import importlib.resources
from pathlib import Path

import pytest

from zwgk.errors import InvalidInput
from zwgk.source import Limits, read_source


def fault(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_source(path, name="given", limits=limits or Limits())
    (problem,) = caught.value.problems
    assert problem.hint
    return problem.of("en").split("\n", maxsplit=1)[0]


def test_yaml_and_json_are_told_by_their_ending(tmp_path: Path) -> None:
    for name in ("a.yaml", "a.yml", "a.json", "A.JSON"):
        (tmp_path / name).write_bytes(b'\xef\xbb\xbf{"a": ["1.0"]}')
        source = read_source(tmp_path / name)
        assert source.data == {"a": ["1.0"]}
        assert source.name == str(tmp_path / name)
        assert str(source.place(["a"])) == f"{tmp_path / name}:1:2 a"


def test_a_packaged_file_is_read_too() -> None:
    found = importlib.resources.files("zwgk") / "py.typed"
    with pytest.raises(InvalidInput, match="不认识的文件类型"):
        read_source(found)


def test_faults_of_the_file_itself(tmp_path: Path) -> None:
    folder = tmp_path / "d.yaml"
    folder.mkdir()
    odd = tmp_path / "a.txt"
    odd.write_text("a: 1")
    assert fault(tmp_path / "no.yaml") == "given: no such file"
    assert fault(tmp_path / "a\0b.yaml") == "given: no such file"
    assert fault(folder) == "given: this is a folder, not a file"
    assert fault(odd) == "given: unknown kind of file"


def test_an_unreadable_file_is_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert fault(path) == "given: cannot be read: Permission denied"


def test_the_size_is_checked_before_all_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 123\n")
    assert read_source(path, limits=Limits(size=7)).data == {"a": "123"}
    assert fault(path, Limits(size=6)) == "given: too large, the limit is 6 bytes"


def test_another_encoding_is_named_with_its_spot(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("name: x\ntitle: 公开".encode("gbk"))
    # the first byte of 公 stands on line 2 after `title: `, seven characters
    assert fault(path) == "given:2:8: not UTF-8 text"
    with pytest.raises(InvalidInput, match="GBK"):
        read_source(path)
    path.write_bytes(b"a: \xff\xff")
    assert fault(path) == "given:1:4: not UTF-8 text"


def test_the_name_is_in_every_place(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{")
    assert fault(path) == "given:1:2: broken JSON: the document ends too early"
