/**
 * The front matter of a Markdown file: `key: value` lines between two lines of `---` at its beginning, as a subset of YAML:
 * text, numbers, true and false, and lists (`[a, b]` or lines of `- a`). Anything deeper is left out.
 */
import type { Metadata, MetadataValue } from "../../contracts/knowledge.ts";

/** Bytes of the file that are looked at, and keys that are kept. */
const MAX_BYTES = 16_384;
const MAX_KEYS = 50;
const MAX_VALUE = 500;

export function frontMatter(bytes: Uint8Array<ArrayBuffer>): Metadata {
  const text = new TextDecoder().decode(bytes.subarray(0, MAX_BYTES)).replaceAll("\r\n", "\n");
  const block = /^---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/s.exec(text)?.[1];
  const metadata: Metadata = {};
  let list: string[] | null = null;
  for (const line of block?.split("\n") ?? []) {
    const item = /^\s*-\s+(.*)$/.exec(line)?.[1];
    if (item !== undefined && list !== null) {
      list.push(String(scalar(item)));
      continue;
    }
    list = null;
    const [, key, rest = ""] = /^([\p{L}_][\p{L}\p{N}_-]*)\s*:\s*(.*)$/u.exec(line) ?? [];
    if (key === undefined || key === "__proto__" || Object.keys(metadata).length >= MAX_KEYS) continue;
    if (rest === "") {
      list = [];
      metadata[key.toLowerCase()] = list;
    } else metadata[key.toLowerCase()] = value(rest);
  }
  return metadata;
}

function value(text: string): MetadataValue | string[] {
  const items = /^\[(.*)\]$/.exec(text.trim())?.[1];
  if (items === undefined) return scalar(text);
  return items
    .split(",")
    .map((item) => String(scalar(item)))
    .filter((item) => item !== "");
}

function scalar(text: string): MetadataValue {
  const trimmed = text.trim();
  const quoted = /^"(.*)"$|^'(.*)'$/.exec(trimmed);
  if (quoted !== null) return (quoted[1] ?? quoted[2] ?? "").slice(0, MAX_VALUE);
  if (/^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === "true";
  if (/^-?\d{1,15}(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  return trimmed.replace(/\s+#.*$/, "").slice(0, MAX_VALUE);
}

/** The date of a document, ms: `date`, `updated` or `published` of its front matter; null where it has none. */
export function dateOf(metadata: Metadata): number | null {
  for (const key of ["date", "updated", "published"]) {
    const text = metadata[key];
    if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}/.test(text)) continue;
    const time = Date.parse(text);
    if (Number.isFinite(time)) return time;
  }
  return null;
}
