/** Values of the classic profile: numbers, texts, records of a TYPE, and the arrays that hold them. */
import type { Value } from "../../basic/values.ts";
import { halfToEven, nearest } from "./classic-numbers.ts";
import { numericText, raise } from "./values.ts";

export type Kind = "integer" | "number" | "text";
export interface DataItem {
  text: string;
  quoted: boolean;
}

export class ClassicRecord {
  readonly type: string;
  readonly fields = new Map<string, ClassicValue>();
  constructor(type: string) {
    this.type = type;
  }
  copy(): ClassicRecord {
    const made = new ClassicRecord(this.type);
    for (const [name, value] of this.fields)
      made.fields.set(name, value instanceof ClassicRecord ? value.copy() : value);
    return made;
  }
}
export type ClassicValue = number | string | ClassicRecord;

export interface Bounds {
  low: number;
  high: number;
}

const MOST_ELEMENTS = 1_000_000;

/** Elements are made when they are first touched. */
export class ClassicArray {
  bounds: Bounds[] = [];
  private elements = new Map<number, ClassicValue>();
  private readonly make: () => ClassicValue;

  constructor(bounds: readonly Bounds[], make: () => ClassicValue) {
    this.make = make;
    this.shape(bounds, false);
  }

  shape(bounds: readonly Bounds[], preserve: boolean): void {
    let size = 1;
    for (const { low, high } of bounds) {
      if (high < low) raise(9, "A bound of the array is below its base.");
      size *= high - low + 1;
      if (size > MOST_ELEMENTS) raise(14, "The array is too large.");
    }
    const old = { bounds: this.bounds, elements: this.elements };
    this.bounds = [...bounds];
    this.elements = new Map();
    if (!preserve || old.bounds.length !== bounds.length) return;
    for (const [at, value] of old.elements) {
      const subscripts = subscriptsOf(at, old.bounds);
      if (subscripts.every((s, i) => s >= bounds[i]!.low && s <= bounds[i]!.high))
        this.elements.set(this.at(subscripts), value);
    }
  }

  /** The place of an element; subscripts are rounded. */
  at(subscripts: readonly number[]): number {
    if (subscripts.length !== this.bounds.length) raise(9, "The array has another number of dimensions.");
    let place = 0;
    for (const [i, { low, high }] of this.bounds.entries()) {
      const subscript = nearest(subscripts[i]!);
      if (!(subscript >= low && subscript <= high)) raise(9, `The subscript ${subscript} is out of range.`);
      place = place * (high - low + 1) + subscript - low;
    }
    return place;
  }

  get(at: number): ClassicValue {
    const found = this.elements.get(at);
    if (found !== undefined) return found;
    const made = this.make();
    this.elements.set(at, made);
    return made;
  }

  set(at: number, value: ClassicValue): void {
    this.elements.set(at, value);
  }

  erase(): void {
    this.elements.clear();
  }
}

function subscriptsOf(place: number, bounds: readonly Bounds[]): number[] {
  const found: number[] = [];
  let rest = place;
  for (const { low, high } of bounds.toReversed()) {
    const width = high - low + 1;
    found.unshift((rest % width) + low);
    rest = Math.floor(rest / width);
  }
  return found;
}

/** What a variable of a kind takes of a value. */
export function held(kind: Kind, v: ClassicValue | Value): number | string {
  if (kind === "text") return typeof v === "string" ? v : v === null ? "" : raise(13, "A text is wanted.");
  const number = typeof v === "string" ? numericText(v) : numberIn(v);
  if (number === null) return raise(13, "A number is wanted.");
  return kind === "integer" ? halfToEven(number) : number;
}

function numberIn(v: ClassicValue | Value): number | null {
  if (v === null) return 0;
  if (typeof v === "boolean") return v ? -1 : 0;
  return typeof v === "number" ? v : null;
}
