/** What names and types of a classic program hold, by their spelling (reference 7.1, 7.2). */

/** `any`: only the run can tell, as with what keywords of the dialect yield. */
export type Holds = "number" | "integer" | "text" | "record" | "any";

export interface Held {
  holds: Holds;
  /** Upper-case name of its TYPE where it is a record. */
  record: string | null;
}

/** By the mark at its end, else by its first letter: `letters` is what DEFINT and its kin say. */
export function holdsByName(name: string, letters: ReadonlyMap<string, Holds>): Holds {
  const mark = name[name.length - 1];
  if (mark === "$") return "text";
  if (mark === "%" || mark === "&") return "integer";
  if (mark === "!" || mark === "#") return "number";
  return letters.get((name[0] ?? "").toLowerCase()) ?? "number";
}

const TYPES: ReadonlyMap<string, Holds> = new Map([
  ["STRING", "text"],
  ["INTEGER", "integer"],
  ["LONG", "integer"],
  ["SINGLE", "number"],
  ["DOUBLE", "number"],
  ["CURRENCY", "number"],
  ["ANY", "any"],
]);

/** True for the type words of the language, in capitals; any other is the name of a TYPE. */
export function isTypeWord(type: string): boolean {
  return TYPES.has(type);
}

/** What AS with this word, in capitals, makes of a name or field. */
export function typeNamed(type: string): Held {
  const holds = TYPES.get(type);
  return holds ? { holds, record: null } : { holds: "record", record: type };
}

/** FNA, FNB$: a function of DEF in a program with line numbers. */
export function isFnKey(key: string): boolean {
  return /^fn[a-z]\$?$/.test(key);
}
