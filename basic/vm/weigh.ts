/** How many bytes values hold, roughly: for the memory limit. Shared values count once. */
import { BasicDate, Duration, FileValue, RecordId, RecordSet, SealedText, type Value } from "../values.ts";

export const TEXT_HEADER = 16;
export const LIST_HEADER = 32;
export const SLOT = 16;

/** Weighs what the registers below `end` reach. Uses a list of its own instead of recursion: values nest deeply or in circles. */
export function weigh(registers: readonly Value[], end: number): number {
  let bytes = 0;
  const seen = new Set<object>();
  const open: Value[] = registers.slice(0, end);
  const push = (object: object, members: readonly Value[]) => {
    bytes += LIST_HEADER + members.length * SLOT;
    seen.add(object);
    for (const member of members) if (typeof member === "string" || typeof member === "object") open.push(member);
  };
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === "string") bytes += TEXT_HEADER + value.length;
    else if (typeof value === "object" && value !== null && !seen.has(value)) {
      if (Array.isArray(value)) push(value, value);
      else if (value instanceof RecordSet) push(value, value.rows);
      else if (
        value instanceof BasicDate ||
        value instanceof Duration ||
        value instanceof RecordId ||
        value instanceof SealedText
      )
        bytes += LIST_HEADER;
      // A file without a place of its own carries its content in the URL.
      else if (value instanceof FileValue)
        bytes += LIST_HEADER + value.url.length + value.path.length + value.label.length;
      else {
        push(value, Object.values(value));
        for (const key in value) bytes += key.length + TEXT_HEADER;
      }
    }
  }
  return bytes;
}
