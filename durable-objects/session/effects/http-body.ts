/** Values as bodies of requests: JSON, forms, forms with files, texts and files (reference 3.10). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import { toJson } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { type BasicObject, FileValue, RecordSet, type Value } from "../../../basic/values.ts";
import { bytesOf } from "../../../platform/hmac.ts";
import { givenFile } from "./drive-writes.ts";
import type { EffectContext } from "./effect.ts";
import { MAX_BODY_BYTES } from "./http-send.ts";

export interface Body {
  bytes: Uint8Array<ArrayBuffer>;
  /** Null where the script's own header says it. */
  contentType: string | null;
}

const FORM = "application/x-www-form-urlencoded";

/** Null for no body. `given` is the content type that the script has set, or "". */
export async function bodyOf(value: Value, given: string, context: EffectContext): Promise<Body | null> {
  if (value === null) return null;
  if (value instanceof FileValue) {
    return { bytes: await fileBytes(value, context), contentType: given || value.mime || "application/octet-stream" };
  }
  const isFields = isObject(value);
  const type = given.toLowerCase();
  if (isFields && (type.startsWith("multipart/form-data") || (type === "" && Object.values(value).some(isFile))))
    return multipart(value, context);
  if (isFields && type.startsWith(FORM)) return { bytes: bytesOf(formText(value, context)), contentType: null };
  const fallback = context.config.keys["http-default-content-type"];
  if (typeof value === "object" && (isFields || Array.isArray(value) || value instanceof RecordSet)) {
    if (type === "" && fallback.toLowerCase().startsWith(FORM) && isFields)
      return { bytes: bytesOf(formText(value, context)), contentType: FORM };
    return { bytes: bytesOf(toJson(value, context.values)), contentType: given === "" ? "application/json" : null };
  }
  const text = toText(value, context.values);
  const guessed = isJson(text) ? "application/json" : "text/plain;charset=utf-8";
  return { bytes: bytesOf(text), contentType: given === "" ? fallback || guessed : null };
}

const isFile = (value: Value): boolean => value instanceof FileValue || (Array.isArray(value) && value.some(isFile));

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A list is the same field several times; what is nested deeper is JSON. */
function formText(fields: BasicObject, context: EffectContext): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, toText(one, context.values));
  return form.toString();
}

async function multipart(fields: BasicObject, context: EffectContext): Promise<Body> {
  const form = new FormData();
  let size = 0;
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (!(one instanceof FileValue)) {
        form.append(name, toText(one, context.values));
        continue;
      }
      const bytes = await fileBytes(one, context);
      size += bytes.byteLength;
      if (size > MAX_BODY_BYTES) throw tooLarge();
      form.append(name, new Blob([bytes], { type: one.mime || "application/octet-stream" }), one.name);
    }
  }
  // The platform writes the form; its boundary is random, which is no matter: a request that is made again has its key.
  const encoded = new Response(form);
  return {
    bytes: new Uint8Array(await encoded.arrayBuffer()),
    contentType: encoded.headers.get("content-type"),
  };
}

async function fileBytes(file: FileValue, context: EffectContext): Promise<Uint8Array<ArrayBuffer>> {
  return (await givenFile(file, context, MAX_BODY_BYTES)).bytes;
}

function tooLarge(): BasicError {
  return new BasicError(ERR.memory, `The files of a request have at most ${MAX_BODY_BYTES / 1024 / 1024} MB together.`);
}
