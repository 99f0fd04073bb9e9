"""Writes packages/features/src/unicode/tables.ts: what Python's `re` and `str` say of every code point.

The tables pin one Unicode version, so that a text has the same tokens in every engine. Run it with the Python
whose behaviour is wanted:  python tools/parity/features/make-unicode-tables.py
"""

import pathlib
import re
import sys
import unicodedata

sys.path.append(str(pathlib.Path(__file__).parents[1]))
from base26 import base26  # noqa: E402

OUT = pathlib.Path(__file__).parents[3] / "packages/features/src/unicode/tables.ts"
ALL = [chr(c) for c in range(0x110000)]


def signed(n):
    """0, -1, 1, -2, 2 as 0, 1, 2, 3, 4."""
    return 2 * n if n >= 0 else -2 * n - 1


def ranges(test):
    """Ranges as (gap since the last range, length), which are small numbers."""
    out, last, start = [], 0, None
    for c in range(0x110001):
        inside = c < 0x110000 and test(chr(c))
        if inside and start is None:
            start = c
        if not inside and start is not None:
            out += [start - last, c - start]
            last, start = c, None
    return "".join(map(base26, out))


def lower_runs():
    """Runs of (gap, count, step, difference) of the code points with a lower-case form of one code point."""
    pairs = [(ord(a), ord(a.lower()) - ord(a)) for a in ALL if len(a.lower()) == 1 and a.lower() != a]
    # A lone capital sigma lowers to the small one; the final form is a rule, not a table.
    runs = []
    for c, d in pairs:
        if runs:
            start, count, step, diff = runs[-1]
            gap = c - (start + (count - 1) * step)
            if diff == d and (gap == step or (count == 1 and gap <= 2)):
                runs[-1] = (start, count + 1, gap, diff)
                continue
        runs.append((c, 1, 1, d))
    out, last = [], 0
    for start, count, step, diff in runs:
        out += [start - last, count, step, signed(diff)]
        last = start
    return "".join(map(base26, out))


longer = [a for a in ALL if len(a.lower()) != 1]
assert longer == ["\u0130"], longer
word = re.compile(r"\w")


def constant(name, doc, value):
    lines = [value[i : i + 1000] for i in range(0, len(value), 1000)]
    body = " +\n  ".join(f'"{line}"' for line in lines)
    return f"/** {doc} */\nexport const {name} =\n  {body};\n"


OUT.write_text(
    "// biome-ignore-all format: generated\n"
    f"// Made by tools/parity/features/make-unicode-tables.py with Unicode {unicodedata.unidata_version}. decode-numbers.ts reads them.\n\n"
    + constant("WORD", "What `\\\\w` matches: gap and length of each range.", ranges(lambda a: word.match(a)))
    + "\n"
    + constant("COMBINING", "What has a combining class: gap and length of each range.", ranges(unicodedata.combining))
    + "\n"
    + constant("LOWER", "Lower case: gap, count, step and difference of each run.", lower_runs())
)
print(OUT.stat().st_size)
