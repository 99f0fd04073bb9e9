"""Writes packages/data-pipeline/src/cleaning/character-references.ts: the named character references of HTML.

Python's `html.entities.html5` is the table of the HTML standard. Only names that end in a semicolon are kept.
Run:  python tools/parity/data-pipeline/make-character-references.py
"""

import html.entities
import pathlib
import re
import string
import sys

sys.path.append(str(pathlib.Path(__file__).parents[1]))
from base26 import base26  # noqa: E402

OUT = pathlib.Path(__file__).parents[3] / "packages/data-pipeline/src/cleaning/character-references.ts"
# HTML has no name of its small letter.
ONLY_CAPITAL = "Gcedil"


def literal(words, space=" "):
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 100:
            lines.append(line)
            line = ""
        line += word + space
    lines.append(line.rstrip())
    return " +\n".join(f'  "{one}"' for one in lines)


texts = {name[:-1]: text for name, text in html.entities.html5.items() if name.endswith(";")}

# What decode-reference.ts makes itself. Letters of three styles lie in the order of the alphabet: `Afr` to `zfr`.
STYLES = {"scr": 0x1D49C, "fr": 0x1D504, "opf": 0x1D538}
ALPHABET = string.ascii_uppercase + string.ascii_lowercase
made = {letter + style: chr(first + at) for style, first in STYLES.items() for at, letter in enumerate(ALPHABET)}
assert all(name in texts for name in made)

# And the small letter of a capital, whose name is the same in small letters: `Eacute` and `eacute`.
capitals = {name: text for name, text in texts.items() if name[0] in string.ascii_uppercase and made.get(name) != text}
for name, text in capitals.items():
    small = text.lower()
    if name != ONLY_CAPITAL and small != text and len(small) == 1:
        assert texts[name.lower()] == small, name
        made[name.lower()] = small

by_text = {}
for name, text in texts.items():
    if made.get(name) != text:
        by_text.setdefault(text, []).append(name)

# Groups that stand for neighbouring characters have small numbers and similar names, which compress well.
names, codes, last = [], [], 0
for text in sorted(by_text):
    first, *rest = map(ord, text)
    names.append(",".join(sorted(by_text[text], key=lambda name: (-len(name), name))))
    codes.append("".join([base26(first - last), *(f"-{base26(code)}" for code in rest)]))
    last = first

OUT.write_text(
    f"""// biome-ignore-all format: generated
// Made by tools/parity/data-pipeline/make-character-references.py from the table of the HTML standard.

/** The names of each text, but for those that follow from a rule: `&copy;` and `&COPY;` are one. */
export const NAMES =
{literal(names)};

/**
 * The texts: the code point less that of the text before, and after a minus the second code point where there is one.
 * Numbers are in base 26: digits are letters, and the last is a small one.
 */
export const CODES =
{literal(re.findall(".{1,100}", "".join(codes)), "")};
"""
)
