/**
 * What a `tree` frame holds: a card, list or table as plain data, which each client shows in its own way. Everything in it is
 * text, never markup. A client shows the texts of a node whose type it does not know.
 *
 *   card    title?, fields? [{label, value}]          children: image?, text?, buttons
 *   list    title?, empty? (said where it has none)   children: cards and texts
 *   table   title?, columns [{label, align}], rows [[text]]
 *   button  label, value; a click says the label and hands the value on, as a suggestion does
 *   text    text
 *   image   url (see `isImageAddress`), alt
 */
import type { JsonValue } from "./json.ts";

export interface TreeNode {
  type: string;
  /** The script's own name of it, among its siblings. */
  key?: string;
  props: { [name: string]: JsonValue };
  children: TreeNode[];
}

export interface TreeField {
  label: string;
  value: string;
}
export interface TreeColumn {
  label: string;
  /** `end` for a column of numbers. */
  align: "start" | "end";
}

/** Bounds of one tree; texts in UTF-16 units. */
export const TREE_LIMITS = {
  depth: 8,
  nodes: 1_000,
  /** Of the whole tree as JSON. */
  characters: 100_000,
  text: 4_000,
  /** Titles, labels, values of buttons, keys. */
  label: 200,
  fields: 30,
  buttons: 10,
  rows: 100,
  columns: 12,
  address: 2_000,
  /** A picture that stands in the tree itself. */
  dataAddress: 48_000,
} as const;

const OWN_PATH = /^\/(?![/\\])[^\\\s\p{Cc}]*$/u;
const PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/;

/** A path of the product's own server, an https address without credentials, or a small PNG, JPEG, GIF or WebP in base64. */
export function isImageAddress(url: string): boolean {
  if (url.startsWith("data:")) return url.length <= TREE_LIMITS.dataAddress && PICTURE.test(url);
  if (url.length > TREE_LIMITS.address) return false;
  if (OWN_PATH.test(url)) return true;
  if (!/^https:\/\/[^\\\s\p{Cc}]+$/iu.test(url) || !URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username === "" && password === "";
}

/** A property that is a text; "" where it is missing or something else. */
export function textOf(node: TreeNode, name: string): string {
  const value = node.props[name];
  return typeof value === "string" ? value : "";
}

export function fieldsOf(node: TreeNode): TreeField[] {
  return objectsOf(node, "fields").map((field) => ({
    label: memberText(field, "label"),
    value: memberText(field, "value"),
  }));
}

export function columnsOf(node: TreeNode): TreeColumn[] {
  return objectsOf(node, "columns").map((column) => ({
    label: memberText(column, "label"),
    align: column["align"] === "end" ? "end" : "start",
  }));
}

export function rowsOf(node: TreeNode): string[][] {
  const rows = node.props["rows"];
  if (!Array.isArray(rows)) return [];
  return rows.filter(Array.isArray).map((row) => row.map((cell) => (typeof cell === "string" ? cell : "")));
}

function objectsOf(node: TreeNode, name: string): { [key: string]: JsonValue }[] {
  const list = node.props[name];
  if (!Array.isArray(list)) return [];
  return list.filter(isObject);
}

function isObject(value: JsonValue): value is { [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function memberText(object: { [key: string]: JsonValue }, name: string): string {
  const value = object[name];
  return typeof value === "string" ? value : "";
}

/** Buttons of a tree, in reading order. */
export function buttonsOf(node: TreeNode): { label: string; value: string }[] {
  if (node.type === "button") return [{ label: textOf(node, "label"), value: textOf(node, "value") }];
  return node.children.flatMap(buttonsOf);
}
