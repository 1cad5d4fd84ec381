"""Telegram's HTML: what it gives, and the exact words when it is wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox import entities, markup
from sandbox.entities import Entity, Malformed

UNMATCHED = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("plain &amp; &lt;b&gt; &quot;", 'plain & <b> "', []),
        ("&nbsp; &copy &#0; &#x0; &", "&nbsp; &copy &#0; &#x0; &", []),
        ("&#65;&#x42;&#128512;&#x1F600", "AB😀😀", []),
        ("&#12345678;", "&#12345678;", []),
        ("<b>é</b>😀<i>x</i>", "é😀x", [("bold", 0, 1), ("italic", 3, 1)]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
        ("<B>a</b >", "a", [("bold", 0, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("<b></b>a", "a", []),
        ("<b>x<b>y</b></b>", "xy", [("bold", 0, 2)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<code>a</code>", "a", [("code", 0, 1)]),
        ('<code class="language-py">a</code>', "a", [("code", 0, 1)]),
        ("<pre>a</pre>", "a", [("pre", 0, 1)]),
        ('<pre><code class="language-py">a</code></pre>', "a", [("pre", 0, 1, "py")]),
        ('<code class="language-py"><pre>a</pre></code>', "a", [("pre", 0, 1, "py")]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<a href='https://e.example.com/?a=1&amp;b'>x</a>", "x", [
            ("text_link", 0, 1, "https://e.example.com/?a=1&b")
        ]),
        ("<a href=example.com>x</a>", "x", [("text_link", 0, 1, "http://example.com/")]),
        ("<a>example.com/y</a>", "example.com/y", [("text_link", 0, 13, "http://example.com/y")]),
        ("<a href='tg://user?id=7'>x</a>", "x", [("text_mention", 0, 1, "tg://user?id=7")]),
        ("<a href='javascript:x'>x</a>", "x", []),
        ("<a href='http://[x'>x</a>", "x", []),
        ('<tg-emoji emoji-id="5368">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2, "5368")]),
        ("<b id=x other>a</b>", "a", [("bold", 0, 1)]),
    ],
)  # fmt: skip
def test_tags_become_entities(source, text, found):
    """Each tag has its entity, in UTF-16 units; references become characters."""
    assert markup.parse(source) == (text, tuple(Entity(*item) for item in found))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<b", "Unclosed start tag at byte offset 2"),
        ("😀 <br>", 'Unsupported start tag "br" at byte offset 5'),
        ("1 < 2 and 3 > 2", 'Unsupported start tag "" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ('<span class="x">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a ", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=x", "Unclosed start tag at byte offset 0"),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<a href='x'", "Unclosed start tag at byte offset 0"),
        ("<a href=x ", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=a/b>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("&#xD800;", UNMATCHED),
    ],
)  # fmt: skip
def test_errors_are_in_telegrams_words(source, words):
    """The reason, with the byte offset in the UTF-8 of the source."""
    with pytest.raises(Malformed) as malformed:
        markup.parse(source)
    assert str(malformed.value) == words


pieces = st.recursive(
    st.text("ab <>&é😀\n", max_size=4).map(lambda text: entities.html(text, ())),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split(' ')[0]}>",
        st.sampled_from(["b", "i", "u", "s", "code", "pre", "blockquote", 'a href="http://e.io/"']),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)


@settings(max_examples=50)
@given(st.lists(pieces, max_size=4).map("".join))
def test_html_written_is_html_read(source):
    """Writing what was read gives HTML that reads the same."""
    text, found = markup.parse(source)
    assert markup.parse(entities.html(text, found)) == (text, found)


@settings(max_examples=50)
@given(st.text("<>/&#;=\"' abipre\n😀", max_size=30))
def test_any_text_is_read_or_refused(source):
    """Whatever comes, it is entities within the text or a Malformed."""
    try:
        text, found = markup.parse(source)
    except Malformed:
        return
    assert all(0 <= e.offset < e.end <= entities.units(text) for e in found)
