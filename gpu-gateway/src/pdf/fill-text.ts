// Placeholders of a template: {{name}}, {{order.total}}, lists and conditions as {{#items}}...{{/items}}, and the spellings
// {{#each items}}, {{#if x}}, {{else}}, {{this}} that people know from elsewhere. Mustache runs no code of the template.
import Mustache from "mustache";
import { PDF_LIMITS } from "../../../contracts/gateway-documents.ts";
import { DocumentFault } from "../documents/document-fault.ts";

export type Escape = (text: string) => string;

/** Throws a DocumentFault for a section that is not closed, or a text that becomes too long. */
export function fillText(template: string, data: object, escapeValue: Escape): string {
  let length = template.length;
  // A list in a list in a list: what is put in is counted while it is, not when it is too late.
  const counted = (value: unknown): string => {
    const text = textOf(value);
    length += text.length;
    if (length > PDF_LIMITS.filled) throw tooLong();
    return escapeValue(text);
  };
  try {
    const text = Mustache.render(plainSections(template), new DataContext(data), {}, { escape: counted });
    if (text.length > PDF_LIMITS.filled) throw tooLong();
    return text;
  } catch (error) {
    if (error instanceof DocumentFault || error instanceof RangeError) throw error;
    const reason = error instanceof Error ? error.message.slice(0, 200) : "it cannot be read";
    throw new DocumentFault("document.broken", `The template cannot be filled: ${reason}.`);
  }
}

const tooLong = (): DocumentFault =>
  new DocumentFault("document.too-much-text", `The filled template has more than ${PDF_LIMITS.filled} characters.`);

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Names are found in any case, as in scripts, and only where the data has them itself. */
class DataContext extends Mustache.Context {
  readonly #above: DataContext | null;

  constructor(view: unknown, above: DataContext | null = null) {
    super(view, above ?? undefined);
    this.#above = above;
  }

  override push(view: unknown): DataContext {
    return new DataContext(view, this);
  }

  override lookup(name: string): unknown {
    if (name === ".") return this.view;
    const [first = "", ...rest] = name.split(".");
    for (let context: DataContext | null = this; context !== null; context = context.#above) {
      let value = fieldOf(context.view, first);
      if (value === undefined) continue;
      for (const part of rest) value = fieldOf(value, part);
      return value;
    }
    return undefined;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const key = Object.hasOwn(value, name)
    ? name
    : Object.keys(value).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : Object.getOwnPropertyDescriptor(value, key)?.value;
}

/** The other spellings as sections of Mustache. */
function plainSections(template: string): string {
  const open: string[] = [];
  return template.replace(
    /\{\{\s*(#each|#if|#unless|\/each|\/if|\/unless|else|this)\b\s*([^{}]*?)\s*\}\}/g,
    (tag, word, rest) => {
      const name = rest.replace(/^this\.?/, "") || ".";
      switch (word) {
        case "#each":
        case "#if":
          open.push(name);
          return `{{#${name}}}`;
        case "#unless":
          open.push(name);
          return `{{^${name}}}`;
        case "else":
          return open.length > 0 ? `{{/${open.at(-1)}}}{{^${open.at(-1)}}}` : tag;
        case "this":
          return `{{${rest.replace(/^\./, "") || "."}}}`;
        default:
          return `{{/${open.pop() ?? rest}}}`;
      }
    },
  );
}

export const escapeHtml: Escape = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A value is a value in Markdown, too: no heading, no cell and no link comes of it. */
export const escapeMarkdown: Escape = (text) =>
  text.replace(/[\\`*_{}[\]<>()#+!|~&-]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/\s*\n\s*/g, "<br>");
