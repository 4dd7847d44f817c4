/** A model's arguments in the types that the PARAMs declare (reference 4.4). */
import { parseDate } from "../dates/parse.ts";
import { BasicError } from "../errors.ts";
import type { OperationContext } from "../operations/context.ts";
import { fromPlain } from "../operations/json.ts";
import { nearest } from "../parser/suggest.ts";
import type { ToolParameter } from "../program.ts";
import type { Value } from "../values.ts";
import { argumentName } from "./definition.ts";
import { type JsonType, schemaType, toSchemaType } from "./types.ts";

export interface ArgumentProblem {
  /** Name of the argument; "" where they are no object at all. */
  argument: string;
  /** A sentence for the model, which names the argument and what it has to be. */
  message: string;
}

export interface ConvertedArguments {
  /** By lower-case name, one for each PARAM; NULL where an optional one is missing. */
  values: Record<string, Value>;
  /** The same in the order of the PARAMs, as CALL hands them over. */
  list: Value[];
  problems: ArgumentProblem[];
}

/** Longest JSON text of arguments, in UTF-16 units. */
const MAX_ARGUMENTS = 1_000_000;

/**
 * `given` is the object of arguments, or its JSON text, as chat completions send it. Names are found ignoring case. Nothing
 * may be run where there are problems.
 */
export function convertArguments(
  params: readonly ToolParameter[],
  given: unknown,
  context: OperationContext,
): ConvertedArguments {
  const problems: ArgumentProblem[] = [];
  const found = entriesOf(given, problems);
  // As in the schema, the first of two PARAMs of one name counts.
  const known = new Map<string, ToolParameter>();
  for (const param of params) {
    const key = nameOf(param).toLowerCase();
    if (!known.has(key)) known.set(key, param);
  }
  for (const [key, { name }] of found) {
    if (known.has(key)) continue;
    const near = nearest(key, known.keys());
    const takes = known.size === 0 ? "none" : [...known.values()].map(nameOf).join(", ");
    problems.push({
      argument: name,
      message: `There is no argument ${name}: ${near ? `did you mean ${near}?` : `the tool takes ${takes}.`}`,
    });
  }
  const values = new Map<string, Value>();
  for (const [key, param] of known) {
    const value = found.get(key)?.value ?? null;
    if (value !== null) values.set(key, converted(param, value, context, problems));
    else {
      values.set(key, null);
      if (!param.optional)
        problems.push({ argument: nameOf(param), message: `The argument ${nameOf(param)} is missing.` });
    }
  }
  const list = params.map((param) => values.get(nameOf(param).toLowerCase()) ?? null);
  return { values: Object.fromEntries(values), list, problems };
}

function entriesOf(given: unknown, problems: ArgumentProblem[]): Map<string, { name: string; value: unknown }> {
  let data: unknown = given ?? {};
  if (typeof data === "string") {
    if (data.length > MAX_ARGUMENTS) data = null;
    else if (data.trim() === "") data = {};
    else {
      try {
        data = JSON.parse(data);
      } catch {
        data = null;
      }
    }
  }
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    problems.push({
      argument: "",
      message: "The arguments have to be one JSON object, with a member for each argument.",
    });
    return new Map();
  }
  return new Map(Object.entries(data).map(([name, value]) => [name.toLowerCase(), { name, value }]));
}

const WANTED: Readonly<Record<JsonType, string>> = {
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list, as JSON",
  object: "an object, as JSON",
};

function converted(
  param: ToolParameter,
  value: unknown,
  context: OperationContext,
  problems: ArgumentProblem[],
): Value {
  const name = nameOf(param);
  const { type, format } = schemaType(param.type);
  const refuse = (wanted: string): null => {
    problems.push({ argument: name, message: `The argument ${name} has to be ${wanted}, not ${shown(value)}.` });
    return null;
  };
  // An empty text stands for "nothing" wherever a text is not what is wanted.
  if (value === "" && (type !== "string" || format === "date" || format === "date-time")) {
    return param.optional ? null : refuse(WANTED[type]);
  }
  const inType = toSchemaType(value, type);
  if (inType === undefined) return refuse(WANTED[type]);
  const allowed = param.enum?.map((one) => toSchemaType(one, type) ?? one) ?? [];
  if (allowed.length > 0) {
    const same = allowed.find((one) => one === inType) ?? allowed.find((one) => fold(one) === fold(inType));
    return same === undefined ? refuse(`one of ${allowed.map(shown).join(", ")}`) : fromPlain(same, context);
  }
  if (format === "date" || format === "date-time") {
    const date = parseDate(String(inType), context);
    return date ?? refuse(format === "date" ? "a date such as 2025-01-31" : "a date such as 2025-01-31T14:30:00");
  }
  try {
    return fromPlain(inType, context);
  } catch (error) {
    if (!(error instanceof BasicError)) throw error;
    return refuse(`smaller: ${error.message}`);
  }
}

const nameOf = (param: ToolParameter): string => argumentName(param.name);

function fold(value: unknown): unknown {
  return typeof value === "string" ? value.trim().toLowerCase() : value;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
