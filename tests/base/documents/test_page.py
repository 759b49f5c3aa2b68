"""The HTML fragment: everything escaped, figures as links, nothing a strict policy would block."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from quartermaster.base.documents.content import Heading, Paragraph, Span, Table
from quartermaster.base.documents.page import to_html

NASTY = "<script>alert(1)</script>\"'&"


class Elements(HTMLParser):
    """Collects the elements of a fragment and checks that they are closed in order."""

    EMPTY = ("hr",)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_figures_are_links_where_there_is_evidence_and_spans_elsewhere(report, evidence):
    html = to_html(report, evidence)
    assert (
        '<a class="figure" href="https://hospital.example/evidence/repairs.reported" '
        'data-figure="repairs.reported">1286</a>'
    ) in html
    assert (
        '<span class="figure" data-figure="households">'
        '<mark class="pending">980多（待核）</mark></span>'
    ) in html
    assert "<a " not in to_html(report)


def test_the_fragment_has_the_parts_of_the_document(report):
    html = to_html(report)
    tags = [tag for tag, _attributes in Elements(html).found]
    assert tags[0] == "article"
    assert tags.count("h3") == 2  # level one, below the title
    assert {"h2", "h4", "h5", "h6", "table", "caption", "hr", "footer"} <= set(tags)
    assert '<h2 class="document-title">后勤管理处2026年上半年工作总结</h2>' in html
    assert '<th scope="col" class="number">受理（件）</th>' in html
    assert '<td class="number">38460.50</td>' in html
    assert "<strong>请以登记簿为准</strong>" in html
    assert '<p class="note">注：费用为材料费与人工费之和。</p>' in html
    assert '<footer class="data-line">数据期间：2026年1月1日至6月30日' in html
    assert "<dt>分管院长</dt><dd> 陈志平（未签）</dd>" in html


def test_every_text_is_escaped(report):
    table = Table(head=(NASTY,), rows=((Span(NASTY, figure=NASTY),),), caption=NASTY)
    nasty = replace(
        report,
        title=NASTY,
        subtitle=NASTY,
        issuer=NASTY,
        header_lines=(NASTY,),
        blocks=(Heading(1, NASTY), Paragraph.of(NASTY), table),
    )
    html = to_html(nasty, lambda key: f"/evidence/?figure={key}")
    tags = {tag for tag, _attributes in Elements(html).found}
    assert "script" not in tags
    attributes = [name for _tag, pairs in Elements(html).found for name in pairs]
    assert set(attributes) <= {"class", "lang", "href", "data-figure", "scope"}


def test_an_address_that_is_a_script_is_not_used(report):
    html = to_html(report, lambda key: "javascript:alert(1)")
    assert "javascript" not in html
    assert '<span class="figure" data-figure="repairs.reported">' in html


def test_nothing_needs_an_inline_style(report):
    attributes = [name for _tag, pairs in Elements(to_html(report)).found for name in pairs]
    assert "style" not in attributes
