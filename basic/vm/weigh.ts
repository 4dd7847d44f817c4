/** How many bytes values hold, roughly: for the memory limit. Shared values count once. */
import { BasicDate, Duration, FileValue, RecordId, RecordSet, type Value } from "../values.ts";

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
        value instanceof FileValue ||
        value instanceof RecordId
      )
        bytes += LIST_HEADER;
      else {
        push(value, Object.values(value));
        for (const key in value) bytes += key.length + TEXT_HEADER;
      }
    }
  }
  return bytes;
}
