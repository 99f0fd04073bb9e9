"""Writes packages/rows/src/csv/golden/sniff.json: small CSV files of many dialects, what they are, and what csv.Sniffer of
Python, pandas (sep=None) and DuckDB (sniff_csv) detect.

Needs pandas and duckdb.  Run:  python tools/parity/data-pipeline/sniff.py
"""

import csv
import io
import json
import pathlib
import platform
import tempfile

import duckdb
import pandas

OUT = pathlib.Path(__file__).parents[3] / "packages/rows/src/csv/golden/sniff.json"
NAMES = ["id", "text", "label"]
REVIEWS = [
    ["1", "A gem, truly; the best | of all", "pos"],
    ["2", "It's dull, and it's long", "neg"],
    ["3", 'He said "hi", then left', "pos"],
    ["4", "plain", "neg"],
    ["5", "1,5 Sterne; schade", "neg"],
]
PLAIN = [[row, text.replace(",", "").replace(";", "").replace("|", "").replace('"', "").replace("'", ""), label] for row, text, label in REVIEWS]
LINES = [["1", "Two\nlines, and more", "pos"], ["2", "one; line", "neg"], ["3", 'a "quoted"\nend', "neg"]]
TWEETS = [["1", 'so "good', "pos"], ["2", "it's 'fine'", "neg"], ["3", '"wow" he said', "pos"], ["4", '" alone', "neg"]]


def written(rows, names=NAMES, **options):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=options.pop("end", "\n"), **options)
    writer.writerows([names, *rows] if names else rows)
    return out.getvalue()


CASES = []


def case(what, content, delimiter, quote, rows, header=None):
    CASES.append({"what": what, "content": content, "delimiter": delimiter, "quote": quote, "rows": rows, "header": header})


for delimiter, name in [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "bars")]:
    case(f"{name}", written(REVIEWS, delimiter=delimiter), delimiter, '"', REVIEWS)
    case(f"{name}, all in quotes", written(REVIEWS, delimiter=delimiter, quoting=csv.QUOTE_ALL), delimiter, '"', REVIEWS)
    case(f"{name}, apostrophes as quotes", written(REVIEWS, delimiter=delimiter, quotechar="'"), delimiter, "'", REVIEWS)
    case(f"{name}, nothing in quotes", written(PLAIN, delimiter=delimiter), delimiter, '"', PLAIN)
    case(f"{name}, line breaks in quotes", written(LINES, delimiter=delimiter), delimiter, '"', LINES)
    case(f"{name}, CRLF", written(REVIEWS, delimiter=delimiter, end="\r\n"), delimiter, '"', REVIEWS)
for delimiter, name in [("\t", "tabs"), ("|", "bars")]:
    content = "\n".join(delimiter.join(row) for row in [NAMES, *TWEETS]) + "\n"
    case(f"{name}, quotes are text", content, delimiter, "", TWEETS)
case("two columns", written([row[1:] for row in REVIEWS], NAMES[1:], delimiter=";"), ";", '"', [row[1:] for row in REVIEWS])
case("one column", "text\nplain\nanother\n", ",", '"', [["plain"], ["another"]])
case("one column, in quotes", 'text\n"a, b"\n"c, d"\n', ",", '"', [["a, b"], ["c, d"]])
case("no header", written(REVIEWS, None, delimiter=";"), ";", '"', REVIEWS, NAMES)
case("no header, tabs", written(PLAIN, None, delimiter="\t"), "\t", '"', PLAIN, NAMES)
case("decimal commas", "id;price;text\n1;1,5;a\n2;2,25;b\n3;3,75;c\n", ";", '"', [["1", "1,5", "a"], ["2", "2,25", "b"], ["3", "3,75", "c"]])
case("times", "id,at,text\n1,10:00:05,a\n2,11:30:00,b\n", ",", '"', [["1", "10:00:05", "a"], ["2", "11:30:00", "b"]])
case("empty fields", "v1,v2,,,\nham,Go until; jurong,,,\nspam,Free; entry,,,\n", ",", '"', [["ham", "Go until; jurong", "", "", ""], ["spam", "Free; entry", "", "", ""]])
case("no end", "id;text\n1;a, b\n2;c, d", ";", '"', [["1", "a, b"], ["2", "c, d"]])
case("an empty line", "id\ttext\n\n1\ta, b\n", "\t", '"', [["1", "a, b"]])
case("a header alone", "id;text;label\n", ";", '"', [])


def attempt(work):
    try:
        return work()
    except Exception:
        return None


def sniffer(content):
    found = csv.Sniffer().sniff(content)
    return {"delimiter": found.delimiter, "quote": found.quotechar}


def by_pandas(content, header):
    frame = pandas.read_csv(io.StringIO(content), sep=None, engine="python", header=None if header else 0, dtype=str, keep_default_na=False)
    return frame.values.tolist()


def by_duckdb(content):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as file:
        file.write(content)
        file.flush()
        delimiter, quote = duckdb.sql(f"SELECT Delimiter, Quote FROM sniff_csv('{file.name}')").fetchall()[0]
    return {"delimiter": delimiter, "quote": "" if quote == "(empty)" else quote}


right = {"csv.Sniffer": 0, "pandas": 0, "duckdb": 0}
for one in CASES:
    content, rows, delimiter = one["content"], one["rows"], one["delimiter"]
    found = {"csv.Sniffer": attempt(lambda: sniffer(content)), "duckdb": attempt(lambda: by_duckdb(content))}
    for peer, marks in found.items():
        right[peer] += marks is not None and marks["delimiter"] == delimiter and (
            marks["quote"] == one["quote"] or one["quote"] == '"' and '"' not in content
        )
    right["pandas"] += attempt(lambda: by_pandas(content, one["header"])) == rows

golden = {
    "python": platform.python_version(),
    "pandas": pandas.__version__,
    "duckdb": duckdb.__version__,
    "right": right,
    "cases": CASES,
}
OUT.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
print(len(CASES), right)
