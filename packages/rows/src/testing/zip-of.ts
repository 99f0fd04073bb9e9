import { crc32, deflateRawSync } from "node:zlib";

/** A file of an archive. What is given besides its content is written as it is, true or not. */
export interface ZippedFile {
  readonly name: string;
  readonly content?: string | Uint8Array;
  /** Its bytes in the archive. Default: the content, packed by the method. */
  readonly packed?: Uint8Array;
  /** 0: stored, 8: deflated. Default 0. */
  readonly method?: number;
  readonly crc?: number;
  readonly length?: number;
  /** Where its local header is, of another file. Default: its own. */
  readonly at?: number;
}

/** A zip archive, as no library would write it. @param counts  The two numbers of entries at its end. */
export function zipOf(files: readonly ZippedFile[], counts = [files.length, files.length]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let end = 0;
  for (const { name, method = 0, at, ...given } of files) {
    const content = Buffer.from(given.content ?? "");
    const packed = given.packed ?? (method === 8 ? deflateRawSync(content) : content);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(method, 4);
    header.writeUInt32LE(given.crc ?? crc32(content), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(given.length ?? content.length, 18);
    header.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at ?? end, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\0", "latin1"), header, place, Buffer.from(name));
    if (at !== undefined) continue;
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), header, Buffer.from(name), packed]);
    locals.push(local);
    end += local.length;
  }
  const record = Buffer.alloc(18);
  record.writeUInt16LE(counts[0]!, 4);
  record.writeUInt16LE(counts[1]!, 6);
  record.writeUInt32LE(Buffer.concat(directory).length, 8);
  record.writeUInt32LE(end, 12);
  return Buffer.concat([...locals, ...directory, Buffer.from("PK\x05\x06"), record]);
}

/** The files of a workbook of one sheet. @param shared  The `<si>` of its shared strings. */
export function workbookOf(rows: string, shared = ""): ZippedFile[] {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const types = "http://schemas.openxmlformats.org/package/2006/content-types";
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`;
  const related = relation("rId1", "worksheet", "worksheets/sheet1.xml");
  const strings = relation("rId2", "sharedStrings", "sharedStrings.xml");
  return [
    { name: "[Content_Types].xml", content: `<Types xmlns="${types}"/>` },
    {
      name: "xl/workbook.xml",
      content: `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${related}${strings}</Relationships>`,
    },
    { name: "xl/sharedStrings.xml", content: `<sst xmlns="${main}">${shared}</sst>` },
    {
      name: "xl/worksheets/sheet1.xml",
      content: `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
      method: 8,
    },
  ];
}
