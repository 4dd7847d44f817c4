// PDFs for tests: good ones from pdf-lib, hostile ones put together by hand.
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { PDFDocument, StandardFonts } from "pdf-lib";

export interface PdfPageContent {
  readonly heading: string;
  readonly section?: string;
  readonly paragraphs: readonly string[];
}

/** A4 pages with a 24 pt heading, an optional 16 pt one, and paragraphs of 11 pt, two lines each where they hold a line feed. */
export async function makePdf(pages: readonly PdfPageContent[], title?: string): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  if (title !== undefined) document.setTitle(title);
  document.setLanguage("en-GB");
  for (const content of pages) {
    const page = document.addPage([595, 842]);
    page.drawText(content.heading, { x: 50, y: 770, size: 24, font });
    if (content.section) page.drawText(content.section, { x: 50, y: 730, size: 16, font });
    for (const [index, paragraph] of content.paragraphs.entries()) {
      page.drawText(paragraph, { x: 50, y: 690 - index * 60, size: 11, lineHeight: 14, font });
    }
  }
  return new Uint8Array(await document.save());
}

export async function makeEmptyPages(count: number): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create();
  for (let index = 0; index < count; index += 1) document.addPage([100, 100]);
  return new Uint8Array(await document.save());
}

type Part = string | Uint8Array;

/** Objects are numbered from 1 in their order; object 1 is the catalogue. */
export function assemblePdf(objects: readonly (readonly Part[])[], trailer = ""): Uint8Array<ArrayBuffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  const add = (part: Part) => {
    const chunk = typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part);
    chunks.push(chunk);
    length += chunk.length;
  };
  add("%PDF-1.4\n");
  const offsets = objects.map((parts, index) => {
    const offset = length;
    for (const part of [`${index + 1} 0 obj\n`, ...parts, "\nendobj\n"]) add(part);
    return offset;
  });
  const start = length;
  add(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`);
  for (const offset of offsets) add(`${String(offset).padStart(10, "0")} 00000 n \n`);
  add(`trailer<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF`);
  return new Uint8Array(Buffer.concat(chunks));
}

function onePage(stream: Uint8Array, filter: string): (readonly Part[])[] {
  return [
    ["<</Type/Catalog/Pages 2 0 R>>"],
    ["<</Type/Pages/Kids[3 0 R]/Count 1>>"],
    [
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
    ],
    [`<</Length ${stream.byteLength}/Filter[${filter}]>>stream\n`, stream, "\nendstream"],
  ];
}

/** About 3 KB that unpack to 2 GB: deflated blanks, deflated once more. The repeats are made from one block, not from 2 GB. */
export function makeBombPdf(): Uint8Array<ArrayBuffer> {
  // Stored deflate streams may be concatenated at a byte boundary: a full flush ends each block at one.
  const block = deflateSync(Buffer.alloc(16 * 1024 * 1024, 0x20), { level: 9, finishFlush: 3 });
  const once = Buffer.concat([block, ...Array.from({ length: 127 }, () => block.subarray(2))]);
  return assemblePdf(onePage(new Uint8Array(deflateSync(once, { level: 9 })), "/FlateDecode/FlateDecode"));
}

/** A form that draws itself. */
export function makeRecursivePdf(): Uint8Array<ArrayBuffer> {
  const draw = "/X Do";
  return assemblePdf([
    ["<</Type/Catalog/Pages 2 0 R>>"],
    ["<</Type/Pages/Kids[3 0 R]/Count 1>>"],
    ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"],
    [`<</Length ${draw.length}>>stream\n${draw}\nendstream`],
    [
      `<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X 5 0 R>>>>/Length ${draw.length * 2 + 1}>>stream\n${draw} ${draw}\nendstream`,
    ],
  ]);
}

/** A page tree whose only child is the tree itself, and which claims a million pages. */
export function makeLoopingPageTreePdf(): Uint8Array<ArrayBuffer> {
  return assemblePdf([["<</Type/Catalog/Pages 2 0 R>>"], ["<</Type/Pages/Kids[2 0 R]/Count 1000000/Parent 2 0 R>>"]]);
}

const PADDING = Buffer.from("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A", "hex");

/** Standard security handler, revision 2, 40-bit RC4 (PDF 1.7, 7.6.3, algorithms 2, 3 and 4). An empty password opens without asking. */
export function makeEncryptedPdf(userPassword: string): Uint8Array<ArrayBuffer> {
  const padded = Buffer.concat([Buffer.from(userPassword, "latin1"), PADDING]).subarray(0, 32);
  const id = Buffer.alloc(16, 7);
  const ownerKey = md5(Buffer.concat([Buffer.from("owner"), PADDING]).subarray(0, 32)).subarray(0, 5);
  const owner = rc4(ownerKey, padded);
  const permissions = Buffer.from([0xfc, 0xff, 0xff, 0xff]);
  const key = md5(Buffer.concat([padded, owner, permissions, id])).subarray(0, 5);
  const user = rc4(key, PADDING);
  // The object's own key is made of the file's key, the object's number and its generation (algorithm 1).
  const objectKey = md5(Buffer.concat([key, Buffer.from([4, 0, 0, 0, 0])])).subarray(0, 10);
  const content = rc4(objectKey, Buffer.from("BT /F 12 Tf 20 100 Td (Locked words) Tj ET"));
  const objects = onePage(new Uint8Array(content), "");
  const security = `/Encrypt<</Filter/Standard/V 1/R 2/O<${owner.toString("hex")}>/U<${user.toString("hex")}>/P -4>>`;
  return assemblePdf(objects, `${security}/ID[<${id.toString("hex")}><${id.toString("hex")}>]`);
}

function md5(data: Buffer): Buffer {
  return createHash("md5").update(data).digest();
}

/** Written out because OpenSSL 3 keeps RC4 in its legacy provider. */
function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Array.from({ length: 256 }, (_, index) => index);
  const swap = (left: number, right: number) => {
    [state[left], state[right]] = [state[right] ?? 0, state[left] ?? 0];
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + (state[i] ?? 0) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + (state[i] ?? 0)) & 255;
      swap(i, j);
      return byte ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 255] ?? 0);
    }),
  );
}
