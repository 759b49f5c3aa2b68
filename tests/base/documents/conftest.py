"""A small report that uses everything a document can hold, and the fonts to print it with."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from bootstrap.programs import in_continuous_integration
from quartermaster.base.documents.content import (
    Document,
    Footer,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    Span,
    Table,
)

FONTS = Path(__file__).resolve().parents[3] / "build" / "fonts"
SHANGHAI = ZoneInfo("Asia/Shanghai")


BLOCKS = (
    Heading(1, "一、主要工作"),
    Heading(2, "（一）维修"),
    Heading(3, "1.水电"),
    Heading(4, "（1）门诊楼"),
    Paragraph.of(
        "受理报修",
        Span("1286", figure="repairs.reported"),
        "件，事故",
        Span("", figure="accidents", pending=True),
        "，涉及",
        Span("980多", figure="households", pending=True),
        "户，",
        Span("请以登记簿为准", emphasis=True),
        "。",
    ),
    Table(
        head=("类别", "受理", "费用"),
        rows=(
            ("水", Span("286", figure="repairs.water"), "38460.50"),
            ("电", "410", "0.00"),
        ),
        numeric=(1, 2),
        caption="表1　工单分类",
        units=("", "件", "元"),
    ),
    Note("费用为材料费与人工费之和。"),
    PageBreak(),
    Heading(1, "二、问题"),
    Signature("复核", "吴敏"),
)


@pytest.fixture(autouse=True)
def _reader_of_english():
    """Messages are compared in their source language, whatever the site speaks by default."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def fonts() -> Path:
    """The fonts `./qm` builds; without them the test fails in CI and is skipped elsewhere."""
    if not (FONTS / "NotoSansSC-Regular.ttf").exists():
        reason = "the fonts are not built: run ./qm test once"
        if in_continuous_integration():
            pytest.fail(reason)
        pytest.skip(reason)
    return FONTS


@pytest.fixture(scope="session")
def footer() -> Footer:
    generated = datetime(2026, 7, 1, 9, 30, tzinfo=SHANGHAI)
    return Footer(date(2026, 1, 1), date(2026, 7, 1), generated, "后勤-2026-0017")


@pytest.fixture(scope="session")
def report(footer) -> Document:
    return Document(
        title="后勤管理处2026年上半年工作总结",
        subtitle="（征求意见稿）",
        language="zh-Hans",
        issuer="后勤管理处",
        issued_on=date(2026, 7, 1),
        header_lines=("某某省人民医院文件", "医后勤〔2026〕3号"),
        blocks=BLOCKS,
        signatures=(
            Signature("处长", "林建国", datetime(2026, 7, 1, 17, 2, tzinfo=SHANGHAI)),
            Signature("分管院长", "陈志平"),
        ),
        footer=footer,
    )


@pytest.fixture(scope="session")
def evidence():
    """Where the evidence of a figure is; one figure has none."""
    return lambda figure: (
        None if figure == "households" else f"https://hospital.example/evidence/{figure}"
    )
