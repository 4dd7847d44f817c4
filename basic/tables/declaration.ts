/**
 * TABLE ... END TABLE: what a table's block declares, as plain JSON data that a release keeps (reference 3.9). The body is a small
 * language of its own; it is read here, line by line.
 */

import { BasicError } from "../errors.ts";
import { parseSqlExpression } from "../sql/parse.ts";
import type { SqlExpr } from "../sql/tree.ts";

/** What a column's values are made to. `any` takes what comes. */
export type ColumnType =
  | "text"
  | "integer"
  | "number"
  | "boolean"
  | "date"
  | "datetime"
  | "time"
  | "json"
  | "list"
  | "any";

export interface ColumnDeclaration {
  name: string;
  type: ColumnType;
  /** As the script wrote it, for messages: `string(20)`. */
  written: string;
  /** Longest text; digits in all and behind the point of a number. Null: no limit. */
  size: number | null;
  scale: number | null;
  unique: boolean;
  notNull: boolean;
  default: ColumnDefault | null;
  check: SqlExpr | null;
  generated: SqlExpr | null;
  /** `cascade`: rows are deleted with the row that they refer to. */
  references: { table: string; column: string | null; cascade: boolean } | null;
  /** `name*`: an important column, often searched. */
  important: boolean;
  readBy: string[];
  writeBy: string[];
}

export type ColumnDefault =
  | { kind: "value"; value: string | number | boolean | null }
  | { kind: "now" }
  | { kind: "uuid" };

export interface TableDeclaration {
  name: string;
  /** ON conn: an external database. */
  connection: string | null;
  readBy: string[];
  writeBy: string[];
  columns: ColumnDeclaration[];
  /** Columns of the primary key; empty without one. */
  key: string[];
  uniques: string[][];
  checks: SqlExpr[];
}

export interface DeclarationProblem {
  /** Lines below the line of TABLE. */
  line: number;
  message: string;
}

const MAX_COLUMNS = 500;
const TYPES: ReadonlyMap<string, ColumnType> = new Map<string, ColumnType>([
  ...["string", "text", "varchar", "char", "guid", "uuid"].map((name) => [name, "text"] as const),
  ...["number", "decimal", "double", "float", "real", "money", "numeric"].map((name) => [name, "number"] as const),
  ...["integer", "int", "bigint", "smallint", "serial"].map((name) => [name, "integer"] as const),
  ["boolean", "boolean"],
  ["bool", "boolean"],
  ["date", "date"],
  ["datetime", "datetime"],
  ["timestamp", "datetime"],
  ["time", "time"],
  ["json", "json"],
  ["jsonb", "json"],
]);

/** `head` is what stands behind TABLE on its line. */
export function parseDeclaration(
  head: string,
  body: string,
): { table: TableDeclaration | null; problems: DeclarationProblem[] } {
  const problems: DeclarationProblem[] = [];
  const opened =
    /^\s*(?:"([^"]+)"|([\p{L}_][\p{L}\p{N}_.]*))(?:\s+ON\s+"?([\w-]+)"?)?((?:\s+(?:READ|WRITE)\s+BY\s+"[^"]*")*)\s*(?:'.*|\/\/.*)?$/iu.exec(
      head,
    );
  if (!opened) {
    return {
      table: null,
      problems: [{ line: 0, message: "The name of the table is due behind TABLE, as in TABLE orders" }],
    };
  }
  const table: TableDeclaration = {
    name: opened[1] ?? opened[2] ?? "",
    connection: opened[3] ?? null,
    ...rolesOf(opened[4] ?? ""),
    columns: [],
    key: [],
    uniques: [],
    checks: [],
  };
  for (const { text, line } of definitionsOf(body)) {
    try {
      readDefinition(text, table);
    } catch (error) {
      if (!(error instanceof BasicError)) throw error;
      problems.push({ line, message: error.message });
    }
  }
  if (table.columns.length === 0 && problems.length === 0)
    problems.push({ line: 0, message: `The table ${table.name} has no columns` });
  if (table.columns.length > MAX_COLUMNS)
    problems.push({ line: 0, message: `The table ${table.name} has more than ${MAX_COLUMNS} columns` });
  const known = new Set(table.columns.map(({ name }) => name.toLowerCase()));
  for (const name of [...table.key, ...table.uniques.flat()]) {
    if (!known.has(name.toLowerCase()))
      problems.push({ line: 0, message: `The table ${table.name} has no column ${name}` });
  }
  return { table, problems };
}

const fail = (message: string): never => {
  throw new BasicError(0, message);
};

/** Definitions with the line that each begins on: one goes on while a bracket is open and behind AS. */
function definitionsOf(body: string): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = [];
  let open = "";
  let from = 0;
  body.split(/\r\n|\n|\r/).forEach((raw, i) => {
    const line = withoutComment(raw).trim();
    if (open === "") from = i + 1;
    if (line === "") return;
    open = open === "" ? line : `${open} ${line}`;
    if (depthOf(open) > 0 || /\bAS$/i.test(open)) return;
    found.push({ text: open.replace(/,$/, "").trim(), line: from });
    open = "";
  });
  if (open !== "") found.push({ text: open, line: from });
  return found;
}

/** Texts in single quotes are SQL's, so an apostrophe begins a comment only at the start of a line. */
function withoutComment(line: string): string {
  if (/^\s*(?:'|\/\/|#|REM\b|--)/i.test(line)) return "";
  return outsideQuotes(line, (text) => text.replace(/\s(?:--|\/\/).*$/s, ""));
}

function outsideQuotes(line: string, change: (text: string) => string): string {
  const parts = line.split(/('(?:[^']|'')*'|"[^"]*")/);
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 1) continue;
    const changed = change(part);
    if (changed !== part) return parts.slice(0, i).join("") + changed;
  }
  return line;
}

function depthOf(text: string): number {
  let depth = 0;
  for (const mark of text.replace(/'(?:[^']|'')*'|"[^"]*"/g, "")) depth += mark === "(" ? 1 : mark === ")" ? -1 : 0;
  return depth;
}

function readDefinition(text: string, table: TableDeclaration): void {
  const rest = new Rest(text);
  if (/^(?:CONSTRAINT\s+\w+\s+)?(?:UNIQUE|CHECK|PRIMARY\s+KEY|FOREIGN\s+KEY)\s*\(/i.test(text)) {
    rest.take(/CONSTRAINT\s+\w+/iy);
    if (rest.take(/UNIQUE/iy)) table.uniques.push(namesIn(rest.bracket()));
    else if (rest.take(/CHECK/iy)) table.checks.push(parseSqlExpression(rest.bracket()));
    else if (rest.take(/PRIMARY\s+KEY/iy)) table.key = namesIn(rest.bracket());
    else foreignKey(rest, table);
    rest.end();
    return;
  }
  rest.take(/FIELD\s+/iy);
  const name = rest.take(/"([^"]+)"|([\p{L}_][\p{L}\p{N}_]*)/uy);
  if (!name) fail(`A column begins with its name: ${text.slice(0, 60)}`);
  const column: ColumnDeclaration = {
    name: (name ?? "").replaceAll('"', ""),
    type: "any",
    written: "",
    size: null,
    scale: null,
    unique: false,
    notNull: false,
    default: null,
    check: null,
    generated: null,
    references: null,
    important: rest.take(/\*/y) !== null,
    readBy: [],
    writeBy: [],
  };
  if (table.columns.some((other) => other.name.toLowerCase() === column.name.toLowerCase()))
    fail(`The column ${column.name} stands twice in ${table.name}`);
  rest.take(/AS\b/iy);
  readType(rest, column);
  table.columns.push(column);
  while (!rest.isDone) readRule(rest, column, table);
}

function readType(rest: Rest, column: ColumnDeclaration): void {
  const word = rest.take(/"[^"]+"|[\p{L}_][\p{L}\p{N}_]*/uy);
  if (!word) {
    fail(`The type of ${column.name} is missing, as in ${column.name} string`);
    return;
  }
  const type = TYPES.get(word.toLowerCase());
  column.written = word;
  if (!type) {
    // CustomerId Customers: a reference to that table.
    column.references = { table: word.replaceAll('"', ""), column: null, cascade: false };
    return;
  }
  column.type = type;
  const size = rest.take(/\(\s*(?:\d{1,9}|max)\s*(?:,\s*\d{1,3}\s*)?\)/iy);
  if (size) {
    column.written += size.replace(/\s/g, "");
    const [digits, scale] = size.replace(/[()\s]/g, "").split(",");
    column.size = digits === undefined || /max/i.test(digits) ? null : Number(digits);
    column.scale = scale === undefined ? null : Number(scale);
  }
  if (rest.take(/\[\s*\]/y)) {
    column.type = "list";
    column.written += "[]";
  }
}

function readRule(rest: Rest, column: ColumnDeclaration, table: TableDeclaration): void {
  if (rest.take(/PRIMARY\s+KEY\b|KEY\b/iy)) table.key.push(column.name);
  else if (rest.take(/UNIQUE\b/iy)) column.unique = true;
  else if (rest.take(/NOT\s+NULL\b/iy)) column.notNull = true;
  else if (rest.take(/NULL\b/iy)) column.notNull = false;
  else if (rest.take(/DEFAULT\b/iy)) column.default = defaultOf(rest, column);
  else if (rest.take(/CHECK\b/iy)) column.check = parseSqlExpression(rest.bracket());
  else if (rest.take(/REFERENCES\b/iy)) column.references = referenceOf(rest);
  else if (rest.take(/(?:GENERATED\s+ALWAYS\s+)?AS(?=\s*\()/iy)) {
    column.generated = parseSqlExpression(rest.bracket());
    rest.take(/STORED\b|VIRTUAL\b/iy);
  } else if (rest.take(/READ\s+BY\b/iy)) column.readBy = roleList(rest);
  else if (rest.take(/WRITE\s+BY\b/iy)) column.writeBy = roleList(rest);
  else
    fail(
      `The rule "${rest.shown}" of the column ${column.name} is not known: KEY, UNIQUE, NOT NULL, DEFAULT, REFERENCES, CHECK, GENERATED`,
    );
}

function defaultOf(rest: Rest, column: ColumnDeclaration): ColumnDefault {
  const text = rest.take(/'(?:[^']|'')*'|"[^"]*"/y);
  if (text !== null) return { kind: "value", value: text.slice(1, -1).replaceAll("''", "'") };
  if (rest.take(/(?:NOW|CURRENT_TIMESTAMP|CURRENT_DATE|TODAY)\b(?:\s*\(\s*\))?/iy)) return { kind: "now" };
  if (rest.take(/(?:uuid_generate_v4|gen_random_uuid|GUID|UUID)\s*\(\s*\)/iy)) return { kind: "uuid" };
  const number = rest.take(/[-+]?\d+(?:\.\d+)?/y);
  if (number !== null) return { kind: "value", value: Number(number) };
  const word = rest.take(/(?:true|false|null)\b/iy);
  if (word === null)
    fail(`The DEFAULT of ${column.name} is a text in quotes, a number, true, false, null, NOW() or uuid_generate_v4()`);
  return { kind: "value", value: word?.toLowerCase() === "null" ? null : word?.toLowerCase() === "true" };
}

function referenceOf(rest: Rest): NonNullable<ColumnDeclaration["references"]> {
  const table = rest.take(/"[^"]+"|[\p{L}_][\p{L}\p{N}_]*/uy);
  if (!table) fail("The name of a table is due behind REFERENCES");
  const inner = rest.isBracket ? namesIn(rest.bracket()) : [];
  const cascade = rest.take(/ON\s+DELETE\s+CASCADE\b/iy) !== null;
  rest.take(/ON\s+(?:DELETE|UPDATE)\s+(?:NO\s+ACTION|RESTRICT|SET\s+NULL|CASCADE)\b/iy);
  return { table: (table ?? "").replaceAll('"', ""), column: inner[0] ?? null, cascade };
}

function foreignKey(rest: Rest, table: TableDeclaration): void {
  rest.take(/FOREIGN\s+KEY/iy);
  const [name] = namesIn(rest.bracket());
  if (!rest.take(/REFERENCES\b/iy)) fail("REFERENCES is due behind FOREIGN KEY (column)");
  const column = table.columns.find((other) => other.name.toLowerCase() === name?.toLowerCase());
  const references = referenceOf(rest);
  if (column) column.references = references;
  else fail(`FOREIGN KEY names the column ${name ?? ""}, which does not stand before it`);
}

function rolesOf(text: string): { readBy: string[]; writeBy: string[] } {
  const of = (word: string): string[] =>
    splitRoles(new RegExp(`${word}\\s+BY\\s+"([^"]*)"`, "i").exec(text)?.[1] ?? "");
  return { readBy: of("READ"), writeBy: of("WRITE") };
}

function roleList(rest: Rest): string[] {
  const text = rest.take(/"[^"]*"/y);
  if (text === null) fail('Roles are due in quotes, as in READ BY "sales;support"');
  return splitRoles((text ?? "").replaceAll('"', ""));
}

const splitRoles = (text: string): string[] =>
  text
    .split(/[;,]/)
    .map((role) => role.trim())
    .filter((role) => role !== "");
const namesIn = (text: string): string[] =>
  text
    .split(",")
    .map((name) => name.trim().replaceAll('"', ""))
    .filter((name) => name !== "");

/** What is left of a definition. */
class Rest {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Takes what the sticky expression matches behind blanks; null where it does not. */
  take(expression: RegExp): string | null {
    const blanks = /\s*/y;
    blanks.lastIndex = this.at;
    blanks.exec(this.text);
    const start = Math.max(blanks.lastIndex, this.at);
    expression.lastIndex = start;
    const found = expression.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at = start + found.length;
    return found;
  }

  get isBracket(): boolean {
    return /^\s*\(/.test(this.text.slice(this.at));
  }

  /** The inside of the bracket that opens here. */
  bracket(): string {
    const open = this.text.indexOf("(", this.at);
    if (open < 0 || this.text.slice(this.at, open).trim() !== "") fail(`The bracket ( is due before "${this.shown}"`);
    let depth = 0;
    for (let i = open; i < this.text.length; i++) {
      const mark = this.text[i];
      if (mark === "'") i = this.text.indexOf("'", i + 1) < 0 ? this.text.length : this.text.indexOf("'", i + 1);
      if (mark === "(") depth++;
      if (mark === ")" && --depth === 0) {
        this.at = i + 1;
        return this.text.slice(open + 1, i);
      }
    }
    return fail("The bracket ) is missing");
  }

  get isDone(): boolean {
    return this.text.slice(this.at).trim() === "";
  }

  get shown(): string {
    return this.text.slice(this.at).trim().slice(0, 40);
  }

  end(): void {
    if (!this.isDone) fail(`"${this.shown}" cannot stand here`);
  }
}
