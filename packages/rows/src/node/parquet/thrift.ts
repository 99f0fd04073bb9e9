/** A struct of Thrift's compact protocol: the integers, flags, structs and lists of structs among its fields, by their ids. */
export interface Struct {
  readonly numbers: ReadonlyMap<number, number>;
  readonly flags: ReadonlyMap<number, boolean>;
  readonly structs: ReadonlyMap<number, Struct>;
  readonly lists: ReadonlyMap<number, readonly Struct[]>;
}

const BYTE = 3;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;
const DEPTH = 32;

/** A number of 64 bits has ten bytes at most. */
const VARINT_BYTES = 10;

/**
 * Reads the structs of a Parquet file before its parser does, which trusts the sizes and the numbers in them. Each step
 * goes on in the bytes, so the time is linear.
 *
 * @throws `Error` for what is no struct.
 */
export class ThriftReader {
  offset: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, offset = 0) {
    this.bytes = bytes;
    this.offset = offset;
  }

  struct(depth = 1): Struct {
    if (depth > DEPTH) throw new Error("its structs are nested too deeply");
    const numbers = new Map<number, number>();
    const flags = new Map<number, boolean>();
    const structs = new Map<number, Struct>();
    const lists = new Map<number, readonly Struct[]>();
    let id = 0;
    for (let head = this.byte(); (head & 15) !== 0; head = this.byte()) {
      const type = head & 15;
      id = head >> 4 ? id + (head >> 4) : this.signed();
      if (type <= 2) flags.set(id, type === 1);
      else if (type === STRUCT) structs.set(id, this.struct(depth + 1));
      else if (type === LIST) lists.set(id, this.list(depth + 1));
      else if (isInteger(type)) numbers.set(id, this.signed());
      else this.skipScalar(type);
    }
    return { numbers, flags, structs, lists };
  }

  /** A number without a sign, exact up to 2^53. */
  varint(): number {
    let value = 0;
    for (let i = 0, factor = 1; i < VARINT_BYTES; i++, factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new Error("a number has more than 64 bits");
  }

  /** A number with a sign, exact up to 2^52. */
  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  byte(): number {
    if (this.offset >= this.bytes.length) throw new Error("it ends within a struct");
    return this.bytes[this.offset++]!;
  }

  /** Passes over a value, also where it ends after the bytes: whoever reads on is told. */
  private skipScalar(type: number): void {
    if (type === BYTE) this.offset += 1;
    else if (type === DOUBLE) this.offset += 8;
    else if (type === BINARY) {
      const bytes = this.varint();
      this.offset += bytes;
    } else if (isInteger(type)) this.varint();
    else throw new Error(`a field has the type ${type}, which Parquet does not use`);
  }

  /** The structs of a list; other members are passed over. */
  private list(depth: number): readonly Struct[] {
    if (depth > DEPTH) throw new Error("its structs are nested too deeply");
    const head = this.byte();
    const type = head & 15;
    const size = head >> 4 === 15 ? this.varint() : head >> 4;
    if (size > this.bytes.length - this.offset)
      throw new Error("a list has more members than there are bytes");
    const structs: Struct[] = [];
    for (let i = 0; i < size; i++) {
      if (type === STRUCT) structs.push(this.struct(depth + 1));
      else if (type === LIST) this.list(depth + 1);
      else if (type <= 2) this.byte();
      else this.skipScalar(type);
    }
    return structs;
  }
}

/** Whether a type is an integer of 16, 32 or 64 bits. */
function isInteger(type: number): boolean {
  return type > BYTE && type < DOUBLE;
}
