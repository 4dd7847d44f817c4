/** The map of a program as JSON: lists of numbers as base64 of their differences. */
import { decodeBase64, encodeBase64 } from "../functions/base64.ts";
import type { ProgramMap, Site } from "../program.ts";
import { FormatError, Reader, Writer } from "./bytes.ts";

/** More statements than instructions there cannot be; see compile.ts. */
const MAX_STATEMENTS = 1_000_000;
/** A block keeps four registers at most, each at a place of its own at worst. */
const MAX_PAIRS = 8;
/** No frame has a register beyond; see vm/verify.ts. */
const MAX_REGISTER = 65_000;
const KIND_BITS = 2;
const LOW = 0x10000;

type EncodedMap = Record<"statements" | "sites", string> & Partial<Record<"hidden" | "errorLabels", unknown>>;

export function encodeMap({ statements, sites, hidden, errorLabels }: ProgramMap): EncodedMap {
  return {
    statements: encodePlaces(statements),
    sites: encodeSites(sites),
    ...(hidden.length > 0 ? { hidden } : {}),
    ...(errorLabels.length > 0 ? { errorLabels } : {}),
  };
}

/** Throws FormatError for anything but a map of a program with code of this length. */
export function decodeMap(data: unknown, codeLength: number): ProgramMap {
  const { statements, sites, hidden = [], errorLabels = [] } = record(data);
  return {
    statements: decodePlaces(statements, codeLength),
    sites: decodeSites(sites, codeLength),
    hidden: listOf(hidden).map((entry) => {
      const { function: index, registers } = record(entry);
      return { function: whole(index), registers: listOf(registers).map(decodeHidden) };
    }),
    errorLabels: listOf(errorLabels).map((entry) => {
      const { function: index, labels } = record(entry);
      return { function: whole(index), labels: listOf(labels).map(textOf) };
    }),
  };
}

/** Ascending places, as the count of instructions since the one before. */
function encodePlaces(places: Int32Array): string {
  const out = new Writer();
  out.count(places.length);
  places.forEach((pc, i) => {
    out.count((pc - (places[i - 1] ?? 0)) / 4);
  });
  return encodeBase64(out.finish());
}

function decodePlaces(text: unknown, codeLength: number): Int32Array {
  const from = readerOf(text);
  const places = new Int32Array(from.size(MAX_STATEMENTS));
  let pc = 0;
  for (let i = 0; i < places.length; i++) {
    pc += from.count() * 4;
    if (pc >= codeLength || (i > 0 && pc === places[i - 1])) throw damaged();
    places[i] = pc;
  }
  if (from.left > 0) throw damaged();
  return places;
}

/** Each as: levels up to the block around it from the site before, start behind that one's, length, height, registers, key. */
function encodeSites(sites: readonly Site[]): string {
  const out = new Writer();
  out.count(sites.length);
  sites.forEach((site, i) => {
    const { parent, from, to, height, registers, kind, key } = site;
    out.count(i - parent);
    out.count((from - (sites[i - 1]?.from ?? 0)) / 4);
    out.count((to - from) / 4);
    out.count(height);
    out.count((registers.length / 2) * 2 ** KIND_BITS + kind);
    for (const number of registers) out.count(number);
    out.uint32(Math.floor(key / LOW));
    out.byte((key % LOW) >>> 8);
    out.byte(key & 0xff);
  });
  return encodeBase64(out.finish());
}

function decodeSites(text: unknown, codeLength: number): Site[] {
  const reader = readerOf(text);
  const sites: Site[] = [];
  const count = reader.size(MAX_STATEMENTS);
  let from = 0;
  for (let i = 0; i < count; i++) {
    const parent = i - reader.count();
    from += reader.count() * 4;
    const to = from + reader.count() * 4;
    const height = registerOf(reader.count());
    const packed = reader.count();
    const pairs = packed >>> KIND_BITS;
    if (parent < -1 || parent >= i || to > codeLength || pairs > MAX_PAIRS) throw damaged();
    const around = sites[parent];
    if (around && (from < around.from || to > around.to)) throw damaged();
    const registers = Array.from({ length: pairs * 2 }, () => registerOf(reader.count()));
    const key = reader.uint32() * LOW + reader.byte() * 256 + reader.byte();
    sites.push({ parent, from, to, height, registers, kind: packed & (2 ** KIND_BITS - 1), key });
  }
  if (reader.left > 0) throw damaged();
  return sites;
}

function decodeHidden(entry: unknown): [number, string] {
  const [register, key] = listOf(entry);
  return [registerOf(whole(register)), textOf(key)];
}

/** A register, or a count of them. */
function registerOf(number: number): number {
  if (number > MAX_REGISTER) throw damaged();
  return number;
}

function readerOf(text: unknown): Reader {
  try {
    return new Reader(decodeBase64(textOf(text)));
  } catch {
    throw damaged();
  }
}

function record(data: unknown): Record<string, unknown> {
  return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
}

function listOf(data: unknown): readonly unknown[] {
  if (!Array.isArray(data)) throw damaged();
  return data;
}

function whole(data: unknown): number {
  if (typeof data !== "number" || !Number.isInteger(data) || data < 0) throw damaged();
  return data;
}

function textOf(data: unknown): string {
  if (typeof data !== "string") throw damaged();
  return data;
}

function damaged(): FormatError {
  return new FormatError("The map of the program is damaged.");
}
