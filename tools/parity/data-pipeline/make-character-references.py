"""Writes packages/data-pipeline/src/cleaning/character-references.ts: the named character references of HTML.

Python's `html.entities.html5` is the table of the HTML standard. Only names that end in a semicolon are kept.
Run:  python tools/parity/data-pipeline/make-character-references.py
"""

import html.entities
import pathlib

OUT = pathlib.Path(__file__).parents[3] / "packages/data-pipeline/src/cleaning/character-references.ts"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(n):
    return (base36(n // 36) if n >= 36 else "") + DIGITS[n % 36]


def literal(words):
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 100:
            lines.append(line)
            line = ""
        line += word + " "
    lines.append(line.rstrip())
    return " +\n".join(f'  "{one}"' for one in lines)


by_text = {}
for name, text in html.entities.html5.items():
    if name.endswith(";"):
        by_text.setdefault(text, []).append(name[:-1])

# Groups that stand for neighbouring characters have small numbers and similar names, which compress well.
names, codes, last = [], [], 0
for text in sorted(by_text):
    first, *rest = map(ord, text)
    names.append(",".join(sorted(by_text[text], key=lambda name: (-len(name), name))))
    codes.append(".".join([base36(first - last), *map(base36, rest)]))
    last = first

OUT.write_text(
    f"""// biome-ignore-all format: generated
// Made by tools/parity/data-pipeline/make-character-references.py from the table of the HTML standard.

/** The names of each text: `&copy;` and `&COPY;` are one. */
export const NAMES =
{literal(names)};

/** The texts in base 36: the code point less that of the text before, and the second code point where there is one. */
export const CODES =
{literal(codes)};
"""
)
