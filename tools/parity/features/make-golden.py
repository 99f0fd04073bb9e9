"""Writes packages/features/src/golden/scikit-learn.json: small texts of many scripts, and what a real
scikit-learn makes of them.  python tools/parity/features/make-golden.py
"""

import json
import pathlib
import random
import unicodedata

import sklearn
from reference import CONFIGURATIONS, vectorize

OUT = pathlib.Path(__file__).parents[3] / "packages/features/src/golden/scikit-learn.json"
rng = random.Random(20)
ASSIGNED = [c for c in range(0x80, 0x32000) if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co")]
WORDS = "the and film was good bad a very I it not plot acting don't well-made 10/10 café naïve Ünlü STRASSE ΟΔΥΣΣΕΥΣ".split()
BY_HAND = [
    "",
    "A good film, a very good film; the plot was not bad!",
    "İstanbul ıssız DİYARBAKIR İ İİ aİb",
    "ΟΔΟΣ ΣΑΣ Σ ΑΣ' Σ'Α ΑΣ.Β σίσυφος ΣΊΣΥΦΟΣ",
    "naïve café — “quoted” l’été d'été co-op snake_case __init__ x2 3D ½ ² Ⅷ",
    "日本語のテキスト 한국어 텍스트 ภาษาไทย हिन्दी العربية עברית",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝐱 𝐱𝐲 😀😀 👍🏽 👨‍👩‍👧 𐐀𐐁𐐂 𞤀𞤁",
    "tabs\tand\n\nnew  lines\x0b\x1c\x85\u2028 and\u00a0no-break\u3000space",
    "é (e\u0301) ﬁne ﬂow ǅ ß ẞ ŉ ﬀ Å K Ω",
    "zero\u200bwidth soft\u00adhyphen joiner\u200dhere b\u0301\u0323",
]


def random_text():
    return "".join(chr(rng.choice(ASSIGNED)) if rng.random() < 0.7 else " " for _ in range(rng.randrange(60)))


def word_text():
    words = [rng.choice(WORDS) for _ in range(rng.randrange(30))]
    return " ".join(w.upper() if rng.random() < 0.2 else w for w in words)


train = BY_HAND + [word_text() for _ in range(60)] + [random_text() for _ in range(40)]
test = BY_HAND + [word_text() for _ in range(15)] + [random_text() for _ in range(10)]


def as_json(matrix):
    return {
        "indptr": matrix.indptr.tolist(),
        "indices": matrix.indices.tolist(),
        "values": [float(f"{v:.9g}") for v in matrix.data],
    }


cases = []
for configuration in CONFIGURATIONS:
    terms, matrices = vectorize(configuration, train, test)
    cases.append({"name": configuration["name"], "class": configuration["class"], "options": configuration["ours"],
                  "terms": terms, "train": as_json(matrices[0]), "test": as_json(matrices[1])})
OUT.parent.mkdir(exist_ok=True)
OUT.write_text(json.dumps({"scikit-learn": sklearn.__version__, "unicode": unicodedata.unidata_version,
                           "train": train, "test": test, "cases": cases}, ensure_ascii=True, separators=(",", ":")))
print(OUT.stat().st_size)
