/** Checks the plain-data constants that EFFECT, HEAR, OBJECT and PARAM read: the verifier's part for descriptors. */
import type { Mnemonic } from "./opcodes.ts";

const MAX_DEPTH = 100;

/** What is wrong with the descriptor for an instruction with this many arguments; null when it fits. */
export function checkDescriptor(op: Mnemonic, value: unknown, count: number): string | null {
  switch (op) {
    case "BUILTIN":
    case "PARAM":
      return typeof value === "string" ? null : "its descriptor is no text";
    case "OBJECT":
      return Array.isArray(value) && value.length === count && value.every((key) => typeof key === "string")
        ? null
        : "its keys do not fit its arguments";
    case "HEAR":
      return checkHear(value, count);
    case "CLAYOUT":
      return typeof value === "string" && /^[vts,.]*$/.test(value) && value.replace(/[,.]/g, "").length === count - 1
        ? null
        : "its form does not fit its arguments";
    case "CREADN":
    case "CREADT":
      return Array.isArray(value) && value.every(isDatum) ? null : "its data are damaged";
    case "EFFECT":
      return checkEffect(value, count);
    default:
      return "it has no descriptor";
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isDatum(value: unknown): boolean {
  return isRecord(value) && typeof value["text"] === "string" && typeof value["quoted"] === "boolean";
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 65_536;
}

function checkHear(value: unknown, count: number): string | null {
  if (!isRecord(value) || typeof value["as"] !== "string" || typeof value["open"] !== "boolean")
    return "its descriptor is damaged";
  const { input } = value;
  if (input !== undefined && (typeof input !== "string" || !/^(?:l|[nt]+\*?)$/.test(input)))
    return "its form is damaged";
  const options = value["options"];
  if (options !== -1 && !isCount(options)) return "its options are damaged";
  let expected = options === -1 ? 0 : options;
  for (const name of ["prompt", "default", "timeout", "retries"]) {
    if (typeof value[name] !== "boolean") return "its descriptor is damaged";
    if (value[name]) expected++;
  }
  return expected === count ? null : "its descriptor does not fit its arguments";
}

function checkEffect(value: unknown, count: number): string | null {
  if (!isRecord(value) || typeof value["keyword"] !== "string" || !Array.isArray(value["operands"]))
    return "its descriptor is damaged";
  let expected = 0;
  for (const operand of value["operands"] as unknown[]) {
    if (!isRecord(operand) || typeof operand["name"] !== "string") return "an operand is damaged";
    const used = slotCount(operand["slot"]);
    if (used === null) return `the operand ${operand["name"].slice(0, 40)} is damaged`;
    expected += used;
  }
  return expected === count ? null : "its descriptor does not fit its arguments";
}

/** How many arguments the slot takes; null when it is damaged. */
function slotCount(slot: unknown): number | null {
  if (!isRecord(slot)) return null;
  if (slot["kind"] === "value") return 1;
  if (slot["kind"] === "list") return isCount(slot["count"]) ? slot["count"] : null;
  if (slot["kind"] === "word") return typeof slot["word"] === "string" ? 0 : null;
  if (slot["kind"] === "set") return setCount(slot["set"]);
  const where = slot["where"];
  if (slot["kind"] !== "where" || !isRecord(where) || !isOrder(where["orderBy"])) return null;
  const flags = [where["limit"], where["offset"], where["first"]];
  if (!flags.every((flag) => typeof flag === "boolean")) return null;
  const group = where["groupBy"];
  if (group !== undefined && group !== null && typeof group !== "string") return null;
  const filter = where["filter"] === null ? 0 : filterCount(where["filter"], 0);
  return filter === null ? null : filter + (where["limit"] ? 1 : 0) + (where["offset"] ? 1 : 0);
}

function isOrder(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((o: unknown) => isRecord(o) && typeof o["column"] === "string" && typeof o["descending"] === "boolean")
  );
}

function filterCount(node: unknown, depth: number): number | null {
  if (!isRecord(node) || depth > MAX_DEPTH) return null;
  if (node["kind"] === "not") return filterCount(node["item"], depth + 1);
  if (node["kind"] === "and" || node["kind"] === "or") {
    if (!Array.isArray(node["items"])) return null;
    return sumOf(node["items"], (item) => filterCount(item, depth + 1));
  }
  if (node["kind"] !== "test" || typeof node["op"] !== "string") return null;
  if ("left" in node) {
    const left = rowCount(node["left"], depth + 1);
    const right = Array.isArray(node["values"]) ? sumOf(node["values"], (value) => rowCount(value, depth + 1)) : null;
    return left === null || right === null ? null : left + right;
  }
  const column = node["column"];
  if (!isRecord(column)) return null;
  const isColumn = typeof column["name"] === "string" && (column["fn"] === null || typeof column["fn"] === "string");
  return isColumn && isCount(node["values"]) ? node["values"] : null;
}

function sumOf(items: readonly unknown[], count: (item: unknown) => number | null): number | null {
  let sum = 0;
  for (const item of items) {
    const used = count(item);
    if (used === null) return null;
    sum += used;
  }
  return sum;
}

/** A value computed for each row. */
function rowCount(node: unknown, depth: number): number | null {
  if (!isRecord(node) || depth > MAX_DEPTH) return null;
  if (node["kind"] === "column") return typeof node["name"] === "string" ? 0 : null;
  if (node["kind"] === "next") return node["column"] === null || typeof node["column"] === "string" ? 1 : null;
  if (node["kind"] !== "call" || typeof node["name"] !== "string" || !Array.isArray(node["args"])) return null;
  return sumOf(node["args"], (arg) => rowCount(arg, depth + 1));
}

function setCount(set: unknown): number | null {
  if (!isRecord(set) || !Array.isArray(set["items"])) return null;
  return sumOf(set["items"], (item) =>
    isRecord(item) && typeof item["column"] === "string" ? rowCount(item["value"], 0) : null,
  );
}
