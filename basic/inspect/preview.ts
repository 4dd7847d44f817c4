/** A value in few characters, for people who look into a script. Takes no longer for a large value than for a small one. */
import { dateText } from "../dates/zone.ts";
import { fileFields } from "../operations/json.ts";
import { numberText } from "../operations/numbers.ts";
import { BasicDate, Duration, FileValue, MASK, RecordId, RecordSet, SealedText, type Value } from "../values.ts";

/** UTF-16 units of a preview. */
export const PREVIEW_LENGTH = 200;
/** Levels that are shown; a deeper value is three dots. */
const PREVIEW_DEPTH = 4;

export type ValueType =
  | "NULL"
  | "BOOLEAN"
  | "NUMBER"
  | "TEXT"
  | "LIST"
  | "OBJECT"
  | "RECORDS"
  | "DATE"
  | "DURATION"
  | "FILE"
  | "ID"
  | "SECRET";

export function typeOf(value: Value): ValueType {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return "BOOLEAN";
  if (typeof value === "number") return "NUMBER";
  if (typeof value === "string") return "TEXT";
  if (Array.isArray(value)) return "LIST";
  if (value instanceof RecordSet) return "RECORDS";
  if (value instanceof BasicDate) return "DATE";
  if (value instanceof Duration) return "DURATION";
  if (value instanceof FileValue) return "FILE";
  if (value instanceof RecordId) return "ID";
  return value instanceof SealedText ? "SECRET" : "OBJECT";
}

/** Texts in quotes, containers as JSON with blanks; what does not fit is three dots. A secret is its mask. */
export function preview(value: Value, timeZone: string, length = PREVIEW_LENGTH): string {
  const text = new Preview(timeZone, length).add(value, 0).text;
  if (text.length <= length) return text;
  // Half of a surrogate pair is no character.
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

class Preview {
  text = "";
  private readonly timeZone: string;
  private readonly length: number;

  constructor(timeZone: string, length: number) {
    this.timeZone = timeZone;
    this.length = length;
  }

  add(value: Value, depth: number): this {
    if (value === null) return this.put("NULL");
    if (typeof value === "boolean") return this.put(value ? "TRUE" : "FALSE");
    if (typeof value === "number") return this.put(numberText(value));
    if (typeof value === "string") return this.quoted(value);
    if (value instanceof BasicDate) return this.put(dateText(value, this.timeZone));
    if (value instanceof Duration) return this.put(`${numberText(value.ms / 1000)} s`);
    if (value instanceof RecordId) return this.add(value.id, depth);
    if (value instanceof SealedText) return this.put(MASK);
    if (depth >= PREVIEW_DEPTH) return this.put("…");
    if (value instanceof RecordSet) return this.list(value.rows, depth);
    if (Array.isArray(value)) return this.list(value, depth);
    return this.object(value instanceof FileValue ? fileFields(value) : value, depth);
  }

  /** Beyond the length nothing more is looked at. */
  private get isFull(): boolean {
    return this.text.length > this.length;
  }

  private put(part: string): this {
    this.text += part;
    return this;
  }

  private quoted(text: string): this {
    return this.put(JSON.stringify(text.slice(0, this.length)));
  }

  private list(list: readonly Value[], depth: number): this {
    this.put("[");
    for (let i = 0; i < list.length && !this.isFull; i++) this.put(i > 0 ? ", " : "").add(list[i] ?? null, depth + 1);
    return this.put("]");
  }

  private object(object: Record<string, Value>, depth: number): this {
    this.put("{");
    let isFirst = true;
    for (const key in object) {
      if (this.isFull) break;
      this.put(isFirst ? " " : ", ")
        .quoted(key)
        .put(": ")
        .add(object[key] ?? null, depth + 1);
      isFirst = false;
    }
    return this.put(isFirst ? "}" : " }");
  }
}
