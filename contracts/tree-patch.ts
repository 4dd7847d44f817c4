/**
 * What changes in a tree that is shown already: operations of JSON Patch (RFC 6902) on the whole tree as the document, of
 * which `add`, `remove` and `replace` are used. The path "" is the tree itself.
 */
import type { JsonValue } from "./json.ts";
import type { TreeNode } from "./tree.ts";

export type TreeOp = { op: "add" | "replace"; path: string; value: JsonValue } | { op: "remove"; path: string };

/** None where both are the same. Never longer than the whole new tree. */
export function diffTree(from: TreeNode, to: TreeNode): TreeOp[] {
  const ops: TreeOp[] = [];
  compare(from, to, "", ops);
  const whole: TreeOp[] = [{ op: "replace", path: "", value: json(to) }];
  return JSON.stringify(ops).length > JSON.stringify(whole).length ? whole : ops;
}

function compare(from: TreeNode, to: TreeNode, path: string, ops: TreeOp[]): void {
  if (from.type !== to.type || from.key !== to.key) {
    ops.push({ op: "replace", path, value: json(to) });
    return;
  }
  for (const name of new Set([...Object.keys(from.props), ...Object.keys(to.props)])) {
    const at = `${path}/props/${escapeName(name)}`;
    const value = to.props[name];
    if (value === undefined) ops.push({ op: "remove", path: at });
    else if (!Object.hasOwn(from.props, name)) ops.push({ op: "add", path: at, value });
    else if (JSON.stringify(from.props[name]) !== JSON.stringify(value)) ops.push({ op: "replace", path: at, value });
  }
  if (from.children.length !== to.children.length) {
    ops.push({ op: "replace", path: `${path}/children`, value: to.children.map(json) });
    return;
  }
  from.children.forEach((child, index) => {
    const other = to.children[index];
    if (other) compare(child, other, `${path}/children/${index}`, ops);
  });
}

/** The tree with the changes in it; the given one stays as it is. Throws where an operation has no place in it. */
export function patchTree(tree: TreeNode, ops: readonly TreeOp[]): TreeNode {
  // As the document that RFC 6902 speaks of: its root may be replaced like anything else.
  const document: { [name: string]: JsonValue } = { root: json(structuredClone(tree)) };
  for (const op of ops) apply(document, op);
  const patched = document["root"] ?? null;
  if (!isTree(patched)) throw misplaced("");
  return patched;
}

function apply(document: { [name: string]: JsonValue }, op: TreeOp): void {
  const steps = `/root${op.path}`.split("/").slice(1).map(unescapeStep);
  const last = steps.pop() ?? "";
  let place: JsonValue = document;
  for (const step of steps) place = member(place, step, op.path);
  if (typeof place !== "object" || place === null || last === "__proto__") throw misplaced(op.path);
  if (op.op !== "add") member(place, last, op.path);
  if (Array.isArray(place)) {
    const index = last === "-" ? place.length : Number(last);
    if (!Number.isInteger(index) || index < 0 || index > place.length) throw misplaced(op.path);
    if (op.op === "remove") place.splice(index, 1);
    else place.splice(index, op.op === "replace" ? 1 : 0, op.value);
  } else if (op.op === "remove") delete place[last];
  else place[last] = op.value;
}

function member(place: JsonValue, step: string, path: string): JsonValue {
  if (typeof place !== "object" || place === null || !Object.hasOwn(place, step)) throw misplaced(path);
  const found: JsonValue | undefined = Array.isArray(place) ? place[Number(step)] : place[step];
  if (found === undefined) throw misplaced(path);
  return found;
}

const misplaced = (path: string): Error => new Error(`the tree has no place "${path}"`);
const escapeName = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");
const unescapeStep = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");

function json({ type, key, props, children }: TreeNode): { [name: string]: JsonValue } {
  return { type, ...(key === undefined ? {} : { key }), props, children: children.map(json) };
}

/** Whether a value has the shape of a tree. */
export function isTree(value: JsonValue): value is JsonValue & TreeNode {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { type, props, children } = value;
  const isObject = typeof props === "object" && props !== null && !Array.isArray(props);
  return typeof type === "string" && isObject && Array.isArray(children) && children.every(isTree);
}
