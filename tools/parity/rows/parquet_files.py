"""Writes packages/rows/src/node/parquet/golden/pyarrow.json: Parquet files of pyarrow, and the rows that they have.
python tools/parity/rows/parquet_files.py

Each case: what is special about the file, its bytes in Base64, and its rows. Decimals and whole numbers of 64 bits are
texts with all digits, times are in ISO 8601, bytes are read as UTF-8.
"""

import base64
import datetime
import decimal
import io
import json
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

OUT = pathlib.Path(__file__).parents[3] / "packages/rows/src/node/parquet/golden/pyarrow.json"
D = decimal.Decimal
SMALL = {"compression": "none", "write_statistics": False, "store_schema": False}


def plain(value):
    if isinstance(value, bool) or value is None or isinstance(value, (float, str)):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value]


def value_of(value, kind):
    if kind == pa.int32() or value is None:
        return value
    return plain(dict(value) if pa.types.is_map(kind) else value)


def case(what, table, **options):
    sink = io.BytesIO()
    pq.write_table(table, sink, **(SMALL | options))
    names = table.column_names
    rows = [{name: value_of(row[name], table.schema.field(name).type) for name in names} for row in table.to_pylist()]
    return {"what": what, "file": base64.b64encode(sink.getvalue()).decode(), "columns": names, "rows": rows}


TEXTS = ["good film", None, "good", "dull", "good film", "dull film", None, "good film again", ""]
USUAL = pa.table(
    {
        "text": TEXTS,
        "id": pa.array([2**60 + 1, None, -1, 0, 7, 70, 700, 7000, -(2**60)], pa.int64()),
        "count": pa.array([1, 2, 3, 50, None, -6, 2**31 - 1, -(2**31), 9], pa.int32()),
        "stars": pa.array([0.5, 1, None, 2, 2, 3, 4, 5, -1], pa.float64()),
        "flag": pa.array([True, False, True, None, True, True, False, False, True]),
    }
)
FULL = pa.table({"text": pa.array(["a", "ab", "abc", "abd"]), "id": pa.array([5, 5, 6, 900], pa.int64())})
FULL = FULL.cast(pa.schema([pa.field("text", pa.string(), False), pa.field("id", pa.int64(), False)]))


def usual():
    for version in ["1.0", "2.0"]:
        for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]:
            yield case(f"pages {version}, {codec}", USUAL, data_page_version=version, compression=codec)
        for name, encodings in {
            "plain": {},
            "deltas": {"text": "DELTA_BYTE_ARRAY", "id": "DELTA_BINARY_PACKED", "count": "DELTA_BINARY_PACKED"},
            "lengths": {"text": "DELTA_LENGTH_BYTE_ARRAY", "stars": "BYTE_STREAM_SPLIT", "flag": "RLE"},
        }.items():
            options = {"use_dictionary": False, "column_encoding": encodings, "data_page_version": version}
            yield case(f"pages {version}, {name}", USUAL, **options)
        yield case(f"pages {version}, required", FULL, data_page_version=version)
    yield case("row groups and small pages", USUAL.slice(0, 6), row_group_size=4, data_page_size=1, write_batch_size=1)
    yield case("statistics and the schema of Arrow", FULL, write_statistics=True, store_schema=True)
    yield case("no rows", USUAL.slice(0, 0))
    times = pa.array([datetime.datetime(2024, 2, 29, 12, 30, 0, 250000), None], pa.timestamp("ms"))
    yield case("times", pa.table({"at": times}))
    geo = {"geo": json.dumps({"version": "1.0.0", "primary_column": "at", "columns": {"at": {"encoding": "WKB"}}})}
    point = bytes([1, 1, 0, 0, 0] + [0] * 16)
    schema = pa.schema([pa.field("at", pa.binary())], metadata=geo)
    yield case("places of GeoParquet", pa.table({"at": [point, None]}, schema=schema), store_schema=True)


PRICES = [D("19.90"), None, D("-0.01"), D("0.00"), D("999.99"), D("-999.99"), D("1.27"), D("1.28"), D("2.55")]


def decimals():
    for whole in [False, True]:
        columns = {
            "price": pa.array(PRICES, pa.decimal128(5, 2)),
            "amount": pa.array([None if p is None else p * 10**10 for p in PRICES], pa.decimal128(18, 4)),
            "long": pa.array([None if p is None else p * 10**25 + D("1e-9") for p in PRICES], pa.decimal128(38, 9)),
            "whole": pa.array([None if p is None else int(p * 100) for p in PRICES], pa.decimal128(9, 0)),
        }
        how = "as integers" if whole else "as bytes"
        table = pa.table(columns)
        yield case(f"decimals {how}", table, store_decimal_as_integer=whole)
        yield case(f"decimals {how} in a dictionary", pa.table({"price": table["price"]}), use_dictionary=True)
    yield case("decimals of 256 bits", pa.table({"n": pa.array([D("-1.5"), D(10) ** 60], pa.decimal256(70, 1))}))
    one, two, three = D("1.10"), D("-2.25"), D("0.01")
    money = pa.decimal128(10, 2)
    nested = {
        "list": (pa.list_(money), [[one, None, two], [], None, [three]]),
        "list of lists": (pa.list_(pa.list_(money)), [[[one], [], [two, three]], [], None, [None, [one]]]),
        "struct": (
            pa.struct([("price", money), ("text", pa.string())]),
            [{"price": one, "text": "a"}, {"price": None, "text": None}, None, {"price": two, "text": "b"}],
        ),
        "struct of one": (pa.struct([("price", money)]), [{"price": one}, {"price": None}, None, {"price": two}]),
        "struct of two": (
            pa.struct([("net", money), ("gross", pa.decimal128(10, 3))]),
            [{"net": one, "gross": two}, None, {"net": None, "gross": three}, {"net": three, "gross": None}],
        ),
        "list of structs": (
            pa.list_(pa.struct([("price", money), ("text", pa.string())])),
            [[{"price": one, "text": "a"}, {"price": two, "text": None}], [], None, [{"price": None, "text": "b"}]],
        ),
        "struct of lists": (
            pa.struct([("prices", pa.list_(money)), ("texts", pa.list_(pa.string()))]),
            [{"prices": [one, two], "texts": ["a"]}, {"prices": [], "texts": []}, None, {"prices": None, "texts": []}],
        ),
    }
    for name, (kind, values) in nested.items():
        yield case(f"decimals in a {name}", pa.table({"value": pa.array(values, kind), "text": ["a", "b", "c", "d"]}))
    texts_to = lambda kind: pa.map_(pa.string(), kind)
    yield case("decimals in a map", pa.table({"value": pa.array([[("a", one), ("b", None)], [], None, [("value", three)]], texts_to(money))}))
    items = pa.struct([("price", money), ("text", pa.string())])
    of_items = [[("a", {"price": one, "text": "x"}), ("price", None)], [("b", {"price": None, "text": "y"})]]
    yield case("decimals in a map of structs", pa.table({"value": pa.array(of_items, texts_to(items))}))
    yield case("a map of texts", pa.table({"value": pa.array([[("a", "x")], None], texts_to(pa.string())), "price": [one, two]}))
    plain_lists = {
        "texts": pa.array([["a", None], [], None, ["b", "c", "d"]], pa.list_(pa.string())),
        "numbers": pa.array([[1, 2], [3], [], None], pa.list_(pa.int64())),
    }
    for version in ["1.0", "2.0"]:
        options = {"data_page_version": version, "compression": "snappy"}
        yield case(f"lists, pages {version}", pa.table(plain_lists), **options)


cases = [*usual(), *decimals()]
OUT.parent.mkdir(exist_ok=True)
text = ",\n".join("    " + json.dumps(one, ensure_ascii=False) for one in cases)
OUT.write_text(f'{{\n  "pyarrow": "{pa.__version__}",\n  "cases": [\n{text}\n  ]\n}}\n')
