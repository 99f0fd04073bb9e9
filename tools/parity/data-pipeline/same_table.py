"""Writes one table in the formats and dialects of several writers, with the rows in expected.json.

Needs pyarrow, duckdb and polars.  Run:  python tools/parity/data-pipeline/same_table.py [FOLDER SEED]
Without arguments it writes the kept files, packages/data-pipeline/src/sources/golden/same-table; with a seed the rows are
random.
"""

import csv
import decimal
import io
import json
import pathlib
import random
import sys
import zipfile

import duckdb
import polars
import pyarrow
import pyarrow.csv
import pyarrow.parquet

KEPT = pathlib.Path(__file__).parents[3] / "packages/data-pipeline/src/sources/golden/same-table"
OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else KEPT
OUT.mkdir(parents=True, exist_ok=True)

D = decimal.Decimal
ROWS = [
    (1344800117571260417, "A gem, truly.", "pos", 1, D("19.9000000000"), 9007199254740993, True),
    (1344800117571260418, 'He said "hi" twice', "neg", 2, D("0.1234567891"), 2, False),
    (3, "Two\nlines\tand a tab", "pos", 3, D("12345678901234567.0000000001"), None, None),
    (4, "Größe, naïve, 映画 🎬", "neg", 1, None, -5, True),
    (5, "back\\slash; it's 50 % | off", None, 2, D("-1.5000000000"), 0, False),
    (6, "  spaces around  ", "pos", 3, D("0.0000000000"), 12, True),
    (7, "NULL", "NaN", 1, D("7.0000000000"), 13, False),
    (8, "plain", "neg", 2, D("8.2500000000"), 14, True),
]
PIECES = list("ab \t,;|\"'\\.é映👍{}[]:#%&=-0") + ["\n", "\r\n", "NULL", "null", "NaN", "\\n", "\\N", "’", "\u2028", "e\u0301"]


def random_rows(seed):
    """Rows with whatever can be written by all: ids differ, texts are not blank."""
    draw = random.Random(seed)
    text = lambda: "".join(draw.choices(PIECES, k=draw.randrange(1, 30))) + draw.choice("xyz")
    maybe = lambda value: None if draw.random() < 0.2 else value
    return [
        (
            draw.randrange(0, 2**63 - 1) if draw.random() < 0.5 else i,
            text(),
            maybe(draw.choice(["pos", "neg", "a, \"b\"", "ü"])),
            draw.randrange(5),
            maybe(D(draw.randrange(-(10**20), 10**20)) / 10**10 + D("0.0000000000")),
            maybe(draw.randrange(-(2**63), 2**63)),
            maybe(draw.random() < 0.5),
        )
        for i in range(1, 60)
    ]


if len(sys.argv) > 2:
    ROWS = random_rows(int(sys.argv[2]))
NAMES = ["id", "text", "label", "group", "price", "votes", "verified"]

table = pyarrow.table(
    {name: [row[i] for row in ROWS] for i, name in enumerate(NAMES)},
    schema=pyarrow.schema(
        [
            ("id", pyarrow.int64()),
            ("text", pyarrow.string()),
            ("label", pyarrow.string()),
            ("group", pyarrow.int32()),
            ("price", pyarrow.decimal128(30, 10)),
            ("votes", pyarrow.int64()),
            ("verified", pyarrow.bool_()),
        ]
    ),
)


def cell(value):
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def written(**options):
    out = io.StringIO(newline="")
    writer = csv.writer(out, **options)
    writer.writerow(NAMES)
    writer.writerows([cell(value) for value in row] for row in ROWS)
    return out.getvalue()


def zipped(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


escaped = {"escapechar": "\\", "doublequote": False}
DIALECTS = {
    "comma.csv": written(lineterminator="\n").encode(),
    "crlf.csv": written().encode(),
    "cr.csv": written(lineterminator="\r", quoting=csv.QUOTE_ALL).encode(),
    "all-quoted.csv": written(quoting=csv.QUOTE_ALL, lineterminator="\n").encode(),
    "semicolon.csv": written(delimiter=";", lineterminator="\n").encode(),
    "tab.tsv": written(delimiter="\t", lineterminator="\n").encode(),
    "pipe-apostrophe.csv": written(delimiter="|", quotechar="'", lineterminator="\n").encode(),
    "escaped.csv": written(lineterminator="\n", quoting=csv.QUOTE_ALL, **escaped).encode(),
    "mark.csv": b"\xef\xbb\xbf" + written(lineterminator="\n").encode(),
    "no-end.csv": written(lineterminator="\n").encode().rstrip(b"\n"),
    "utf16.csv": written(lineterminator="\n").encode("utf-16"),
    "utf16be.csv": b"\xfe\xff" + written(delimiter="\t").encode("utf-16-be"),
    "gb18030.csv": written(delimiter=";", lineterminator="\n").encode("gb18030"),
    "zipped.csv.zip": zipped("table.csv", written(lineterminator="\n").encode()),
}
for name, content in DIALECTS.items():
    (OUT / name).write_bytes(content)


def json_number(value):
    """A decimal as a number with all digits, which json.dumps cannot write."""
    return "null" if value is None else str(value)


def json_row(row):
    fields = [
        f"{json.dumps(name)}: {json_number(value) if name == 'price' else json.dumps(value, ensure_ascii=False)}"
        for name, value in zip(NAMES, row)
    ]
    return "{" + ", ".join(fields) + "}"


(OUT / "lines.jsonl").write_text("".join(json_row(row) + "\n" for row in ROWS))
(OUT / "array.json").write_text("[\n  " + ",\n  ".join(map(json_row, ROWS)) + "\n]\n")

pyarrow.csv.write_csv(table, OUT / "pyarrow.csv")
pyarrow.parquet.write_table(table, OUT / "pyarrow.parquet")
frame = polars.from_arrow(table)
frame.write_csv(OUT / "polars.csv")
frame.write_ndjson(OUT / "polars.jsonl")
frame.write_parquet(OUT / "polars.parquet")
connection = duckdb.connect()
connection.register("reviews", table)
for ending, options in {"csv": "format csv, header", "jsonl": "format json", "json": "format json, array true", "parquet": "format parquet"}.items():
    connection.execute(f"copy reviews to '{OUT / f'duckdb.{ending}'}' ({options})")

versions = {module.__name__: module.__version__ for module in (pyarrow, duckdb, polars)}
expected = [{name: cell(value) for name, value in zip(NAMES, row)} for row in ROWS]
(OUT / "expected.json").write_text(json.dumps({"versions": versions, "rows": expected}, ensure_ascii=False, indent=2) + "\n")
