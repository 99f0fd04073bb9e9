"""Writes packages/rows/src/node/encoding/golden/python.json: CSV files in the encodings that users have, what Python
decodes of them, and where Python's strict decoder finds the first wrong byte.

Needs Python alone.  Run:  python tools/parity/data-pipeline/encodings.py
"""

import base64
import json
import pathlib
import platform

OUT = pathlib.Path(__file__).parents[3] / "packages/rows/src/node/encoding/golden/python.json"
OUT.parent.mkdir(parents=True, exist_ok=True)

FRENCH = ["Ce film est très bon, j'ai adoré la fin.", "L'été à la plage : une idée gâchée", "Où est passée l'émotion ? Dommage…"]
GERMAN = ["Der Film wäre großartig, hätte er kürzer gedauert.", "Die Geschichte ist schön erzählt, für Kinder geeignet", "Überhaupt nicht müde geworden"]
POLISH = ["Świetny film, bardzo mi się podobał.", "Książka była lepsza niż ekranizacja, żałuję", "Nie mogę się doczekać następnej części, źdźbło"]
CZECH = ["Příšerně žluťoučký kůň úpěl ďábelské ódy.", "Film byl dlouhý, ale velmi dobře natočený", "Děkuji, už se těším na další díl"]
RUSSIAN = ["Отличный фильм, мне очень понравился.", "Книга была лучше, чем экранизация", "Скучно и слишком долго, не советую никому"]
UKRAINIAN = ["Дуже гарний фільм, раджу всім.", "Їжак з'їв яблуко, а є ще ґрунт", "Нудно і занадто довго"]
GREEK = ["Πολύ καλή ταινία, μου άρεσε πολύ.", "Το βιβλίο ήταν καλύτερο από την ταινία", "Βαρετό και πολύ μεγάλο"]
TURKISH = ["Çok güzel bir film, herkese öneririm.", "Kitabı filmden daha iyiydi, şaşırdım", "Sıkıcı ve çok uzun, beğenmedim"]
HEBREW = ["סרט מצוין, נהניתי מאוד.", "הספר היה טוב יותר מהסרט", "משעמם וארוך מדי"]
ARABIC = ["فيلم رائع جدا، أعجبني كثيرا.", "الكتاب كان أفضل من الفيلم", "ممل وطويل جدا"]
BALTIC = ["Labai geras filmas, rekomenduoju visiems žiūrėti.", "Knyga buvo geresnė už filmą, šaunu", "Nuobodu ir per ilgai, ačiū"]
THAI = ["ภาพยนตร์เรื่องนี้ดีมาก", "หนังสือดีกว่าหนัง", "น่าเบื่อและยาวเกินไป"]
JAPANESE = ["この映画はとても面白いです。", "原作の本のほうが良かったと思います", "退屈で長すぎる、表示ソフト能力"]
CHINESE = ["这部电影非常好看，我很喜欢。", "原著比电影更好，推荐大家阅读", "太长了，有点无聊"]
TAIWAN = ["這部電影非常好看，我很喜歡。", "原著比電影更好，推薦大家閱讀", "太長了，有點無聊，功蓋許"]
KOREAN = ["이 영화는 정말 재미있습니다.", "책이 영화보다 더 좋았어요", "지루하고 너무 길어요"]
EMOJI = ["Great 😀 film, naïve 映画", "Größe", "plain"]

# The name in the WHATWG standard, the codec of Python that agrees with it on these texts, and the texts.
CASES = [
    ("utf-8", "utf-8", EMOJI),
    ("utf-8", "utf-8-sig", EMOJI),
    ("utf-16le", "utf-16-le", EMOJI),
    ("utf-16be", "utf-16-be", EMOJI),
    ("windows-1252", "cp1252", [*FRENCH, "“Quotes” – and €5 it’s"]),
    ("windows-1252", "latin-1", GERMAN),
    ("iso-8859-15", "iso8859-15", [*FRENCH[:2], "5 € et un cœur"]),
    ("windows-1250", "cp1250", POLISH),
    ("iso-8859-2", "iso8859-2", CZECH),
    ("iso-8859-3", "iso8859-3", ["Ĉu vi ŝatas la filmon? Ĝi estas bona", "ĵaŭdo"]),
    ("iso-8859-4", "iso8859-4", ["Filma ir ļoti laba, ķēniņš", "grāmata bija labāka"]),
    ("windows-1251", "cp1251", RUSSIAN),
    ("koi8-r", "koi8-r", RUSSIAN),
    ("koi8-u", "koi8-u", UKRAINIAN),
    ("iso-8859-5", "iso8859-5", RUSSIAN),
    ("ibm866", "cp866", RUSSIAN),
    ("x-mac-cyrillic", "mac-cyrillic", RUSSIAN),
    ("windows-1253", "cp1253", GREEK),
    ("iso-8859-7", "iso8859-7", GREEK),
    ("windows-1254", "cp1254", TURKISH),
    ("windows-1255", "cp1255", HEBREW),
    ("iso-8859-8", "iso8859-8", HEBREW),
    ("windows-1256", "cp1256", ARABIC),
    ("iso-8859-6", "iso8859-6", [text.replace("،", ",") for text in ARABIC]),
    ("windows-1257", "cp1257", BALTIC),
    ("iso-8859-13", "iso8859-13", BALTIC),
    ("windows-1258", "cp1258", ["Đây là phim hay", "Phim dài quá, thôi"]),
    ("iso-8859-10", "iso8859-10", ["Þetta er góð mynd", "Ŋuolla"]),
    ("iso-8859-14", "iso8859-14", ["Ŵyth o'r gloch, tŷ", "ḃog"]),
    ("windows-874", "cp874", THAI),
    ("macintosh", "mac-roman", FRENCH),
    ("shift_jis", "cp932", JAPANESE),
    ("euc-jp", "euc-jp", JAPANESE),
    ("iso-2022-jp", "iso2022-jp", JAPANESE),
    ("gbk", "gbk", CHINESE),
    ("gb18030", "gb18030", [*CHINESE, "emoji 😀"]),
    ("big5", "big5", TAIWAN),
    ("euc-kr", "euc-kr", KOREAN),
]

# A file with a byte that is none of the encoding: a line end before it, and texts after it.
WRONG = [
    ("utf-16le", "utf-16-le", "id,text\n1,a\r\n2,".encode("utf-16-le") + b"\x3d\xd8" + "b\n".encode("utf-16-le")),
    ("utf-16be", "utf-16-be", "id,text\r1,😀\n2,".encode("utf-16-be") + b"\xde\x00" + "b\n".encode("utf-16-be")),
    ("utf-16le", "utf-16-le", "id,text\n1,😀b".encode("utf-16-le") + b"\x61"),
    ("shift_jis", "cp932", "id,text\n1,映画\n2,映".encode("cp932") + b"\x82\x20\n3,b\n"),
    ("euc-jp", "euc-jp", "id,text\n1,映画\r\n2,映画".encode("euc-jp") + b"\xb1"),
    ("euc-kr", "euc-kr", "id,text\n1,영화영화".encode("euc-kr") + b"\xff,\n3,b\n"),
    ("gb18030", "gb18030", "id,text\n1,电影 😀電".encode("gb18030") + b"\xff\n3,b\n"),
    ("iso-8859-3", "iso8859-3", b"id,text\r1,\xc6a\r2,\xa5\r"),
    ("iso-8859-7", "iso8859-7", b"id,text\r\n1,a\r\n2,\xff\r\n"),
]


def place(content, codec):
    try:
        content.decode(codec)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(codec).replace("\r\n", "\n").replace("\r", "\n")
        return {"byte": error.start, "line": before.count("\n") + 1}
    raise AssertionError(codec)


def encoded(content):
    return base64.b64encode(content).decode()


golden = {
    "python": platform.python_version(),
    "cases": [
        {
            "encoding": encoding,
            "codec": codec,
            "file": encoded("".join(["id,text\n", *(f'{i},"{text}"\n' for i, text in enumerate(texts))]).encode(codec)),
            "texts": texts,
        }
        for encoding, codec, texts in CASES
    ],
    "wrong": [
        {"encoding": encoding, "codec": codec, "file": encoded(content), **place(content, codec)}
        for encoding, codec, content in WRONG
    ],
}
OUT.write_text(json.dumps(golden, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
