/** The fixed list of methods (H-41). Positions count from 0 here, as in JavaScript. */
import { RecordSet, type Value } from "../../basic/values.ts";
import { LIST_FUNCTIONS } from "./functions-lists.ts";
import { countOf, needList, slice, sorted } from "./lists.ts";
import { isEqual, joined } from "./operators.ts";
import { codePoints, elementsOf, isObject, numberOf, raise, type Setting, textOf, typeName } from "./values.ts";

type Method = (self: Value, args: readonly Value[], s: Setting) => Value;

const whole = (v: Value | undefined, s: Setting) => Math.trunc(numberOf(v ?? null, s));

function ownList(v: Value): Value[] {
  if (Array.isArray(v)) return v;
  if (v instanceof RecordSet) return v.rows;
  return raise(13, `A list is needed, not a value of type ${typeName(v)}.`);
}

const size: Method = (self, _args, s) =>
  elementsOf(self) || isObject(self) ? countOf(self) : codePoints(textOf(self, s)).length;

/** Position of the part by characters, from a start. */
function find(characters: readonly string[], part: readonly string[], from: number): number {
  for (let i = Math.max(0, from); i + part.length <= characters.length; i++) {
    if (part.every((character, j) => characters[i + j] === character)) return i;
  }
  return -1;
}

/** What JOIN joins: elements, or the plain values of an object and the names of those inside; anything else is one part. */
function parts(v: Value): Value[] {
  if (!isObject(v)) return elementsOf(v) ?? [v];
  return Object.values(v).flatMap((inner): Value[] => {
    if (isObject(inner)) return Object.hasOwn(inner, "name") ? [inner["name"]!] : [];
    return elementsOf(inner) ? [] : [inner];
  });
}

const METHODS: Readonly<Record<string, Method>> = {
  length: size,
  size,
  push: (self, args) => ownList(self).push(...args),
  unshift: (self, args) => ownList(self).unshift(...args),
  pop: (self) => ownList(self).pop() ?? null,
  shift: (self) => ownList(self).shift() ?? null,
  slice: (self, args, s) => slice(self, args, s),
  splice: (self, args, s) => {
    const list = ownList(self);
    const start = whole(args[0], s);
    const taken = args.length > 1 ? Math.max(0, whole(args[1], s)) : list.length;
    return list.splice(start, taken, ...args.slice(2));
  },
  join: (self, args, s) =>
    joined(
      parts(self)
        .map((v) => textOf(v, s))
        .join(args.length > 0 ? textOf(args[0]!, s) : ","),
      s,
    ),
  reverse: (self, _args, s) =>
    elementsOf(self) ? ownList(self).reverse() : codePoints(textOf(self, s)).reverse().join(""),
  sort: (self, args, s) => {
    const list = ownList(self);
    list.splice(0, list.length, ...needList(sorted(list, args, s)));
    return list;
  },
  includes: (self, args, s) => {
    const part = args[0] ?? null;
    if (isObject(self)) return false;
    return elementsOf(self)?.some((v) => isEqual(v, part, s)) ?? textOf(self, s).includes(textOf(part, s));
  },
  indexof: (self, args, s) => {
    const from = args.length > 1 ? whole(args[1], s) : 0;
    const part = args[0] ?? null;
    const list = elementsOf(self);
    if (list) return list.findIndex((v, i) => i >= from && isEqual(v, part, s));
    if (typeof self !== "string") return raise(13, "A list or a text is needed.");
    return find(codePoints(self), codePoints(textOf(part, s)), from);
  },
  trim: (self, _args, s) => textOf(self, s).trim(),
  touppercase: (self, _args, s) => textOf(self, s).toUpperCase(),
  tolowercase: (self, _args, s) => textOf(self, s).toLowerCase(),
  startswith: (self, args, s) => textOf(self, s).startsWith(textOf(args[0] ?? null, s)),
  endswith: (self, args, s) => textOf(self, s).endsWith(textOf(args[0] ?? null, s)),
  replace: (self, args, s) => {
    const [t, from, to] = [textOf(self, s), textOf(args[0] ?? null, s), textOf(args[1] ?? null, s)];
    return from === "" ? t : joined(t.split(from).join(to), s);
  },
  split: (self, args, s) => {
    const t = textOf(self, s);
    const separator = args.length > 0 ? textOf(args[0]!, s) : ",";
    if (t === "") return [];
    return separator === "" ? codePoints(t) : t.split(separator);
  },
  substring: (self, args, s) => {
    const characters = codePoints(textOf(self, s));
    const [a, b] = [
      Math.max(0, whole(args[0], s)),
      args.length > 1 ? Math.max(0, whole(args[1], s)) : characters.length,
    ];
    return characters.slice(Math.min(a, b), Math.max(a, b)).join("");
  },
  tostring: (self, _args, s) => textOf(self, s),
  keys: (self, _args, s) => LIST_FUNCTIONS["KEYS"]!([self], s),
  values: (self, _args, s) => LIST_FUNCTIONS["VALUES"]!([self], s),
};

export function callMethod(self: Value, name: string, args: readonly Value[], s: Setting): Value {
  const method = METHODS[name.toLowerCase()];
  if (!method || !Object.hasOwn(METHODS, name.toLowerCase())) return raise(438, `There is no method ${name}.`);
  if (self === null) return s.strict ? raise(91, `${name} is called on NULL.`) : null;
  return method(self, args, s);
}
