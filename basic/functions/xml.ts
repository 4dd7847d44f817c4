/** A value as XML: fields are elements, members of lists `<item>`; the root is `<root>`. */
import { BasicError, ERR } from "../errors.ts";
import { isObject, listOf } from "../operations/compare.ts";
import { checkTextLength, MAX_DEPTH, type OperationContext } from "../operations/context.ts";
import { fileFields } from "../operations/json.ts";
import { toText } from "../operations/text-form.ts";
import { FileValue, type Value } from "../values.ts";

export function toXml(value: Value, context: OperationContext): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("root", value, context, 0)}`;
}

function element(name: string, value: Value, context: OperationContext, depth: number): string {
  if (depth >= MAX_DEPTH)
    throw new BasicError(ERR.memory, `The value is nested deeper than ${MAX_DEPTH} levels. Does it contain itself?`);
  context.charge(1);
  if (value === null) return `<${name}/>`;
  const text = `<${name}>${content(value, context, depth)}</${name}>`;
  checkTextLength(text.length);
  return text;
}

function content(value: Value, context: OperationContext, depth: number): string {
  const list = listOf(value);
  if (list) return list.map((member) => element("item", member, context, depth + 1)).join("");
  const fields = value instanceof FileValue ? fileFields(value) : isObject(value) ? value : undefined;
  if (fields === undefined) return escapeXml(toText(value, context));
  return Object.entries(fields)
    .map(([key, member]) => element(elementName(key), member, context, depth + 1))
    .join("");
}

/** A legal element name: other characters become `_`. */
function elementName(key: string): string {
  const name = key.replace(/[^\p{L}\p{N}_.-]/gu, "_");
  return /^[\p{L}_]/u.test(name) ? name : `_${name}`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Characters that XML 1.0 cannot hold at all are dropped. */
export function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are removed
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark)
  );
}
