"""The two catalogues stay in step, and keep the wording rules of the design."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import pytest

from console.views.resources import resource
from console.views.wording import SINGULAR, CatalogueError, Language, Wording, load_catalogue

ROOT = Path(__file__).resolve().parents[2]
SOURCES = "\n".join(
    file.read_text(encoding="utf-8")
    for package in ("console", "db")
    for file in sorted((ROOT / package).rglob("*.py"))
)
# One term per notion (DESIGN 6), and nothing that shouts or praises.
FORBIDDEN = ("!", "！", "...", "成功", "案件", "逾期", "successful")


def catalogue(language: Language) -> Mapping[str, str]:
    return load_catalogue(resource("i18n", language.value))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_codes() -> None:
    chinese = {code.removesuffix(SINGULAR) for code in catalogue(Language.CHINESE)}
    english = {code.removesuffix(SINGULAR) for code in catalogue(Language.ENGLISH)}
    assert chinese == english


def test_both_languages_use_the_same_facts() -> None:
    english = catalogue(Language.ENGLISH)
    differing = {
        code
        for code, text in catalogue(Language.CHINESE).items()
        if placeholders(text) != placeholders(english.get(code, ""))
    }
    assert not differing


@pytest.mark.parametrize("language", Language)
def test_each_language_keeps_its_codes_in_one_file_per_area(language: Language) -> None:
    files = {file.name for file in resource("i18n", language.value).glob("*.json")}
    assert files == {file.name for file in resource("i18n", Language.CHINESE).glob("*.json")}


@pytest.mark.parametrize("language", Language)
def test_no_text_is_empty_and_every_fact_is_a_plain_name(language: Language) -> None:
    for code, text in catalogue(language).items():
        assert text.strip(), code
        assert all(name.isidentifier() for name in placeholders(text)), code


@pytest.mark.parametrize("language", Language)
def test_texts_keep_the_wording_rules(language: Language) -> None:
    broken = {
        (code, word)
        for code, text in catalogue(language).items()
        for word in FORBIDDEN
        if word in re.sub(r"#[A-Z/0]+!", "", text)  # a spreadsheet's own name of an error
    }
    assert not broken


def test_chinese_sentences_use_chinese_commas() -> None:
    broken = {c for c, t in catalogue(Language.CHINESE).items() if re.search(r"[一-鿿][,;?]", t)}
    assert not broken


def test_every_code_is_used_somewhere() -> None:
    # Codes put together at run time: f"stage.{stage}", f"{queue}.short".
    families = tuple(re.findall(r'"([a-z][a-z0-9_]*\.(?:[a-z0-9_]+\.)*)\{', SOURCES))
    endings = tuple(re.findall(r'\}(\.[a-z0-9_]+)"', SOURCES))
    unused = {
        code
        for code in catalogue(Language.CHINESE)
        if f'"{code}"' not in SOURCES
        and not code.startswith(families)
        and not code.endswith(endings)
    }
    assert not unused


def test_every_code_said_in_the_source_has_a_text() -> None:
    said = set(re.findall(r'\bsay\(\s*"([^"]+)"', SOURCES))
    assert said <= set(catalogue(Language.CHINESE))


def test_a_singular_is_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.json").write_text('{"n": "{count} cases", "n#one": "1 case"}')
    wording = Wording("en_GB", folder=tmp_path)
    assert [wording.say("n", count=count) for count in (1, 2)] == ["1 case", "2 cases"]


def test_a_missing_code_or_fact_is_an_error_in_tests(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.json").write_text('{"n": "{count} cases"}')
    with pytest.raises(KeyError, match="n needs count"):
        Wording("en", folder=tmp_path).say("n")
    with pytest.raises(KeyError, match="absent"):
        Wording("en", folder=tmp_path).say("absent")


def test_production_shows_the_code_and_logs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "en").mkdir()
    wording = Wording("en", strict=False, folder=tmp_path)
    with caplog.at_level("ERROR"):
        assert wording.say("area.absent") == "area.absent"
    assert "area.absent" in caplog.text
    caplog.clear()


def test_a_code_that_stands_twice_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text('{"n": "x"}')
    with pytest.raises(CatalogueError, match="'n' stands twice"):
        load_catalogue(tmp_path)
