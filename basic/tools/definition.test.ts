/** Tool definitions, against the two forms that models are told of them, and against JSON Schema itself. */
import { ToolSchema } from "@modelcontextprotocol/sdk/types.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { compile } from "../compiler/compile.ts";
import { parse } from "../parser/parse.ts";
import type { Program } from "../program.ts";
import { functionTool, isOffered, mcpTool, type Tool, toolsOf } from "./definition.ts";
import { toolNamesToSend } from "./names.ts";

const FORMATS = ["email", "uri", "uuid", "date", "date-time", "file"];

function programOf(source: string, file = "shop.gbdialog/book-room.bas"): Program {
  const { script, diagnostics } = parse(source, file);
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  const { program } = compile(script, { hash: "0".repeat(64) });
  if (program === null) throw new Error("the script did not compile");
  return program;
}

/** The definition in the MCP form, after it has passed the SDK's schema and the meta-schema of JSON Schema 2020-12. */
function define(source: string, file?: string) {
  const definitions = toolsOf(programOf(source, file)).map((tool) => mcpTool(tool, tool.name));
  for (const definition of definitions) {
    ToolSchema.parse(definition);
    compileSchema(definition.inputSchema);
  }
  return definitions[0]!;
}

function compileSchema(schema: object) {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  for (const format of FORMATS) ajv.addFormat(format, true);
  expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
  return ajv.compile(schema);
}

const schemaOf = (line: string) => Object.values(define(line).inputSchema.properties)[0];
const requiredOf = (source: string) => define(source).inputSchema.required;

describe("a PARAM line", () => {
  it.each([
    ["PARAM a AS STRING", { type: "string", description: "a" }],
    ["PARAM a", { type: "string", description: "a" }],
    ["PARAM a AS text", { type: "string", description: "a" }],
    ["PARAM a AS NAME", { type: "string", description: "a" }],
    ["PARAM a AS PHONE", { type: "string", description: "a" }],
    ["PARAM a AS HOUR", { type: "string", description: "a" }],
    ["PARAM a AS LANGUAGE", { type: "string", description: "a" }],
    ["PARAM a AS Email", { type: "string", format: "email", description: "a" }],
    ["PARAM a AS URL", { type: "string", format: "uri", description: "a" }],
    ["PARAM a AS DATE", { type: "string", format: "date", description: "a" }],
    ["PARAM a AS DATETIME", { type: "string", format: "date-time", description: "a" }],
    ["PARAM a AS FILE", { type: "string", format: "file", description: "a" }],
    ["PARAM a AS IMAGE", { type: "string", format: "file", description: "a" }],
    ["PARAM a AS QRCODE", { type: "string", format: "file", description: "a" }],
    ["PARAM a AS INTEGER", { type: "integer", description: "a" }],
    ["PARAM a AS int", { type: "integer", description: "a" }],
    ["PARAM a AS NUMBER", { type: "number", description: "a" }],
    ["PARAM a AS MONEY", { type: "number", description: "a" }],
    ["PARAM a AS DECIMAL", { type: "number", description: "a" }],
    ["PARAM a AS BOOLEAN", { type: "boolean", description: "a" }],
    ["PARAM a AS LIST", { type: "array", description: "a" }],
    ["PARAM a AS OBJECT", { type: "object", description: "a" }],
    ['PARAM a AS STRING LIKE "Ann"', { type: "string", description: "a", examples: ["Ann"] }],
    ["PARAM a AS INTEGER LIKE -4", { type: "integer", description: "a", examples: [-4] }],
    ['PARAM a AS INTEGER LIKE "12"', { type: "integer", description: "a", examples: [12] }],
    ["PARAM a AS BOOLEAN LIKE TRUE", { type: "boolean", description: "a", examples: [true] }],
    ["PARAM a AS ARRAY LIKE [1, 2]", { type: "array", description: "a", examples: [[1, 2]] }],
    ['PARAM a AS LIST LIKE "[1, 2]"', { type: "array", description: "a", examples: [[1, 2]] }],
    ['PARAM a AS OBJECT LIKE {"k": 1}', { type: "object", description: "a", examples: [{ k: 1 }] }],
    ['PARAM a AS "small", "large"', { type: "string", description: "a", enum: ["small", "large"] }],
    ['PARAM a AS "Where to write"', { type: "string", description: "Where to write" }],
    ['PARAM a AS STRING ENUM ["x", "y"]', { type: "string", description: "a", enum: ["x", "y"] }],
    ['PARAM a AS INTEGER ENUM ["1", 2, 2]', { type: "integer", description: "a", enum: [1, 2] }],
    ['PARAM a DESCRIPTION "How many" AS INTEGER', { type: "integer", description: "How many" }],
    ['PARAM a LIKE "b" DESCRIPTION "c" AS NAME', { type: "string", description: "c", examples: ["b"] }],
    ["PARAM a AS INTEGER DEFAULT 3 LIKE 5", { type: "integer", description: "a", default: 3, examples: [5] }],
    ["PARAM a AS DATE DEFAULT TODAY()", { type: "string", format: "date", description: "a" }],
    ["PARAM a$ AS STRING ' the name", { type: "string", description: "a" }],
  ])("%s", (line, schema) => {
    expect(schemaOf(line)).toEqual(schema);
  });

  it("is required without OPTIONAL and DEFAULT", () => {
    const source = ["PARAM a AS STRING", "PARAM b AS STRING OPTIONAL", "PARAM c AS STRING DEFAULT 1 REQUIRED"];
    expect(requiredOf([...source, "PARAM d OPTIONAL REQUIRED", "PARAM e AS NUMBER DEFAULT NOW()"].join("\n"))).toEqual([
      "a",
      "d",
    ]);
  });

  it("may name several parameters", () => {
    const { properties, required } = define('PARAM from, to AS DATE DESCRIPTION "A day"').inputSchema;
    expect(Object.keys(properties)).toEqual(["from", "to"]);
    expect(properties["from"]).toEqual(properties["to"]);
    expect(required).toEqual(["from", "to"]);
  });

  it("counts once where a name is given twice", () => {
    const { properties, required } = define("PARAM Size AS INTEGER\nPARAM size AS STRING").inputSchema;
    expect(properties).toEqual({ Size: { type: "integer", description: "Size" } });
    expect(required).toEqual(["Size"]);
  });

  it("may use names that JavaScript knows", () => {
    const { properties } = define("PARAM __proto__ AS INTEGER\nPARAM constructor AS NUMBER").inputSchema;
    expect(JSON.parse(JSON.stringify(properties))).toEqual(
      JSON.parse(
        '{"__proto__":{"type":"integer","description":"__proto__"},"constructor":{"type":"number","description":"constructor"}}',
      ),
    );
  });

  it("inside of a SUB is the SUB's", () => {
    expect(define("PARAM a AS STRING\nSUB s\n  PARAM b AS STRING\nEND SUB").inputSchema.required).toEqual(["a"]);
  });

  it("makes a schema that tells good arguments from bad ones", () => {
    const { inputSchema } = define('PARAM n AS INTEGER\nPARAM s AS "x", "y"\nPARAM o AS LIST OPTIONAL');
    const valid = compileSchema(inputSchema);
    expect(valid({ n: 1, s: "x" })).toBe(true);
    expect(valid({ n: 1.5, s: "x" })).toBe(false);
    expect(valid({ n: 1, s: "z" })).toBe(false);
    expect(valid({ n: 1 })).toBe(false);
    expect(valid({ n: 1, s: "y", o: {} })).toBe(false);
  });
});

describe("a tool", () => {
  it("is described by DESCRIPTION, else by the first comment, else by its name", () => {
    expect(define('DESCRIPTION "Books a room"\nPARAM a').description).toBe("Books a room");
    expect(define('PARAM a\nDESCRIPTION Books a room, "quickly" [or so]').description).toBe(
      'Books a room, "quickly" [or so]',
    );
    expect(define("' Books a room\n' for a day\n\nPARAM a").description).toBe("Books a room\nfor a day");
    expect(define("TALK 1").description).toBe("book-room");
  });

  it("without PARAM takes no arguments", () => {
    expect(define("TALK 1").inputSchema).toEqual({ type: "object", properties: {}, required: [] });
  });

  it("has the same schema in the form of chat completions", () => {
    const [tool] = toolsOf(programOf('PARAM a AS "x", "y"\nDESCRIPTION "d"'));
    const { description, inputSchema } = mcpTool(tool!, "t");
    expect(functionTool(tool!, "t")).toEqual({
      type: "function",
      function: { name: "t", description, parameters: inputSchema },
    });
  });
});

describe("a file of several tools", () => {
  const source = [
    "REM BOOK KEYWORD - Book a Room!",
    "PARAM day AS DATE",
    'DESCRIPTION "Books"',
    "PARAM guests AS INTEGER",
    "RETURN 1",
    "PARAM number AS INTEGER",
    'DESCRIPTION "Cancels"',
    "RETURN 2",
    'DESCRIPTION "Lists"',
  ].join("\n");

  it("gives each its own arguments", () => {
    const program = programOf(source, "rooms.bas");
    expect(
      toolsOf(program).map(({ name, description, params }) => [name, description, params.map((p) => p.name)]),
    ).toEqual([
      ["rooms.1", "Books", ["day", "guests"]],
      ["rooms.2", "Cancels", ["number"]],
      ["rooms.3", "Lists", []],
    ]);
    expect(program.tools.map((tool) => tool.slug)).toEqual(["book-a-room", null, null]);
    expect(program.params.map((p) => p.name)).toEqual(["day", "guests"]);
    expect(program.tools.map((tool) => program.functions[tool.function]?.name)).toEqual([
      "(tool 1)",
      "(tool 2)",
      "(tool 3)",
    ]);
  });

  it("with PARAM lines behind each DESCRIPTION keeps them with it", () => {
    const program = programOf('DESCRIPTION "a"\nPARAM x\nDESCRIPTION "b"\nPARAM y\nPARAM z');
    expect(program.tools.map((tool) => tool.params.map((p) => p.name))).toEqual([["x"], ["y", "z"]]);
  });

  it("with PARAM lines before each DESCRIPTION keeps them with it", () => {
    const program = programOf('PARAM x\nDESCRIPTION "a"\nPARAM y\nDESCRIPTION "b"');
    expect(program.tools.map((tool) => tool.params.map((p) => p.name))).toEqual([["x"], ["y"]]);
  });
});

describe("what is offered", () => {
  const offered = (name: string, source = "TALK 1", tables: string[] = []) =>
    isOffered(programOf(source, `x.gbdialog/${name}.bas`), tables);

  it.each(["start", "auth", "tables", "START", "on_transfer", "on-receive-email", "new_session", "new_email"])(
    "never %s",
    (name) => {
      expect(offered(name)).toBe(false);
    },
  );

  it("a trigger is no tool where the package has its table", () => {
    expect(offered("orders_update", "TALK 1", ["Orders"])).toBe(false);
    expect(offered("orders_update", "TALK 1", ["people"])).toBe(true);
    expect(offered("onward")).toBe(true);
    expect(offered("starting")).toBe(true);
  });
});

describe("names for models", () => {
  it("hold letters, digits, _ and - only, 64 at most, and lead back", () => {
    const long = "a".repeat(80);
    const names = ["orders.2", "café", "book-room", long, "tools/x"];
    const { sent, own } = toolNamesToSend(names);
    expect(sent).toEqual(["orders_2", "caf_", "book-room", "a".repeat(64), "tools_x"]);
    expect(sent.map((name) => own.get(name))).toEqual(names);
  });

  it("are told apart where they would be the same", () => {
    const names = ["a.b", "a_b", "a b", "a-b", `${"x".repeat(64)}1`, `${"x".repeat(64)}2`, "€", "é"];
    const { sent, own } = toolNamesToSend(names);
    expect(sent.slice(0, 4)).toEqual(["a_b_2", "a_b", "a_b_3", "a-b"]);
    expect(new Set(sent).size).toBe(names.length);
    expect(sent.map((name) => own.get(name))).toEqual(names);
    for (const name of sent) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  });
});

it("a definition says what the SDK of the protocol expects", () => {
  const tool: Tool = { name: "t", description: "d", params: [] };
  expect(() => ToolSchema.parse(mcpTool(tool, "t"))).not.toThrow();
  expect(() => ToolSchema.parse({ name: "t", input_schema: {} })).toThrow();
});
