"""Writes packages/rows/src/node/excel/golden/excel.json: workbooks of openpyxl and XlsxWriter, and what is in them.

Needs openpyxl and XlsxWriter.  Run:  python tools/parity/data-pipeline/excel_files.py
"""

import base64
import datetime
import io
import json
import pathlib

import openpyxl
import xlsxwriter

OUT = pathlib.Path(__file__).parents[3] / "packages/rows/src/node/excel/golden/excel.json"
OUT.parent.mkdir(parents=True, exist_ok=True)

NAMES = ["id", "text", "label", "price", "at", "day", "checked", "", "note"]
AT = datetime.datetime(2024, 2, 29, 13, 45, 30)
DAY = datetime.date(1999, 12, 31)
ROWS = [
    [1, "  spaces, \"quotes\" & <tags>\nand a line ", "pos", 0.1, AT, DAY, True, "left out", None],
    [2, "Größe 映画 🎬", "neg", -1234.5678, None, None, False, None, "x"],
    [],
    [4, "1", None, 1e21, None, None, None, None, None],
    [9007199254740991, "_x000D_ is text", "neg", 1 / 3, None, None, None, None, None],
]


def by_openpyxl():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Reviews"
    sheet.append(NAMES)
    for row in ROWS:
        sheet.append(row)
    sheet.append([1344800117571260417, "an id of 64 bits", "pos"])
    other = book.create_sheet("Größe & more")
    other.append(["text", "label"])
    other.append(["of the second sheet", "pos"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_xlsxwriter():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Reviews")
    at = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    day = book.add_format({"num_format": "dd/mm/yy"})
    sheet.write_row(0, 0, NAMES)
    for i, row in enumerate(ROWS):
        for j, value in enumerate(row):
            if isinstance(value, datetime.datetime):
                sheet.write_datetime(i + 1, j, value, at)
            elif isinstance(value, datetime.date):
                sheet.write_datetime(i + 1, j, value, day)
            elif value is not None:
                (sheet.write_string if isinstance(value, str) else sheet.write)(i + 1, j, value)
    sheet.write(6, 0, 6)
    sheet.write_formula(6, 1, '="a" & "b"', None, "ab")
    sheet.write_formula(6, 2, "=1/0", None, "#DIV/0!")
    sheet.write_formula(6, 3, "=1+1", None, 2)
    book.close()
    return out.getvalue()


golden = {
    "openpyxl": {"version": openpyxl.__version__, "file": base64.b64encode(by_openpyxl()).decode()},
    "xlsxwriter": {"version": xlsxwriter.__version__, "file": base64.b64encode(by_xlsxwriter()).decode()},
}
OUT.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
