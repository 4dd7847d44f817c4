/** Makes trees of what a script shows: SHOW CARD and SHOW LIST, in a conversation and in a terminal alike. */
import { isImageAddress, TREE_LIMITS, type TreeColumn, type TreeNode } from "./tree.ts";

/** A value of a script whose plain values are texts already; null is nothing. */
export type PlainTexts = null | string | PlainTexts[] | { [name: string]: PlainTexts };

/** What cannot be shown; the message names the field and what it may be. */
export class TreeError extends Error {}

type Fields = Map<string, PlainTexts>;

const CARD_FIELDS = ["title", "text", "image", "alt", "fields", "buttons", "key"];
const LIST_OPTIONS = ["title", "as", "columns", "empty", "key"];
/** Rows of this many plain fields are a table where the script does not say. */
const TABLE_COLUMNS = { min: 2, max: 6 };

/** `{title, text, image, alt, fields: [{label, value}] or {label: value}, buttons: [{label, value}] or labels, key}`. */
export function buildCard(data: PlainTexts): TreeNode {
  if (!isObject(data)) throw new TreeError(`SHOW CARD takes an object with ${words(CARD_FIELDS)}.`);
  return bounded("SHOW CARD", cardNode(data, "SHOW CARD: "));
}

/** Rows or plain values; `{title, as: "list" or "table", columns: names or {name: label}, empty, key}`. */
export function buildList(rows: PlainTexts, options: PlainTexts): TreeNode {
  if (!Array.isArray(rows)) throw new TreeError("SHOW LIST takes a list: rows of a table, objects, or plain values.");
  if (rows.length > TREE_LIMITS.rows) {
    throw new TreeError(
      `SHOW LIST shows at most ${TREE_LIMITS.rows} rows, and these are ${rows.length}: take a part of them, such as with LIMIT.`,
    );
  }
  if (options !== null && !isObject(options))
    throw new TreeError(`SHOW LIST: the options are an object with ${words(LIST_OPTIONS)}.`);
  const given = knownFields(options ?? {}, "SHOW LIST: option ", LIST_OPTIONS);
  const as = label(given, "as", "SHOW LIST: option ").toLowerCase();
  if (as !== "" && as !== "list" && as !== "table") throw new TreeError('SHOW LIST: option as is "list" or "table".');
  const columns = wantedColumns(given.get("columns") ?? null);
  const records = rows.filter(isObject);
  const isTable = as === "table" || (as === "" && looksLikeTable(rows, records, columns));
  if (isTable && records.length < rows.length)
    throw new TreeError("SHOW LIST: every row of a table is an object with fields.");
  const shown = isTable
    ? table(records, columns ?? allColumns(records))
    : { type: "list", props: {}, children: rows.map((row, index) => listItem(row, `rows[${index}]`, columns)) };
  const empty = label(given, "empty", "SHOW LIST: option ");
  return bounded("SHOW LIST", {
    ...shown,
    ...keyOf(given, "SHOW LIST: option "),
    props: { ...titleOf(given, "SHOW LIST: option "), ...shown.props, ...(empty === "" ? {} : { empty }) },
  });
}

function cardNode(data: { [name: string]: PlainTexts }, where: string): TreeNode {
  const given = knownFields(data, where, CARD_FIELDS);
  const children: TreeNode[] = [];
  const url = text(given, "image", where, TREE_LIMITS.dataAddress);
  if (url !== "") {
    if (!isImageAddress(url)) {
      throw new TreeError(
        `${where}image is the address of a picture: https://..., a path that begins with /, or data:image/png;base64,... (png, jpeg, gif or webp, ${TREE_LIMITS.dataAddress} characters at most).`,
      );
    }
    children.push({ type: "image", props: { url, alt: label(given, "alt", where) }, children: [] });
  }
  const body = text(given, "text", where, TREE_LIMITS.text);
  if (body !== "") children.push({ type: "text", props: { text: body }, children: [] });
  const fields = cardFields(given.get("fields") ?? null, `${where}fields`);
  children.push(...cardButtons(given.get("buttons") ?? null, `${where}buttons`));
  const title = titleOf(given, where);
  if (title.title === undefined && fields.length === 0 && children.length === 0)
    throw new TreeError(`${where}the card has nothing to show: give it a title, text, image, fields or buttons.`);
  const props = { ...title, ...(fields.length === 0 ? {} : { fields }) };
  return { type: "card", ...keyOf(given, where), props, children };
}

function cardFields(data: PlainTexts, where: string): { label: string; value: string }[] {
  if (data === null) return [];
  const list = isObject(data) ? Object.entries(data).map(([name, value]) => ({ label: name, value })) : data;
  const parts = partsOf(list, where, TREE_LIMITS.fields, "objects {label, value}");
  return parts.map((part, index) => {
    const place = `${where}[${index}]`;
    if (!isObject(part)) throw new TreeError(`${place} is an object {label, value}.`);
    const given = knownFields(part, `${place}.`, ["label", "value"]);
    return {
      label: required(given, "label", `${place}.`),
      value: text(given, "value", `${place}.`, TREE_LIMITS.text),
    };
  });
}

function cardButtons(data: PlainTexts, where: string): TreeNode[] {
  const parts = data === null ? [] : partsOf(data, where, TREE_LIMITS.buttons, "labels or objects {label, value}");
  return parts.map((part, index) => {
    const place = `${where}[${index}]`;
    if (part === null || Array.isArray(part)) throw new TreeError(`${place} is a label or an object {label, value}.`);
    const given = knownFields(isObject(part) ? part : { label: part }, `${place}.`, ["label", "value"]);
    const name = required(given, "label", `${place}.`);
    const value = label(given, "value", `${place}.`) || name;
    return { type: "button", props: { label: name, value }, children: [] };
  });
}

/** An object of nothing but a card's fields is a card; any other shows its own fields. */
function listItem(row: PlainTexts, where: string, columns: Columns | null): TreeNode {
  if (Array.isArray(row)) throw new TreeError(`SHOW LIST: ${where} is a list; a row is an object or a plain value.`);
  if (!isObject(row)) {
    const only = new Map([["text", row]]);
    return {
      type: "text",
      props: { text: text(only, "text", `SHOW LIST: ${where}.`, TREE_LIMITS.text) },
      children: [],
    };
  }
  const names = Object.keys(row).map((name) => name.toLowerCase());
  const isCard = columns === null && names.every((name) => CARD_FIELDS.includes(name));
  if (isCard) return cardNode(row, `SHOW LIST: ${where}.`);
  const shown = columns ?? allColumns([row]);
  const fields = shown.map(({ name, label }) => ({ label, value: cell(row, name, where) }));
  if (fields.length > TREE_LIMITS.fields)
    throw new TreeError(
      `SHOW LIST: ${where} has more than ${TREE_LIMITS.fields} fields: name some with {columns: [...]}.`,
    );
  return { type: "card", props: { fields }, children: [] };
}

// ------------------------------------------------------------------------------------------------- tables

type Columns = { name: string; label: string }[];

function wantedColumns(data: PlainTexts): Columns | null {
  if (data === null) return null;
  const pairs = isObject(data)
    ? Object.entries(data)
    : partsOf(data, "SHOW LIST: option columns", TREE_LIMITS.columns, "names").map((name) => [name, name] as const);
  if (pairs.length === 0 || pairs.length > TREE_LIMITS.columns)
    throw new TreeError(`SHOW LIST: option columns names 1 to ${TREE_LIMITS.columns} columns.`);
  return pairs.map(([name, title]) => {
    if (typeof name !== "string" || name === "" || typeof title !== "string")
      throw new TreeError('SHOW LIST: option columns is a list of names, or an object such as {name: "Label"}.');
    return {
      name,
      label: checkLength(title, `SHOW LIST: the label of column ${name.slice(0, 50)}`, TREE_LIMITS.label),
    };
  });
}

function allColumns(records: { [name: string]: PlainTexts }[]): Columns {
  const names = new Set(records.flatMap((record) => Object.keys(record)));
  return [...names].map((name) => ({
    name,
    label: checkLength(name, "SHOW LIST: the name of a field", TREE_LIMITS.label),
  }));
}

function looksLikeTable(
  rows: PlainTexts[],
  records: { [name: string]: PlainTexts }[],
  columns: Columns | null,
): boolean {
  const [first] = records;
  if (!first || records.length < rows.length) return false;
  const names = columns?.map(({ name }) => name) ?? Object.keys(first);
  if (names.length < TABLE_COLUMNS.min || names.length > TABLE_COLUMNS.max) return false;
  return records.every((record) => {
    if (columns === null && Object.keys(record).length !== names.length) return false;
    return names.every((name) => {
      const value = fieldOf(record, name);
      return value !== undefined && !isNested(value) && name.toLowerCase() !== "image";
    });
  });
}

function table(records: { [name: string]: PlainTexts }[], columns: Columns): Omit<TreeNode, "key"> {
  if (columns.length > TREE_LIMITS.columns) {
    throw new TreeError(
      `SHOW LIST: a table has at most ${TREE_LIMITS.columns} columns, and this one ${columns.length}: name some with {columns: [...]}.`,
    );
  }
  const rows = records.map((record, index) => columns.map(({ name }) => cell(record, name, `rows[${index}]`)));
  const heads = columns.map(({ label }, column): TreeColumn & { [name: string]: string } => ({
    label,
    align: rows.length > 0 && rows.every((row) => NUMBER.test(row[column] ?? "")) ? "end" : "start",
  }));
  return { type: "table", props: { columns: heads, rows }, children: [] };
}

/** A number as the language writes it; one that begins with zeros is a code. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

function cell(record: { [name: string]: PlainTexts }, name: string, where: string): string {
  const value = fieldOf(record, name) ?? null;
  const place = `SHOW LIST: ${where}.${name.slice(0, 50)}`;
  if (isNested(value)) {
    throw new TreeError(
      `${place} is a list or an object: a row is a card, with ${words(CARD_FIELDS)}, or has plain values. {columns: [...]} names what is shown.`,
    );
  }
  return checkLength(value ?? "", place, TREE_LIMITS.text);
}

// -------------------------------------------------------------------------------------------- reading fields

function isObject(data: PlainTexts): data is { [name: string]: PlainTexts } {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

function isNested(data: PlainTexts): data is PlainTexts[] | { [name: string]: PlainTexts } {
  return typeof data === "object" && data !== null;
}

/** Names of fields are the same in capitals and small letters. */
function fieldOf(record: { [name: string]: PlainTexts }, name: string): PlainTexts | undefined {
  if (Object.hasOwn(record, name)) return record[name];
  const lower = name.toLowerCase();
  const found = Object.keys(record).find((key) => key.toLowerCase() === lower);
  return found === undefined ? undefined : record[found];
}

function knownFields(data: { [name: string]: PlainTexts }, where: string, known: readonly string[]): Fields {
  const fields: Fields = new Map();
  for (const [name, value] of Object.entries(data)) {
    const lower = name.toLowerCase();
    if (!known.includes(lower))
      throw new TreeError(`${where}${name.slice(0, 50)} is not known here; there are ${words(known)}.`);
    fields.set(lower, value);
  }
  return fields;
}

function partsOf(data: PlainTexts, where: string, most: number, what: string): PlainTexts[] {
  if (!Array.isArray(data)) throw new TreeError(`${where} is a list of ${what}.`);
  if (data.length > most) throw new TreeError(`${where} has ${data.length} parts; at most ${most} are shown.`);
  return data;
}

function text(fields: Fields, name: string, where: string, most: number): string {
  const value = fields.get(name) ?? null;
  if (isNested(value)) throw new TreeError(`${where}${name} is a text or a number, not a list or an object.`);
  return checkLength(value ?? "", `${where}${name}`, most);
}

function label(fields: Fields, name: string, where: string): string {
  return text(fields, name, where, TREE_LIMITS.label);
}

function required(fields: Fields, name: string, where: string): string {
  const found = label(fields, name, where);
  if (found.trim() === "") throw new TreeError(`${where}${name} is missing.`);
  return found;
}

function checkLength(value: string, what: string, most: number): string {
  if (value.length > most) throw new TreeError(`${what} has ${value.length} characters; at most ${most} are shown.`);
  return value;
}

function titleOf(fields: Fields, where: string): { title?: string } {
  const title = label(fields, "title", where);
  return title === "" ? {} : { title };
}

function keyOf(fields: Fields, where: string): { key?: string } {
  const key = label(fields, "key", where);
  return key === "" ? {} : { key };
}

function words(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

/** Each part has its bound; this is for all of them together. */
function bounded(keyword: string, tree: TreeNode): TreeNode {
  const count = (node: TreeNode): number => node.children.reduce((sum, child) => sum + count(child), 1);
  if (count(tree) > TREE_LIMITS.nodes)
    throw new TreeError(`${keyword}: this has more than ${TREE_LIMITS.nodes} parts; show fewer rows or buttons.`);
  if (JSON.stringify(tree).length > TREE_LIMITS.characters)
    throw new TreeError(`${keyword}: this has more than ${TREE_LIMITS.characters} characters in all; show less of it.`);
  return tree;
}
