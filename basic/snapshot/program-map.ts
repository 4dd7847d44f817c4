/** The map of a program as JSON: lists of numbers as base64 of their differences. */
import { decodeBase64, encodeBase64 } from "../functions/base64.ts";
import type { ProgramMap } from "../program.ts";
import { FormatError, Reader, Writer } from "./bytes.ts";

/** More statements than instructions there cannot be; see compile.ts. */
const MAX_STATEMENTS = 1_000_000;

export interface EncodedMap {
  statements: string;
}

export function encodeMap(map: ProgramMap): EncodedMap {
  return { statements: encodePlaces(map.statements) };
}

/** Throws FormatError for anything but a map of a program with code of this length. */
export function decodeMap(data: unknown, codeLength: number): ProgramMap {
  const { statements } = (typeof data === "object" && data !== null ? data : {}) as Record<string, unknown>;
  return { statements: decodePlaces(statements, codeLength) };
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
    if (pc > codeLength || (i > 0 && pc === places[i - 1])) throw damaged();
    places[i] = pc;
  }
  if (from.left > 0) throw damaged();
  return places;
}

export function readerOf(text: unknown): Reader {
  if (typeof text !== "string") throw damaged();
  try {
    return new Reader(decodeBase64(text));
  } catch {
    throw damaged();
  }
}

export function damaged(): FormatError {
  return new FormatError("The map of the program is damaged.");
}
