/** A value as YAML 1.2 in block style; dates and files stand as in JSON. */
import { stringify } from "yaml";
import { checkTextLength, type OperationContext } from "../operations/context.ts";
import { toJson } from "../operations/json.ts";
import type { Value } from "../values.ts";

/** Error 14 for what JSON refuses: a value that contains itself, or one beyond the size of a text. */
export function toYaml(value: Value, context: OperationContext): string {
  // By way of JSON the writer sees plain data only, bounded in depth, without two names for one list.
  const json = toJson(value, context);
  context.charge(json.length);
  const data: unknown = JSON.parse(json);
  const text = stringify(data, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
  checkTextLength(text.length);
  return text;
}
