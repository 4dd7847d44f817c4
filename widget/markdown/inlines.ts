/**
 * What stands inside a block: emphasis, code, links, line breaks. Emphasis follows CommonMark's delimiter stack (spec
 * 0.31, appendix), links are inline ones and bare addresses.
 */

export type Inline =
  | string
  | { type: "strong" | "emphasis" | "deleted"; content: Inline[] }
  | { type: "code"; text: string }
  | { type: "link"; address: string; content: Inline[] }
  | { type: "break" };

interface Delimiter {
  mark: string;
  count: number;
  /** The run's first length: the rule of three asks for it. */
  length: number;
  opens: boolean;
  closes: boolean;
}
type Piece = Inline | { delimiter: Delimiter };

const MAX_DEPTH = 8;
const PLAIN = /[^\\`*_~[\]!<&\nhw]+/y;
const RUN = /`+|\*+|_+|~+/y;
const ESCAPE = /\\([!-/:-@[-`{-~])/y;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/iy;
const ANGLE = /<(?:(https?:\/\/[^\s<>]+)|(?:mailto:)?([^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)|br[ \t]*\/?)>/iy;
const BARE = /(?:https?:\/\/|www\.)[^\s<]+/iy;
const TARGET =
  /\([ \t\n]*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))(?:[ \t\n]+(?:"[^"]*"|'[^']*'))?[ \t\n]*\)/y;
const PUNCTUATION = /[\p{P}\p{S}]/u;

export function readInlines(text: string): Inline[] {
  return read(text, 0);
}

function read(text: string, depth: number): Inline[] {
  const pieces: Piece[] = [];
  const closers = matchBrackets(text);
  /** Backtick runs of these lengths have no partner further on. */
  const lonely = new Set<number>();
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? "";
    const found = foundAt(char, match);
    if (char === "\n") {
      // A single line end is a line break in chat. Two blanks or a backslash before it say the same.
      const before = pieces.at(-1);
      if (typeof before === "string") pieces[pieces.length - 1] = before.replace(/[ \t]+$/, "");
      pieces.push({ type: "break" });
      at++;
    } else if (char === "\\" && found) {
      pieces.push(found[1] ?? "");
      at += 2;
    } else if (char === "\\" && text[at + 1] === "\n") at++;
    else if (char === "`") {
      const run = match(RUN)?.[0] ?? "`";
      const end = lonely.has(run.length) ? -1 : closingRun(text, at + run.length, run.length);
      if (end < 0) {
        lonely.add(run.length);
        pieces.push(run);
        at += run.length;
      } else {
        pieces.push({ type: "code", text: codeText(text.slice(at + run.length, end)) });
        at = end + run.length;
      }
    } else if (char === "*" || char === "_" || char === "~") {
      const run = match(RUN)?.[0] ?? char;
      pieces.push({ delimiter: delimiterAt(text, at, run) });
      at += run.length;
    } else if (char === "[" || (char === "!" && text[at + 1] === "[")) {
      const open = char === "!" ? at + 1 : at;
      const link = depth < MAX_DEPTH ? linkAt(text, open, closers, depth) : null;
      if (link) {
        pieces.push(link.node);
        at = link.end;
      } else {
        pieces.push(text.slice(at, open + 1));
        at = open + 1;
      }
    } else if (char === "<" && found) {
      const [whole, address, mail] = found;
      if (address) pieces.push({ type: "link", address, content: [address] });
      else if (mail) pieces.push({ type: "link", address: `mailto:${mail}`, content: [mail] });
      else pieces.push({ type: "break" });
      at += whole.length;
    } else if (char === "&" && found) {
      pieces.push(entityText(found));
      at += found[0].length;
    } else if (found && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? "")) {
      const address = trimAddress(found[0]);
      pieces.push({
        type: "link",
        address: address.startsWith("w") ? `http://${address}` : address,
        content: [address],
      });
      at += address.length;
    } else {
      const plain = match(PLAIN)?.[0] ?? char;
      pieces.push(plain);
      at += plain.length;
    }
  }
  const parts = joinText(emphasise(pieces));
  return depth === 0 ? linkMail(parts) : parts;
}

/** What can begin at a character that has one meaning only. */
const STARTS: Record<string, RegExp> = { "\\": ESCAPE, "<": ANGLE, "&": ENTITY, h: BARE, w: BARE };
function foundAt(char: string, match: (pattern: RegExp) => RegExpExecArray | null): RegExpExecArray | null {
  const pattern = STARTS[char];
  return pattern ? match(pattern) : null;
}

/** For each `[` the place of its `]`, found in one pass: looking anew for each would be quadratic. */
function matchBrackets(text: string): Map<number, number> {
  const pairs = new Map<number, number>();
  if (!text.includes("](")) return pairs;
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === "[") open.push(at);
    else if (char === "]") {
      const from = open.pop();
      if (from !== undefined) pairs.set(from, at);
    }
  }
  return pairs;
}

function linkAt(
  text: string,
  open: number,
  closers: Map<number, number>,
  depth: number,
): { node: Inline; end: number } | null {
  const close = closers.get(open);
  if (close === undefined || text[close + 1] !== "(") return null;
  TARGET.lastIndex = close + 1;
  const target = TARGET.exec(text);
  if (!target) return null;
  const address = (target[1] ?? target[2] ?? "").replace(/\\([!-/:-@[-`{-~])/g, "$1");
  const content = read(text.slice(open + 1, close), depth + 1);
  return { node: { type: "link", address, content }, end: close + 1 + target[0].length };
}

function closingRun(text: string, from: number, length: number): number {
  for (let at = text.indexOf("`", from); at >= 0; at = text.indexOf("`", at)) {
    let end = at;
    while (text[end] === "`") end++;
    if (end - at === length) return at;
    at = end;
  }
  return -1;
}

function codeText(text: string): string {
  const line = text.replaceAll("\n", " ");
  return /^ .*[^ ].* $/.test(line) || /^ [^ ] $/.test(line) ? line.slice(1, -1) : line;
}

function entityText([whole, decimal, hex, name]: RegExpExecArray): string {
  const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };
  if (name) return named[name.toLowerCase()] ?? whole;
  const code = decimal ? Number(decimal) : Number.parseInt(hex ?? "0", 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** Marks at the end of a bare address belong to the sentence, and so does a bracket that it did not open. */
function trimAddress(address: string): string {
  let text = address.replace(/[?!.,:*_~'"]+$/, "");
  while (text.endsWith(")") && text.split(")").length > text.split("(").length) text = text.slice(0, -1);
  return text.replace(/[?!.,:*_~'"]+$/, "");
}

function delimiterAt(text: string, at: number, run: string): Delimiter {
  const mark = run[0] ?? "*";
  const before = text[at - 1] ?? " ";
  const after = text[at + run.length] ?? " ";
  const spaceBefore = /\s/.test(before);
  const spaceAfter = /\s/.test(after);
  const left = !spaceAfter && (!PUNCTUATION.test(after) || spaceBefore || PUNCTUATION.test(before));
  const right = !spaceBefore && (!PUNCTUATION.test(before) || spaceAfter || PUNCTUATION.test(after));
  const length = run.length;
  if (mark === "~") return { mark, count: length, length, opens: left && length < 3, closes: right && length < 3 };
  if (mark === "*") return { mark, count: length, length, opens: left, closes: right };
  const opens = left && (!right || PUNCTUATION.test(before));
  const closes = right && (!left || PUNCTUATION.test(after));
  return { mark, count: length, length, opens, closes };
}

/** CommonMark's "process emphasis", over an array with holes instead of a linked list. */
function emphasise(pieces: Piece[]): Inline[] {
  const openers: number[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const closer = delimiterOf(pieces[at]);
    if (!closer) continue;
    while (closer.closes && closer.count > 0) {
      const place = openers.findLastIndex((index) => fits(delimiterOf(pieces[index]), closer));
      const from = openers[place];
      const opener = from === undefined ? null : delimiterOf(pieces[from]);
      if (from === undefined || !opener) break;
      openers.splice(place + 1);
      const used = closer.mark === "~" ? closer.count : opener.count > 1 && closer.count > 1 ? 2 : 1;
      opener.count -= used;
      closer.count -= used;
      const type = closer.mark === "~" ? "deleted" : used === 2 ? "strong" : "emphasis";
      const content = joinText(pieces.slice(from + 1, at).map(asInline));
      pieces.splice(from + 1, at - from - 1, { type, content });
      at = from + 2;
      if (opener.count === 0) openers.splice(place, 1);
    }
    if (closer.opens && closer.count > 0 && openers.length < 100) openers.push(at);
  }
  return pieces.map(asInline);
}

function delimiterOf(piece: Piece | undefined): Delimiter | null {
  return typeof piece === "object" && "delimiter" in piece ? piece.delimiter : null;
}

function fits(opener: Delimiter | null, closer: Delimiter): boolean {
  if (!opener || opener.mark !== closer.mark || opener.count === 0) return false;
  if (closer.mark === "~") return opener.count === closer.count;
  // The rule of three: `*foo**bar*` is not one emphasis around a stray mark.
  const both = opener.closes || closer.opens;
  return !(both && (opener.length + closer.length) % 3 === 0 && (opener.length % 3 !== 0 || closer.length % 3 !== 0));
}

function asInline(piece: Piece): Inline {
  if (typeof piece === "string" || !("delimiter" in piece)) return piece;
  return piece.delimiter.mark.repeat(piece.delimiter.count);
}

/** Bare mail addresses in what is left as text. From each `@` outwards: a pattern from the left would be quadratic. */
function linkMail(parts: Inline[]): Inline[] {
  return parts.flatMap((part): Inline[] => {
    if (typeof part !== "string") {
      const inner = "content" in part && part.type !== "link";
      return [inner ? { ...part, content: linkMail(part.content) } : part];
    }
    const found: Inline[] = [];
    let from = 0;
    for (let at = part.indexOf("@"); at >= 0; at = part.indexOf("@", at + 1)) {
      const local = /[\w.+-]{1,64}$/.exec(part.slice(Math.max(from, at - 64), at))?.[0];
      const domain = /^@(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,63}/i.exec(part.slice(at, at + 255))?.[0];
      if (!local || !domain) continue;
      const address = local + domain;
      found.push(part.slice(from, at - local.length), {
        type: "link",
        address: `mailto:${address}`,
        content: [address],
      });
      from = at + domain.length;
    }
    return [...found, part.slice(from)].filter((piece) => piece !== "");
  });
}

function joinText(pieces: Inline[]): Inline[] {
  const joined: Inline[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof piece === "string" && typeof last === "string") joined[joined.length - 1] = last + piece;
    else if (piece !== "") joined.push(piece);
  }
  return joined;
}
