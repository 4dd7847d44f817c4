/** Text functions (reference, Annex B). Positions count code points from 1. */
import type { Value } from "../../basic/values.ts";
import { format } from "./format.ts";
import type { Builtin } from "./functions.ts";
import { slice } from "./lists.ts";
import { contains, joined } from "./operators.ts";
import {
  codePoints,
  elementsOf,
  finite,
  isObject,
  leadingNumber,
  numberOf,
  raise,
  type Setting,
  textOf,
} from "./values.ts";

const at = (args: readonly Value[], i: number): Value => args[i] ?? null;
const text = (args: readonly Value[], i: number, s: Setting) => textOf(at(args, i), s);
const whole = (args: readonly Value[], i: number, s: Setting) => Math.trunc(numberOf(at(args, i), s));

function of(action: (text: string, s: Setting) => string): Builtin {
  return (args, s) => joined(action(text(args, 0, s), s), s);
}

const upper = of((t) => t.toUpperCase());
const lower = of((t) => t.toLowerCase());
const capitalised = of((t) =>
  t.toLowerCase().replace(/[\p{L}\p{N}][\p{L}\p{N}'’]*/gu, (w) => w[0]!.toUpperCase() + w.slice(1)),
);

function repeated(unit: string, count: number, s: Setting): string {
  if (count <= 0) return "";
  if (unit.length * count > s.maxTextLength) raise(14, "The text is too long.");
  return unit.repeat(count);
}

/** The text is counted by characters, a list by its elements from 0 (H-30). */
function mid(args: readonly Value[], s: Setting): Value {
  const list = elementsOf(at(args, 0));
  if (list) {
    const start = Math.max(0, whole(args, 1, s));
    return slice(at(args, 0), args.length > 2 ? [start, start + Math.max(0, whole(args, 2, s))] : [start], s);
  }
  const characters = codePoints(text(args, 0, s));
  const start = Math.max(1, whole(args, 1, s));
  return characters.slice(start - 1, args.length > 2 ? start - 1 + Math.max(0, whole(args, 2, s)) : undefined).join("");
}

function instr(args: readonly Value[], s: Setting): Value {
  const hasStart = args.length > 2;
  const [where, what] = hasStart ? [text(args, 1, s), text(args, 2, s)] : [text(args, 0, s), text(args, 1, s)];
  const start = hasStart ? whole(args, 0, s) : 1;
  if (start < 1) raise(5, "INSTR starts at 1.");
  if (what === "") return 0;
  const [characters, wanted] = [codePoints(where), codePoints(what)];
  for (let i = start - 1; i + wanted.length <= characters.length; i++) {
    if (wanted.every((character, j) => characters[i + j] === character)) return i + 1;
  }
  return 0;
}

function join(args: readonly Value[], s: Setting): Value {
  const separator = args.length > 1 ? text(args, 1, s) : ",";
  const value = at(args, 0);
  let parts = elementsOf(value);
  if (!parts && isObject(value)) {
    parts = Object.values(value).flatMap((v): Value[] => {
      if (isObject(v)) return Object.hasOwn(v, "name") ? [v["name"]!] : [];
      return elementsOf(v) ? [] : [v];
    });
  }
  return joined((parts ?? [value]).map((part) => textOf(part, s)).join(separator), s);
}

export const TEXT_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  LEFT: (args, s) =>
    codePoints(text(args, 0, s))
      .slice(0, Math.max(0, whole(args, 1, s)))
      .join(""),
  RIGHT: (args, s) => {
    const characters = codePoints(text(args, 0, s));
    return characters.slice(Math.max(0, characters.length - Math.max(0, whole(args, 1, s)))).join("");
  },
  MID: mid,
  INSTR: instr,
  REPLACE: (args, s) => {
    const [t, from, to] = [text(args, 0, s), text(args, 1, s), text(args, 2, s)];
    return from === "" ? t : joined(t.split(from).join(to), s);
  },
  TRIM: of((t) => t.trim()),
  LTRIM: of((t) => t.trimStart()),
  RTRIM: of((t) => t.trimEnd()),
  UCASE: upper,
  UPPER: upper,
  LCASE: lower,
  LOWER: lower,
  LOWERCASE: lower,
  UPPERCASE: upper,
  CAPITALIZE: capitalised,
  PROPER: capitalised,
  SPLIT: (args, s) => {
    const t = text(args, 0, s);
    const separator = args.length > 1 ? text(args, 1, s) : ",";
    if (t === "") return [];
    return separator === "" ? codePoints(t) : t.split(separator);
  },
  JOIN: join,
  CONTAINS: (args, s) => contains(at(args, 0), at(args, 1), s),
  STARTSWITH: (args, s) => text(args, 0, s).startsWith(text(args, 1, s)),
  ENDSWITH: (args, s) => text(args, 0, s).endsWith(text(args, 1, s)),
  ASC: (args, s) => text(args, 0, s).codePointAt(0) ?? 0,
  CHR: (args, s) => {
    const code = whole(args, 0, s);
    if (code < 0 || code > 0x10ffff) raise(5, `There is no character ${code}.`);
    return String.fromCodePoint(code);
  },
  SPACE: (args, s) => repeated(" ", whole(args, 0, s), s),
  STRING: (args, s) => {
    const what = at(args, 1);
    const unit = typeof what === "number" ? String.fromCodePoint(what) : (codePoints(textOf(what, s))[0] ?? "");
    return repeated(unit, whole(args, 0, s), s);
  },
  REPEAT: (args, s) => repeated(text(args, 0, s), whole(args, 1, s), s),
  REVERSE: (args, s) => {
    const list = elementsOf(at(args, 0));
    return list
      ? [...list].reverse()
      : codePoints(text(args, 0, s))
          .reverse()
          .join("");
  },
  EXTRACT_BETWEEN: (args, s) => {
    const [t, a, b] = [text(args, 0, s), text(args, 1, s), text(args, 2, s)];
    const from = t.indexOf(a);
    if (from < 0) return "";
    const to = t.indexOf(b, from + a.length);
    return to < 0 ? "" : t.slice(from + a.length, to);
  },
  EXTRACT_BEFORE: (args, s) => {
    const [t, a] = [text(args, 0, s), text(args, 1, s)];
    return t.includes(a) ? t.slice(0, t.indexOf(a)) : t;
  },
  EXTRACT_AFTER: (args, s) => {
    const [t, a] = [text(args, 0, s), text(args, 1, s)];
    return t.includes(a) ? t.slice(t.indexOf(a) + a.length) : "";
  },
  STR: (args, s) => text(args, 0, s),
  CSTR: (args, s) => text(args, 0, s),
  VAL: (args, s) => {
    const v = at(args, 0);
    if (typeof v === "number") return v;
    return finite(leadingNumber(textOf(v, s)) ?? 0);
  },
  FORMAT: (args, s) => format(at(args, 0), at(args, 1), s),
  URLENCODE: (args, s) => encodeURIComponent(text(args, 0, s)),
  BASE64: (args, s) => Buffer.from(text(args, 0, s), "utf8").toString("base64"),
  BASE64_DECODE: (args, s) => Buffer.from(text(args, 0, s), "base64").toString("utf8"),
  SLICE: (args, s) => slice(at(args, 0), args.slice(1), s),
};
