"""A file that cannot be written is refused before the work, with its name and the remedy."""

from pathlib import Path

import pytest

from console.cli.target import refuse_unwritable
from console.domain.refusal import Refusal
from console.views.refusal_words import sentence
from console.views.wording import Wording


@pytest.mark.parametrize("name", ["missing/shot.png", ".", "file/shot.png", "x" * 300])
def test_what_cannot_be_written_is_refused_with_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refusal) as refused:
        refuse_unwritable(tmp_path / name)
    assert refused.value.code == "file.unwritable"
    for language in ("zh", "en"):
        assert str(tmp_path / name) in sentence(refused.value, Wording(language))


def test_looking_leaves_no_file_and_changes_none(tmp_path: Path) -> None:
    there = tmp_path / "there.png"
    there.write_bytes(b"picture")
    refuse_unwritable(there)
    refuse_unwritable(tmp_path / "new.png")
    assert list(tmp_path.iterdir()) == [there]
    assert there.read_bytes() == b"picture"
