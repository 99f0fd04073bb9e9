"""Writes packages/rows/src/csv/golden/python.json: what Python's csv module reads of odd files.
python tools/parity/rows/csv_files.py

Each case: the file, its dialect, and the rows that csv.reader(strict=True) gives; `isWhole` is false when it stopped
at wrong quotes. Empty lines, which it gives as rows without a field, are left out.
"""

import csv
import io
import json
import pathlib
import platform
import random
import re

OUT = pathlib.Path(__file__).parents[3] / "packages/rows/src/csv/golden/python.json"
random.seed(18)

FILES = [
    "a,b\n1,2\n",
    "a,b\r1,2\r3,4\r",
    "a,b\r\n1,2\r\n",
    "a,b\n1,2\r3,4\r\n5,6",
    'a,b\n"x,y","1\n2"\n',
    'a,b\r"x\ry","1\r\n2"\r',
    'a,b\n"say ""hi""",""""\n',
    'a,b\n"",""\n',
    'a\n""\n',
    'a,b\nit"s,5"\n',
    "a,b\n,\n",
    "a,b\n\n1,2\n\r\n\r3,4\n\n",
    "\n\na,b\n1,2\n",
    "a,b\n 1 , 2\n",
    "a,b\n1\n1,2,3\n",
    "a,b\n1,\x002\n",
    "a,b\nüñ,日本\n",
    "a,b\n\ufeff1,2\n",
    "a,b",
    "",
    "\n",
    'a,b\n1,"open\n3,4\n',
    'a,b\n1,"x"y\n3,4\n',
    'a,b\n1,"x" \n3,4\n',
    'a,b\n1,"x"\r\n3,"y"\r',
    'a,b\n1,"x""\n3,4"\n',
]
ESCAPED = [
    'text,label\n"He said \\"hi\\" twice",pos\n',
    'a,b\n"back\\\\slash","\\\\"\n',
    'a,b\n"line\\\nbreak",x\\,y\n',
    'a,b\n"both ""and\\"",1\n',
    'a,b\n\\"1,2\n',
]
DIALECTS = [(",", '"', ""), (";", '"', ""), ("\t", '"', ""), ("|", "'", ""), (",", "", "")]
WITH_ESCAPES = [(",", '"', "\\"), (";", "", "\\"), ("\t", "'", "^")]


def read(text, delimiter, quote, escape):
    options = {"quoting": csv.QUOTE_NONE} if quote == "" else {"quotechar": quote}
    if escape != "":
        options["escapechar"] = escape
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, **options)
    rows = []
    try:
        for row in reader:
            if row:
                rows.append(row)
    except csv.Error:
        return rows, False
    return rows, True


def soup(delimiter, quote, escape):
    letters = ["a", "b", "é", delimiter, delimiter, "\n", "\r", "\r\n", " "] + [quote] * 3 + [escape] * 3
    text = "".join(random.choice(letters) for _ in range(random.randint(1, 24)))
    # Python reads line by line, and refuses some files with an escaped line break outside quotes.
    return re.sub(re.escape(escape) + r"(?=[\r\n])", "", text) if escape else text


def written(delimiter, quote, _escape):
    out = io.StringIO(newline="")
    end = random.choice(["\n", "\r\n", "\r"])
    writer = csv.writer(out, delimiter=delimiter, quotechar=quote, lineterminator=end)
    letters = ["a", "b", "ß", delimiter, quote, "\n", "\r", "\r\n", " ", "x y"]
    for _ in range(random.randint(1, 5)):
        writer.writerow("".join(random.choice(letters) for _ in range(random.randint(0, 6))) for _ in range(3))
    return out.getvalue()


cases = [(text, *DIALECTS[0]) for text in FILES]
for _ in range(60):
    cases.extend((soup(*dialect), *dialect) for dialect in DIALECTS)
    cases.extend((written(*dialect), *dialect) for dialect in DIALECTS[:4])
cases.extend((text, *WITH_ESCAPES[0]) for text in ESCAPED)
for _ in range(60):
    cases.extend((soup(*dialect), *dialect) for dialect in WITH_ESCAPES)

lines = []
for text, delimiter, quote, escape in cases:
    rows, is_whole = read(text, delimiter, quote, escape)
    dialect = {"delimiter": delimiter, "quote": quote} | ({"escapeChar": escape} if escape else {})
    case = {"text": text, **dialect, "rows": rows, "isWhole": is_whole}
    lines.append("    " + json.dumps(case))
body = ",\n".join(lines)
OUT.write_text(f'{{\n  "python": "{platform.python_version()}",\n  "cases": [\n{body}\n  ]\n}}\n')
print(f"{len(cases)} cases, {sum(not read(*case)[1] for case in cases)} with wrong quotes")
