"""Nothing of a page is passed over: what is read, what is heard, what nobody sees."""

import pytest

from console.export.page_scan import page_texts
from console.export.personal_scan import Personal, PersonalFinding, findings_in, kinds_in

MOBILE = "13800000001"
PAGES = {
    "text": f"<p>来电{MOBILE}</p>",
    "text in parts": f"<p>来电{MOBILE[:3]}<b>{MOBILE[3:7]}</b>{MOBILE[7:]}</p>",
    "text as codes": "<p>" + "".join(f"&#{ord(sign)};" for sign in MOBILE) + "</p>",
    "attribute": f'<p title="{MOBILE}">好</p>',
    "attribute as codes": f'<p title="&#49;{MOBILE[1:]}">好</p>',
    "address": f'<a href="tel:{MOBILE}">打</a>',
    "comment": f"<p>好</p><!-- {MOBILE} -->",
    "metadata": f'<meta name="author" content="{MOBILE}">',
    "title": f"<title>{MOBILE}</title>",
    "style": f"<style>p::after{{content:'{MOBILE}'}}</style>",
    "script": f"<script>var a='{MOBILE}'</script>",
    "declaration": f"<!DOCTYPE html {MOBILE}>",
    "caption": f"<table><caption>{MOBILE}</caption></table>",
    "without an end": f"<p>好<div>{MOBILE}",
}


@pytest.mark.parametrize("place", PAGES)
def test_it_is_found_wherever_it_stands(place: str) -> None:
    found = findings_in(page_texts(PAGES[place]))
    assert {one.kind for one in found} == {Personal.MOBILE}


def test_a_cell_is_named_by_its_table_and_as_sheets_name_it() -> None:
    page = (
        "<p>好</p><table><caption>部门</caption><tr><th>名</th><th>数</th></tr>"
        f"<tr><td>甲</td><td><span>{MOBILE}</span></td></tr></table>"
    )
    assert findings_in(page_texts(page)) == (PersonalFinding(Personal.MOBILE, "部门", "B2"),)


def test_figures_of_neighbouring_cells_are_no_number() -> None:
    assert not findings_in(page_texts("<tr><td>138</td><td>0000</td><td>0001</td></tr>"))


def test_what_is_known_to_be_nobody_s_is_left_out_and_nothing_else() -> None:
    mark = f"9f2c-a{MOBILE}b"
    assert not findings_in([("s", "", f"指纹 {mark}")], harmless=(mark,))
    assert findings_in([("s", "", f"指纹 {mark} {MOBILE}")], harmless=(mark,))


def test_a_name_written_with_radicals_that_look_alike_is_found() -> None:
    assert kinds_in("反映人⾺⻔⻓，", ("马门长", "馬门长")) == {Personal.NAME}
