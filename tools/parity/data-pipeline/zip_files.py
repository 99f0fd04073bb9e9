"""Writes packages/rows/src/node/unpack/golden/zip.json: zip archives as Python writes them, and what is in them.

Needs Python alone.  Run:  python tools/parity/data-pipeline/zip_files.py
"""

import base64
import io
import json
import pathlib
import platform
import zipfile

OUT = pathlib.Path(__file__).parents[3] / "packages/rows/src/node/unpack/golden/zip.json"
OUT.parent.mkdir(parents=True, exist_ok=True)
CSV = "id,text\n" + "".join(f"{i},row {i} of the file\n" for i in range(40))


class Pipe(io.RawIOBase):
    """A stream without places, so that sizes follow the content, in data descriptors."""

    def __init__(self):
        self.content = b""

    def writable(self):
        return True

    def write(self, data):
        self.content += bytes(data)
        return len(data)


def written(files, out=None, method=zipfile.ZIP_DEFLATED, zip64=False, comment=b""):
    out = io.BytesIO() if out is None else out
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.comment = comment
        for name, content in files:
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = method
            with archive.open(info, "w", force_zip64=zip64) as entry:
                entry.write(content.encode())
    return out.content if isinstance(out, Pipe) else out.getvalue()


MAC = [("__MACOSX/._data.csv", "x"), (".DS_Store", "x"), ("folder/", ""), ("folder/data.csv", CSV)]
several = [("train.csv", CSV), ("test.csv", "id,text\n1,test\n"), ("größe.csv", "id,text\n1,name\n")]
CASES = [
    ("deflated", written([("data.csv", CSV)]), None, CSV),
    ("stored", written([("data.csv", CSV)], method=zipfile.ZIP_STORED), None, CSV),
    ("zip64", written([("data.csv", CSV)], zip64=True), None, CSV),
    ("data descriptors", written([("data.csv", CSV)], Pipe()), None, CSV),
    ("data descriptors of zip64", written([("data.csv", CSV)], Pipe(), zip64=True), None, CSV),
    ("a comment", written([("data.csv", CSV)], comment=b"PK\x05\x06 comment"), None, CSV),
    ("what macOS adds", written(MAC), None, CSV),
    ("one of several", written(several), "test.csv", several[1][1]),
    ("a name that is not ASCII", written(several), "größe.csv", several[2][1]),
    ("an empty file", written([("data.csv", "")]), None, ""),
]
golden = {
    "python": platform.python_version(),
    "cases": [
        {"what": what, "entry": entry, "file": base64.b64encode(content).decode(), "content": text}
        for what, content, entry, text in CASES
    ],
    "lzma": base64.b64encode(written([("data.csv", CSV)], method=zipfile.ZIP_LZMA)).decode(),
}
OUT.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
