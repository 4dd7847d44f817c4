/**
 * Tool definitions: what PARAM and DESCRIPTION say of a script, in the two forms that models are told of tools (reference
 * 4.3). MCP: https://modelcontextprotocol.io/specification (Tool, `inputSchema`); chat completions: `type: "function"`. The
 * parameters are JSON Schema 2020-12.
 */
import type { Program, ToolParameter } from "../program.ts";
import { type JsonType, schemaType, toSchemaType } from "./types.ts";

/** One tool, whichever form it is told in. */
export interface Tool {
  /** What CALL and the host know it by: the script's id, or `file.2`. */
  name: string;
  description: string;
  params: readonly ToolParameter[];
}

export interface PropertySchema {
  type: JsonType;
  description: string;
  format?: string;
  enum?: unknown[];
  examples?: unknown[];
  default?: unknown;
}
export interface InputSchema {
  type: "object";
  properties: Record<string, PropertySchema>;
  required: string[];
}
export interface McpTool {
  name: string;
  description: string;
  inputSchema: InputSchema;
}
export interface FunctionTool {
  type: "function";
  function: { name: string; description: string; parameters: InputSchema };
}

/** Scripts that the product runs by itself: openings, schemas, and answers to events (reference 4.1). */
const OWN_SCRIPTS = /^(start|auth|tables|new_.+|on_.+)$/;
const TRIGGERS = /^(.+)_(insert|update|delete)$/;
/** Load-time directives that say that something else than a model starts the script. */
const STARTED_OTHERWISE: ReadonlySet<string> = new Set(["SET SCHEDULE", "WEBHOOK", "ON"]);

/**
 * True where a script may be a tool. `tables` are the names of the package's tables: `orders_update` is the trigger of the
 * table orders, and an ordinary script where there is no such table.
 */
export function isOffered(program: Program, tables: readonly string[] = []): boolean {
  const name = program.name.replaceAll("-", "_");
  if (OWN_SCRIPTS.test(name)) return false;
  const table = TRIGGERS.exec(name)?.[1];
  if (table !== undefined && tables.some((one) => one.toLowerCase() === table)) return false;
  return !program.directives.some(
    ({ keyword, args }) => STARTED_OTHERWISE.has(keyword) && !namesAnother(program, args),
  );
}

/** `SET SCHEDULE "0 6 * * *" "report.bas"` starts another script than the one that it stands in. */
function namesAnother(program: Program, args: Record<string, unknown>): boolean {
  const script = args["script"];
  if (typeof script !== "string") return false;
  return script.toLowerCase().replace(/\.bas$/, "") !== program.name;
}

/** The tools that a script makes: itself, or each of those that its file holds. `name` is what the package calls it. */
export function toolsOf(program: Program, name = program.name): Tool[] {
  if (program.tools.length > 0) {
    return program.tools.map(({ slug, description, params }, i) => {
      const own = `${name}.${i + 1}`;
      return { name: own, description: description || slug?.replaceAll("-", " ") || own, params };
    });
  }
  return [{ name, description: program.description?.trim() || name, params: program.params }];
}

export function mcpTool(tool: Tool, name: string): McpTool {
  return { name, description: tool.description, inputSchema: inputSchema(tool.params) };
}

export function functionTool(tool: Tool, name: string): FunctionTool {
  return { type: "function", function: { name, description: tool.description, parameters: inputSchema(tool.params) } };
}

/** Required is what has neither OPTIONAL nor DEFAULT. A name that PARAM gives twice counts once, the first time. */
export function inputSchema(params: readonly ToolParameter[]): InputSchema {
  const properties = new Map<string, PropertySchema>();
  const required: string[] = [];
  const seen = new Set<string>();
  for (const param of params) {
    const name = argumentName(param.name);
    if (seen.has(name.toLowerCase())) continue;
    seen.add(name.toLowerCase());
    properties.set(name, propertySchema(param, name));
    if (!param.optional) required.push(name);
  }
  // By entries: a parameter may be called __proto__.
  return { type: "object", properties: Object.fromEntries(properties), required };
}

/** A type mark is no part of the name that a model sees. */
export function argumentName(name: string): string {
  return name.replace(/[$%&!#]$/, "");
}

function propertySchema(param: ToolParameter, name: string): PropertySchema {
  const { type, format } = schemaType(param.type);
  const inType = (value: unknown): unknown => toSchemaType(value, type) ?? value;
  const values = param.enum?.filter((value) => value !== null).map(inType) ?? [];
  return {
    type,
    description: param.description?.trim() || name,
    ...(format ? { format } : {}),
    ...(values.length > 0 ? { enum: [...new Set(values)] } : {}),
    ...(param.example === null ? {} : { examples: [inType(param.example)] }),
    ...(param.default === null ? {} : { default: inType(param.default) }),
  };
}
