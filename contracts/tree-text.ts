/** A tree as plain text: for terminals, histories, and channels that know nothing else. */
import type { JsonValue } from "./json.ts";
import { columnsOf, fieldsOf, rowsOf, type TreeNode, textOf } from "./tree.ts";
import { isTree, type TreeOp } from "./tree-patch.ts";

/** Properties in which a node of an unknown type may carry its words. */
const WORDS = ["title", "label", "text", "alt"];
/** Characters that a column of a table is padded to at most. */
const MAX_WIDTH = 40;

/** Lines of text without one at the end. A button is its label in square brackets. */
export function treeText(tree: TreeNode): string {
  return linesOf(tree).join("\n");
}

/** What a patch says that is new: texts and whole nodes that it puts in. */
export function patchText(ops: readonly TreeOp[]): string {
  const values = ops.flatMap((op) => (op.op === "remove" ? [] : Array.isArray(op.value) ? op.value : [op.value]));
  return values
    .flatMap((value) => (typeof value === "string" ? [value] : isTree(value) ? [treeText(value)] : objectText(value)))
    .join("\n");
}

/** A field of a card, or a row of a table. */
function objectText(value: JsonValue): string[] {
  if (typeof value !== "object" || value === null) return [];
  const parts = Object.values(value).filter((part) => typeof part === "string");
  return [parts.join(Array.isArray(value) ? "  " : ": ")];
}

function linesOf(node: TreeNode): string[] {
  switch (node.type) {
    case "card":
      return cardLines(node);
    case "list": {
      const items = node.children.map(linesOf).filter((lines) => lines.length > 0);
      return [
        ...given(textOf(node, "title")),
        ...(items.length === 0 ? given(textOf(node, "empty")) : []),
        ...items.flatMap((lines) => lines.map((line, index) => `${index === 0 ? "*" : " "} ${line}`)),
      ];
    }
    case "table":
      return tableLines(node);
    case "text":
      return given(textOf(node, "text"));
    case "button":
      return [`[${textOf(node, "label")}]`];
    case "image":
      return [imageLine(node)];
    default:
      return [...WORDS.flatMap((name) => given(textOf(node, name))), ...node.children.flatMap(linesOf)];
  }
}

function cardLines(node: TreeNode): string[] {
  const isButton = (child: TreeNode) => child.type === "button";
  const buttons = node.children.filter(isButton).flatMap(linesOf);
  return [
    ...given(textOf(node, "title")),
    ...node.children.filter((child) => !isButton(child)).flatMap(linesOf),
    ...fieldsOf(node).map(({ label, value }) => `${label}: ${value}`),
    ...given(buttons.join(" ")),
  ];
}

/** A picture that stands in the tree itself has no address that could be followed. */
function imageLine(node: TreeNode): string {
  const alt = textOf(node, "alt");
  const url = textOf(node, "url");
  const name = alt === "" ? "[image]" : `[image: ${alt}]`;
  return url.startsWith("data:") ? name : `${name} ${url}`;
}

function tableLines(node: TreeNode): string[] {
  const columns = columnsOf(node);
  const rows = rowsOf(node).map((row) => row.map((cell) => cell.replace(/\s+/g, " ").trim()));
  const widths = columns.map(({ label }, column) =>
    Math.min(MAX_WIDTH, Math.max(width(label), ...rows.map((row) => width(row[column] ?? "")))),
  );
  const line = (cells: string[]): string =>
    columns
      .map(({ align }, column) => {
        const cell = cells[column] ?? "";
        const blanks = " ".repeat(Math.max(0, (widths[column] ?? 0) - width(cell)));
        return align === "end" ? blanks + cell : cell + blanks;
      })
      .join("  ")
      .trimEnd();
  const body = rows.length === 0 ? given(textOf(node, "empty")) : rows.map(line);
  return [
    ...given(textOf(node, "title")),
    line(columns.map(({ label }) => label)),
    widths.map((count) => "-".repeat(count)).join("  "),
    ...body,
  ];
}

const width = (text: string): number => Array.from(text).length;
const given = (text: string): string[] => (text.trim() === "" ? [] : text.split("\n"));
