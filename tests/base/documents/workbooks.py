"""Makes workbooks for the tests to read: xlsx, ods, and the small tables they are made of."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import xlsxwriter


def new_workbook(*sheets) -> bytes:
    """An xlsx; a sheet is (name, {(row, column): value}, merged ranges, hidden)."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, cells, merged, hidden in sheets:
        sheet = book.add_worksheet(name)
        for top, left, bottom, right in merged:
            sheet.merge_range(top, left, bottom, right, "")
        for (row, column), value in cells.items():
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write(row, column, value)
        if hidden:
            sheet.hide()
        else:
            sheet.activate()
    book.close()
    return stream.getvalue()


def rows_of(*rows) -> dict:
    return {
        (number, position): value
        for number, row in enumerate(rows)
        for position, value in enumerate(row)
        if value is not None
    }


def values(sheet) -> list[tuple]:
    return [row.values for row in sheet.rows]


def open_document(rows: str) -> bytes:
    """An ods with one sheet called 校产."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="校产">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    names = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    manifest = (
        f'<manifest:manifest {names}><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()
