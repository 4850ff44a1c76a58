"""Every gesture has its sheet of proof under the same name."""

from tests.house.tree import ROOT


def test_every_service_file_has_its_test_file() -> None:
    services = {file.stem for file in (ROOT / "console" / "services").glob("[!_]*.py")}
    tests = {
        file.stem.removeprefix("test_") for file in (ROOT / "tests" / "services").glob("test_*.py")
    }
    assert services <= tests


def test_test_folders_are_no_packages() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))
