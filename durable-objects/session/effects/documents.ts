/** GENERATE PDF and MERGE PDF (reference 3.11): made by the gateway, kept in the drive. */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { isObject, listOf } from "../../../basic/operations/compare.ts";
import { plainRecord } from "../../../basic/operations/plain-texts.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { FileValue, RecordSet, type Value } from "../../../basic/values.ts";
import { drivePath, folderOf } from "../../../contracts/drive-path.ts";
import { PDF_LIMITS, type PdfRequest } from "../../../contracts/gateway-documents.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import { type GatewayClient, GatewayError } from "../../../platform/gateway-client.ts";
import { makePdf, mergePdf } from "../../../platform/gateway-documents.ts";
import type { EffectArguments } from "./arguments.ts";
import { fileValue, givenFile, pathArgument, storeFile, writablePath } from "./drive-writes.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { fileOrRaise, findFile, gatewayFor, MAX_BYTES_AT_HAND, readBytes } from "./package-files.ts";
import { linkTo } from "./sent-files.ts";
import { plain } from "./table-changes.ts";

const LIMIT_MS = 150_000;
const TEMPLATE_FILE = /^[^\n<>{}]{1,1000}\.(?:md|markdown|txt|html?)$/i;
const PDF = "application/pdf";

const generatePdf: EffectHandler = {
  limitMs: () => LIMIT_MS,
  async run(args, context) {
    const output = pdfPath(args["output"], context);
    const gateway = gatewayFor("GENERATE PDF needs the GPU gateway", context);
    const source = await templateOf(args["template"] ?? args["content"] ?? null, context);
    const data = dataOf(args, context);
    const pictures = await picturesOf(source, context);
    const request: PdfRequest = {
      format: source.format,
      template: source.text,
      data,
      created: Math.max(0, Math.round(context.session.now)),
      images: pictures.map(({ address, bytes }) => ({ address, size: bytes.byteLength })),
    };
    const bytes = await made("GENERATE PDF", () =>
      makePdf(
        gateway,
        request,
        pictures.map((picture) => picture.bytes),
        context.signal,
      ),
    );
    return kept(output, bytes, context);
  },
};

/** The result is a file with an address at which it can be fetched. */
async function kept(output: string, bytes: Uint8Array<ArrayBuffer>, context: EffectContext): Promise<FileValue> {
  const file = await storeFile(output, bytes, context, { type: PDF });
  return new FileValue({ ...fileValue(file, context), url: await linkTo(file, context) });
}

/** Before anything is made: what cannot be kept need not be. */
function pdfPath(value: Value | undefined, context: EffectContext): string {
  const path = pathArgument(value, context);
  return writablePath(/\.pdf$/i.test(path) || path === "" ? path : `${path}.pdf`, context);
}

interface Source {
  text: string;
  format: "markdown" | "html";
  /** Where addresses of pictures begin. */
  folder: string;
}

/** The path of a template, or the text itself. Error 53 for a path without a file. */
async function templateOf(value: Value, context: EffectContext): Promise<Source> {
  const text = value instanceof FileValue ? value.path : toText(value, context.values);
  if (value instanceof FileValue || TEMPLATE_FILE.test(text.trim())) {
    const file = await fileOrRaise(text, context);
    const bytes = await readBytes(file, context, PDF_LIMITS.template * 4);
    const content = checkLength(new TextDecoder().decode(bytes));
    return { text: content, format: /\.html?$/i.test(file.name) ? "html" : "markdown", folder: folderOf(file.path) };
  }
  return {
    text: checkLength(text),
    format: /^\s*<(?:!doctype|html|body|h1|p|div|table)\b/i.test(text) ? "html" : "markdown",
    folder: "",
  };
}

function checkLength(text: string): string {
  if (text.length <= PDF_LIMITS.template) return text;
  throw new BasicError(ERR.memory, `The template of a PDF has ${PDF_LIMITS.template} characters at most.`);
}

/** Null where the statement gives none: a text of the script is taken as it is. Rows stand under the name `rows`. */
function dataOf(args: EffectArguments, context: EffectContext): Record<string, JsonValue> | null {
  const data = args["data"] ?? null;
  if (data === null) return args["template"] === undefined ? null : {};
  if (isObject(data)) return plainRecord(data, context.values) as Record<string, JsonValue>;
  const first = data instanceof RecordSet ? (data.rows[0] ?? null) : null;
  const rows = plain(data, context.values);
  return { ...(first ? (plainRecord(first, context.values) as Record<string, JsonValue>) : {}), rows, items: rows };
}

const PICTURE = /!\[[^\]]*\]\(\s*<?([^\s)>]+)|<img\b[^>]*?\bsrc\s*=\s*["']?([^"'\s>]+)/gi;

/** Pictures of the drive that the template names, beside it or from the root. Those of other servers are not fetched. */
async function picturesOf(source: Source, context: EffectContext) {
  const addresses = new Set([...source.text.matchAll(PICTURE)].map((match) => match[1] ?? match[2] ?? ""));
  const found: { address: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
  let size = 0;
  for (const address of addresses) {
    if (found.length >= PDF_LIMITS.images || /^[a-z]+:/i.test(address) || address.includes("{{")) continue;
    const paths = [source.folder === "" ? address : `${source.folder}/${address}`, address];
    for (const path of paths.filter((one) => drivePath(one).path)) {
      const file = await findFile(path, context);
      if (!file) continue;
      const bytes = await readBytes(file, context, Math.max(0, MAX_BYTES_AT_HAND / 2 - size));
      size += bytes.byteLength;
      found.push({ address, bytes });
      break;
    }
    if (found.at(-1)?.address !== address) context.warn(`There is no picture "${address.slice(0, 200)}".`);
  }
  return found;
}

const merge: EffectHandler = {
  limitMs: () => LIMIT_MS,
  async run(args, context) {
    const output = pdfPath(args["output"], context);
    const gateway: GatewayClient = gatewayFor("MERGE PDF needs the GPU gateway", context);
    const list = listOf(args["files"] ?? null) ?? [args["files"] ?? null];
    if (list.length === 0 || list.length > PDF_LIMITS.files)
      throw new BasicError(ERR.badCall, `MERGE PDF joins 1 to ${PDF_LIMITS.files} files.`);
    const files: Uint8Array[] = [];
    let size = 0;
    for (const item of list) {
      const { bytes } = await givenFile(item, context, MAX_BYTES_AT_HAND - size);
      size += bytes.byteLength;
      files.push(bytes);
    }
    const bytes = await made("MERGE PDF", () => mergePdf(gateway, files, context.signal));
    return kept(output, bytes, context);
  },
};

async function made(keyword: string, work: () => Promise<Uint8Array<ArrayBuffer>>): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new BasicError(ERR.remote, `${keyword}: ${error.message}`);
  }
}

export const DOCUMENT_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "GENERATE PDF": generatePdf,
  "MERGE PDF": merge,
};
