import errno
from pathlib import Path

import pytest

from strata.errors import ExportError
from strata.export import files


def test_save_writes_the_bytes(tmp_path):
    files.save(tmp_path / "a.pptx", b"slides")
    assert (tmp_path / "a.pptx").read_bytes() == b"slides"
    assert [file.name for file in tmp_path.iterdir()] == ["a.pptx"]


def test_full_disk_is_a_sentence_and_leaves_what_was_there(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(b"before")
    with pytest.raises(ExportError, match="the disk is full: make room"):
        half_of(file, OSError(errno.ENOSPC, "No space left on device"))
    assert file.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_really_full_disk_is_a_sentence():
    with pytest.raises(ExportError, match="was not written"):
        files.save(Path("/dev/full/a.csv"), b"x")


def test_failure_of_the_writer_leaves_no_half_file(tmp_path):
    with pytest.raises(ZeroDivisionError):
        half_of(tmp_path / "a.csv", ZeroDivisionError())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["missing/a.csv", "n" * 300])
def test_place_that_cannot_be_is_a_sentence(tmp_path, name):
    with pytest.raises(ExportError, match=r"(no such folder|too long)"):
        files.save(tmp_path / name, b"x")


def test_folder_in_the_way_is_a_sentence(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(ExportError, match="there is a folder of that name"):
        files.save(tmp_path / "taken", b"x")
    assert [each.name for each in tmp_path.iterdir()] == ["taken"]


def half_of(file, error):
    with files.writing(file) as out:
        out.write(b"half")
        raise error
