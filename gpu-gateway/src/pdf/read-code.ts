// The code in a picture: QR and its kin, and bar codes.
import { readFile } from "node:fs/promises";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import type { ReadCode } from "../../../contracts/gateway-documents.ts";
import { DocumentFault } from "../documents/document-fault.ts";

const MAX_TEXT = 10_000;
/** PNG, JPEG, GIF and BMP: what the reader can decode. */
const PICTURE = /^(?:89504e47|ffd8ff|47494638|424d)/;

let ready: Promise<unknown> | undefined;

/** Without this the library would fetch its program from a server of others. */
async function prepare(): Promise<void> {
  ready ??= readFile(new URL(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm"))).then((wasm) =>
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true }),
  );
  await ready;
}

export async function readCode(bytes: Uint8Array<ArrayBuffer>): Promise<ReadCode> {
  if (!PICTURE.test(Buffer.from(bytes.subarray(0, 4)).toString("hex")))
    throw new DocumentFault("document.unsupported-type", "The picture is no PNG, JPEG, GIF or BMP file.");
  await prepare();
  const [found] = await readBarcodes(bytes, { tryHarder: true, maxNumberOfSymbols: 1 });
  return found?.isValid ? { text: found.text.slice(0, MAX_TEXT), format: found.format } : { text: null, format: "" };
}
