/**
 * Markdown as plain text, for channels that show marks as they are: emphasis, code and heading marks go, a link becomes
 * its text and its address. Not a Markdown parser; a text that is none comes out as it went in. Every pattern is linear.
 */
export function plainText(markdown: string): string {
  let fenced = false;
  const lines: string[] = [];
  for (const line of markdown.split("\n")) {
    if (/^ {0,3}(```|~~~)/.test(line)) fenced = !fenced;
    else lines.push(fenced ? line : plainLine(line));
  }
  return lines.join("\n");
}

function plainLine(line: string): string {
  return inline(line.replace(/^ {0,3}#{1,6} +/, "").replace(/^ {0,3}> ?/, ""));
}

/** What stands between two backticks is code and stays as it is. */
function inline(line: string): string {
  const parts = line.split("`");
  return parts.map((part, index) => (index % 2 === 1 && index < parts.length - 1 ? part : marked(part))).join("");
}

function marked(text: string): string {
  return text
    .replace(/!\[([^[\]\n]{0,500})\]\(([^()\s]{1,2000})\)/g, (_, alt, url) => (alt === "" ? url : `${alt}: ${url}`))
    .replace(/\[([^[\]\n]{1,500})\]\(([^()\s]{1,2000})\)/g, (_, label, url) =>
      label === url ? url : `${label} (${url})`,
    )
    .replace(/(?<!\\)\*\*([^*\n]{1,2000})(?<!\\)\*\*/g, "$1")
    .replace(/(?<![\\\p{L}\p{N}_])__([^_\n]{1,2000})(?<!\\)__(?![\p{L}\p{N}_])/gu, "$1")
    .replace(/(?<![\\*\p{L}\p{N}])\*([^*\s][^*\n]{0,2000})(?<!\\)\*(?![*\p{L}\p{N}])/gu, "$1")
    .replace(/(?<![\\\p{L}\p{N}_])_([^_\s][^_\n]{0,2000})(?<!\\)_(?![\p{L}\p{N}_])/gu, "$1")
    .replace(/(?<!\\)~~([^~\n]{1,2000})(?<!\\)~~/g, "$1")
    .replace(/\\([\\`*_{}[\]()#+.!~>-])/g, "$1");
}
