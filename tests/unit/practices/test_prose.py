from django.utils.safestring import SafeString

from practices.presenters.prose import inline, prose


def test_blank_lines_make_paragraphs_and_dashes_make_lists():
    assert prose("One.\nStill one.\n\n- first\n- second\nand more\n\nLast.") == (
        "<p>One. Still one.</p><ul><li>first</li><li>second and more</li></ul><p>Last.</p>"
    )


def test_a_list_may_follow_its_sentence_without_a_blank_line():
    assert prose("Three things:\n- one") == "<p>Three things:</p><ul><li>one</li></ul>"


def test_markup_is_escaped():
    shown = prose('<script>alert("x")</script> & so on\n\n- <b>bold</b>')
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "&amp; so on" in shown
    assert isinstance(shown, SafeString)


def test_a_citation_links_to_a_source_that_exists():
    shown = prose("A fact [2].", {1, 2})
    assert 'href="#source-2"' in shown
    assert "fact<sup>" in shown


def test_a_citation_of_no_source_stays_as_it_was_typed():
    assert prose("A fact [9].", {1, 2}) == "<p>A fact [9].</p>"
    assert prose("A fact [1, 9].", {1, 2}) == "<p>A fact [1, 9].</p>"


def test_neighbouring_citations_share_one_raised_group():
    shown = prose("A fact [1][2].", {1, 2})
    assert shown.count("<sup>") == 1
    assert shown.count('class="ref"') == 2


def test_nothing_gives_nothing():
    assert prose("") == prose("  \n\n ") == inline("") == ""


def test_a_line_has_no_paragraph():
    assert inline("One\n<i>line</i> [1]", {1}).startswith("One &lt;i&gt;line&lt;/i&gt;<sup>")
