/** What programs and forms send: JSON, form fields, files, text. Bounded and checked as bytes before it is parsed. */
import type { JsonObject } from "../contracts/events.ts";
import type { JsonValue } from "../contracts/json.ts";
import { parseJson } from "./body.ts";
import { FaultError } from "./problem.ts";

export interface Submitted {
  body: JsonValue;
  /** Of multipart alone, with the name of their field. */
  files: { field: string; file: File }[];
}

/** Fields and files of one form. */
const MAX_FIELDS = 1_000;
const MAX_FILES = 20;
const MAX_FIELD_NAME = 200;

/** Throws `request.unsupported-type` for what has no meaning to a script, and `request.invalid` for what cannot be read. */
export async function readSubmitted(contentType: string | null, bytes: Uint8Array<ArrayBuffer>): Promise<Submitted> {
  if (bytes.byteLength === 0) return { body: null, files: [] };
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (/^application\/(?:[\w.+-]+\+)?json$/.test(type)) return { body: parseJson(bytes) as JsonValue, files: [] };
  if (type === "application/x-www-form-urlencoded") {
    const form = new URLSearchParams(textOf(bytes));
    if (form.size > MAX_FIELDS) throw tooMany();
    return { body: fieldsOf(form), files: [] };
  }
  if (type === "multipart/form-data") return readMultipart(contentType ?? "", bytes);
  if (type === "" || type.startsWith("text/") || /^application\/(?:[\w.+-]+\+)?xml$/.test(type))
    return { body: textOf(bytes), files: [] };
  throw new FaultError(
    "request.unsupported-type",
    "Send JSON, form fields (application/x-www-form-urlencoded or multipart/form-data), or text.",
  );
}

/** Several values of one name are a list, also where the name ends in []. */
export function fieldsOf(entries: Iterable<[string, string]>): JsonObject {
  const fields = new Map<string, JsonValue>();
  for (const [given, value] of entries) {
    const name = given.replace(/\[\]$/, "").slice(0, MAX_FIELD_NAME);
    const before = fields.get(name);
    if (before === undefined) fields.set(name, given.endsWith("[]") ? [value] : value);
    else fields.set(name, Array.isArray(before) ? [...before, value] : [before, value]);
  }
  // By entries: a field may be called __proto__.
  return Object.fromEntries(fields);
}

async function readMultipart(contentType: string, bytes: Uint8Array<ArrayBuffer>): Promise<Submitted> {
  let form: FormData;
  try {
    form = await new Response(bytes, { headers: { "content-type": contentType } }).formData();
  } catch {
    throw new FaultError("request.invalid", "The body is not multipart/form-data as its boundary says.");
  }
  const texts: [string, string][] = [];
  const files: Submitted["files"] = [];
  for (const [field, value] of form.entries()) {
    if (typeof value === "string") texts.push([field, value]);
    // A file field that nobody filled in is sent as an empty file without a name.
    else if (value.name !== "" || value.size > 0) files.push({ field: field.slice(0, MAX_FIELD_NAME), file: value });
  }
  if (texts.length > MAX_FIELDS || files.length > MAX_FILES) throw tooMany();
  return { body: fieldsOf(texts), files };
}

const tooMany = () =>
  new FaultError("request.too-large", `A form has at most ${MAX_FIELDS} fields and ${MAX_FILES} files.`);

function textOf(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new FaultError("request.invalid", "The body is not UTF-8.");
  }
}
