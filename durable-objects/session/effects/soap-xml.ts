/** XML of SOAP messages as values and back. Names without their prefixes; attributes are left out, as SOAP's encodings have none that matter. */
import { parseXml, XmlElement, type XmlText } from "@rgrove/parse-xml";
import { isObject } from "../../../basic/operations/compare.ts";
import type { OperationContext } from "../../../basic/operations/context.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { newObject, RecordSet, type Value } from "../../../basic/values.ts";
import { OutboundError } from "../../../contracts/outbound.ts";

/** The parser goes down by recursion, and so does what follows it. */
const MAX_DEPTH = 100;

/** The root. Throws an OutboundError where the text is no XML; entities of a DTD are none that would be known. */
export function readXml(text: string): XmlElement {
  if (depthOf(text) > MAX_DEPTH) throw new OutboundError("limit", "The answer's XML is nested too deep.");
  try {
    const { root } = parseXml(text.replace(/^\uFEFF/, ""), { ignoreUndefinedEntities: true });
    if (root) return root;
  } catch {
    // The parser's message quotes the text.
  }
  throw new OutboundError("invalid", "The answer is not XML.");
}

/** Of tags that are opened and not closed; comments and CDATA can only make it seem deeper. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [tag] of text.matchAll(/<\/?[A-Za-z_][^<>]*>/g)) {
    if (tag.startsWith("</")) depth -= 1;
    else if (!tag.endsWith("/>")) depth += 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

export const localName = (name: string): string => name.slice(name.indexOf(":") + 1);
export const elementsOf = (element: XmlElement): XmlElement[] =>
  element.children.filter((child): child is XmlElement => child instanceof XmlElement);
export const childOf = (element: XmlElement, name: string): XmlElement | undefined =>
  elementsOf(element).find((child) => localName(child.name) === name);

/** All elements of this local name below, the element itself included. */
export function descendants(element: XmlElement, name: string): XmlElement[] {
  const own = localName(element.name) === name ? [element] : [];
  return [...own, ...elementsOf(element).flatMap((child) => descendants(child, name))];
}

/** What a prefix stands for at this element; undefined where nothing declares it. */
export function namespaceOf(element: XmlElement, prefix: string): string | undefined {
  const name = prefix === "" ? "xmlns" : `xmlns:${prefix}`;
  for (let at: XmlElement | null = element; at; at = at.parent instanceof XmlElement ? at.parent : null) {
    const found = at.attributes[name];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An element without elements is its text, one with xsi:nil is NULL, any other is an object; what comes twice is a list. */
export function elementValue(element: XmlElement): Value {
  const isNil = Object.entries(element.attributes).some(
    ([name, value]) => localName(name) === "nil" && /^(true|1)$/.test(value),
  );
  if (isNil) return null;
  const children = elementsOf(element);
  if (children.length === 0) return textOf(element);
  const fields = newObject();
  for (const child of children) {
    const name = localName(child.name);
    const value = elementValue(child);
    const before = fields[name];
    if (!Object.hasOwn(fields, name)) fields[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else fields[name] = [before ?? null, value];
  }
  return fields;
}

const textOf = (element: XmlElement): string =>
  element.children
    .filter((child): child is XmlText => child.type === "text" || child.type === "cdata")
    .map(({ text }) => text)
    .join("");

/** An element of this name. Throws an OutboundError for a name that XML has no place for. */
export function writeElement(name: string, value: Value, prefix: string, context: OperationContext, depth = 0): string {
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name))
    throw new OutboundError("invalid", `"${name.slice(0, 60)}" cannot be the name of an element.`);
  if (depth > MAX_DEPTH) throw new OutboundError("limit", "The parameters are nested too deep.");
  const list = value instanceof RecordSet ? value.rows : value;
  if (Array.isArray(list)) return list.map((one) => writeElement(name, one, prefix, context, depth + 1)).join("");
  const tag = prefix + name;
  if (list === null) return `<${tag} xsi:nil="true"/>`;
  const inner = isObject(list)
    ? Object.entries(list)
        .map(([key, field]) => writeElement(key, field, prefix, context, depth + 1))
        .join("")
    : escapeXml(toText(list, context));
  return `<${tag}>${inner}</${tag}>`;
}

export const escapeXml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for them
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char] ?? char);
