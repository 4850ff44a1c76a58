"""Settings come from file, environment and command line, and say clearly what they cannot use."""

from pathlib import Path

import pytest

from console.settings import KINDS, Settings, SettingsError, load_settings, settings_file
from console.views.wording import Language, Wording


def _file(folder: Path, text: str) -> dict[str, str]:
    file = folder / "console.toml"
    file.write_text(text, encoding="utf-8")
    return {"WANMI_SETTINGS": str(file)}


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_: tmp_path)
    return tmp_path


def test_a_fresh_installation_has_every_default(own_folder: Path) -> None:
    settings = load_settings({})
    assert settings == Settings()
    assert settings.database_url is None
    assert settings_file({}) == own_folder / "console.toml"


def test_the_file_is_read_with_the_type_of_each_key(tmp_path: Path) -> None:
    text = 'language = "en"\noutside_world = false\nmap_memory = 900\n'
    settings = load_settings(_file(tmp_path, text + f"data_dir = '{tmp_path}'\n"))
    assert (settings.language, settings.outside_world) == ("en", False)
    assert settings.map_memory == 900
    assert settings.data_dir == tmp_path


def test_environment_goes_before_file_and_command_line_before_both(tmp_path: Path) -> None:
    environment = _file(tmp_path, 'theme = "light"\nlanguage = "zh"\noutside_world = false\n')
    environment |= {"WANMI_THEME": "dark", "WANMI_LANGUAGE": "zh", "HOME": "/nowhere"}
    settings = load_settings(environment, {"language": "en"})
    assert (settings.theme, settings.language, settings.outside_world) == ("dark", "en", False)


@pytest.mark.usefixtures("own_folder")
def test_the_number_of_test_workers_is_no_setting_of_the_console() -> None:
    assert load_settings({"WANMI_TEST_WORKERS": "2"}) == Settings()


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("theme = 'pink'", "light | dark"),
        ("outside_world = 1", "true | false"),
        ("data_dir = ' '", "/folder"),
        ("data_dir = 7", "/folder"),
        ("map_memory = -1", "0 … 65536"),
        ("map_memory = true", "0 … 65536"),
        ("map_memory = 'much'", "0 … 65536"),
        ("database_url = 'mysql://x:secret@y/z'", "postgresql://user@host/database"),
        ("files_at = 'https://host'", "/folder | https://host/bucket"),
        ("files_at = 'ftp://host/bucket'", "/folder | https://host/bucket"),
        ("files_at = 'http://host:9000/bucket'", "/folder | https://host/bucket"),
    ],
)
def test_a_malformed_value_names_key_place_and_what_it_takes(
    tmp_path: Path, line: str, wanted: str
) -> None:
    environment = _file(tmp_path, line)
    with pytest.raises(SettingsError) as caught:
        load_settings(environment)
    assert caught.value.code == "settings.value"
    assert caught.value.facts == {
        "key": line.partition(" ")[0],
        "source": environment["WANMI_SETTINGS"],
        "wanted": wanted,
    }
    assert "secret" not in str(caught.value)


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize(
    ("environment", "source"),
    [({"WANMI_THEEM": "dark"}, "WANMI_THEEM"), ({}, "command line")],
)
def test_an_unknown_key_names_its_place_and_the_nearest(
    environment: dict[str, str], source: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(environment, {} if environment else {"theem": "dark"})
    assert caught.value.code == "settings.unknown"
    assert caught.value.facts == {"key": "theem", "source": source, "nearest": "theme"}


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe", None])
def test_an_unreadable_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "mine.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load_settings({"WANMI_SETTINGS": str(file)})
    assert caught.value.code == "settings.file"
    assert caught.value.facts["source"] == str(file)


@pytest.mark.parametrize("language", Language)
def test_every_refusal_of_a_setting_has_its_sentence(language: Language) -> None:
    wording = Wording(language)
    facts = {"key": "theem", "source": "a.toml", "nearest": "theme", "wanted": "x", "reason": "y"}
    for code in ("settings.unknown", "settings.value", "settings.file"):
        assert "a.toml" in wording.say(code, **facts)


def test_every_key_says_what_it_takes() -> None:
    assert all(kind.wanted for kind in KINDS.values())


@pytest.mark.parametrize(
    "at",
    [
        "/srv/photos",
        r"\\\\server\\photos",
        "https://store:9000/photos/district-1?region=cn-north-1",
        "http://127.0.0.1:9000/photos",
    ],
)
def test_photographs_lie_in_a_folder_a_share_or_a_bucket(own_folder: Path, at: str) -> None:
    assert load_settings({"WANMI_FILES_AT": at}).files_at == at


def test_the_key_of_a_bucket_is_no_setting(own_folder: Path) -> None:
    assert load_settings({"WANMI_FILES_KEY": "id:secret"}) == load_settings({})
