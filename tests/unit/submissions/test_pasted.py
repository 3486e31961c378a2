import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.submissions.form.pasted import clean_text

WORD_HTML = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
<!-- p.MsoNormal {mso-style-parent:""; margin:0cm} --></style><title>x</title></head><body lang=EN-GB>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<p class=MsoNormal style='mso-margin-top-alt:auto'><span lang=EN-GB style='font-family:"Arial";mso-fareast-language:
EN-GB'>The first&nbsp;year   failed,
because nobody asked.<o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]>Line one</p>
<ul><li>Second</li><li>Third <b>bold</b></li></ul><p>Tom &amp; Ana<br>and others</p></body></html>"""


def test_a_page_pasted_from_word_keeps_only_its_words():
    assert clean_text(WORD_HTML).split("\n") == [
        "The first year failed, because nobody asked.",
        "",
        "- Line one",
        "",
        "- Second",
        "- Third bold",
        "",
        "Tom & Ana",
        "and others",
    ]


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        ("“Ten” hours ‘a’ week – it’s", "\"Ten\" hours 'a' week – it's"),
        ("a\u00a0b\u202fc\u2003d", "a b c d"),
        ("1\u0096 2 \u0093x\u0094", '1– 2 "x"'),
        ("soft\u00adhyphen zero\u200bwidth \ufeffmark", "softhyphen zerowidth mark"),
        ("turned \u202egpj", "turned gpj"),
        ("one\r\ntwo\rthree\vfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("a\x00b\x07c", "abc"),
        (
            "•\tOne\n·\u00a0\u00a0\u00a0Two\no\tThree\n\uf0b7 Four\n– Five\n- Six",
            "- One\n- Two\n- Three\n- Four\n- Five\n- Six",
        ),
        ("a\n\n\n\n b \n", "a\n\nb"),
        ("cafe\u0301", "café"),
        ("half \ud83d a character", "half a character"),
    ],
)
def test_what_word_puts_in_becomes_plain(pasted, clean):
    assert clean_text(pasted) == clean


@pytest.mark.parametrize(
    "text",
    [
        "a < b and c > d, <5 % of 3 <4",
        "§ 12 of the law says so",
        "o tempora, said the mayor",
        "«Ouvert» à l'année – 40 °C; 東京 🚲 “no”".replace("“no”", '"no"'),
        "- one\n- two\n\nA paragraph [1].",
        "AT&T; R&D &amp; more",
        "سلام\u200cها 👩\u200d🚒",
    ],
)
def test_what_people_mean_stays(text):
    assert clean_text(text) == text


def test_scripts_and_what_is_not_shown_are_gone():
    assert clean_text("<p>a</p><script>alert('<p>x</p>')</script><style>p{}</style><p>b</p>") == "a\n\nb"
    assert clean_text('<img src=x onerror="alert(1)">text') == "text"
    assert clean_text("<scr\u200bipt>alert(1)</script>x") == "x"


def test_cells_of_a_table_stay_apart():
    assert (
        clean_text("<table><tr><td>2019</td><td>40</td></tr><tr><td>2020</td><td>60</td></tr></table>")
        == "2019 40\n2020 60"
    )


PIECES = [
    "<p>",
    "</p>",
    "<li>",
    "&lt;",
    "&gt;",
    "&amp;",
    "&nbsp;",
    "<",
    ">",
    "p",
    "b",
    "•",
    "\t",
    "-",
    "o",
    "\n",
    "\u00a0",
    "\u200b",
    "<!--",
    "-->",
    " ",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join))
def test_cleaning_twice_changes_nothing_more(text):
    once = clean_text(text)
    assert clean_text(once) == once


@given(st.text(alphabet=st.characters(categories=["L", "Nd"]), max_size=50))
def test_letters_and_digits_are_never_lost(text):
    assert clean_text(text) == unicodedata.normalize("NFC", text)


def test_a_very_long_text_is_whole():
    text = "<p>" + "words of a city " * 6_250 + "</p>"
    assert len(clean_text(text)) == 99_999
