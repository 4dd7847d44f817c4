/** Tokens of SQL. What did not stem from the script's own texts may only stand inside one text or number. */
import { BasicError, ERR } from "../errors.ts";
import { MAX_SQL_TEXT } from "./tree.ts";

export interface SqlToken {
  kind: "word" | "name" | "text" | "number" | "mark" | "end";
  /** Words in capitals; names and texts without their quotes; marks as they are. */
  text: string;
  /** As it stands, for names of columns. */
  source: string;
  at: number;
}

const TOKEN =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|(?<word>[\p{L}_$@][\p{L}\p{N}_$@]*)|(?<text>'(?:[^']|'')*')|(?<name>"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\])|(?<mark><>|!=|<=|>=|==|\|\||[-+*/%=<>(),.])/uy;

/**
 * `foreign`: pairs [from, to), ascending, of what came from outside the script. `hasBasicTexts`: double quotes hold texts, as in
 * the language around; else they hold names, as in SQL. Error 93 with the place.
 */
export function scanSql(text: string, foreign: readonly number[], hasBasicTexts = false): SqlToken[] {
  if (text.length > MAX_SQL_TEXT)
    throw new BasicError(ERR.badFilter, `The SQL is longer than ${MAX_SQL_TEXT} characters.`);
  const tokens: SqlToken[] = [];
  let pair = 0;
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) throw sqlError(text, at, "This cannot stand in SQL here.");
    const end = at + match[0].length;
    while (pair < foreign.length && foreign[pair + 1]! <= at) pair += 2;
    const touches = pair < foreign.length && foreign[pair]! < end;
    const groups = match.groups ?? {};
    // In quotes it is a value as long as the quotes themselves are the script's own.
    if (touches && !isInside(text, at, end, groups, foreign, pair)) {
      throw sqlError(
        text,
        at,
        "A value put into the SQL would be more than a value. Put it between quotes, or take what divides it out.",
      );
    }
    const kind = (["number", "word", "text", "name", "mark"] as const).find((name) => groups[name] !== undefined);
    if (kind === "name" && hasBasicTexts && match[0].startsWith('"'))
      tokens.push({ ...tokenOf(kind, match[0], at), kind: "text" });
    else if (kind) tokens.push(tokenOf(kind, match[0], at));
    at = end;
  }
  tokens.push({ kind: "end", text: "", source: "", at: text.length });
  return tokens;
}

function isInside(
  text: string,
  from: number,
  to: number,
  groups: Record<string, string | undefined>,
  foreign: readonly number[],
  first: number,
): boolean {
  if (groups["number"] !== undefined) return true;
  // Blanks of a value in quotes belong to it; outside of quotes they divide nothing that was one before.
  if (Object.values(groups).every((group) => group === undefined)) return text.slice(from, to).trim() === "";
  if (groups["text"] === undefined) return false;
  for (let i = first; i < foreign.length && foreign[i]! < to; i += 2) {
    const [start, end] = [Math.max(foreign[i]!, from), Math.min(foreign[i + 1]!, to)];
    if (start <= from || end >= to) return false;
    // A doubled quote stands for one only where one hand wrote both.
    const part = text.slice(start, end);
    if (part.replaceAll("''", "").includes("'")) return false;
  }
  return true;
}

function tokenOf(kind: Exclude<SqlToken["kind"], "end">, source: string, at: number): SqlToken {
  if (kind === "word") return { kind, text: source.toUpperCase(), source, at };
  if (kind === "text") return { kind, text: source.slice(1, -1).replaceAll("''", "'"), source, at };
  if (kind === "name") {
    const inner = source.slice(1, -1);
    return { kind, text: source.startsWith('"') ? inner.replaceAll('""', '"') : inner, source: inner, at };
  }
  return { kind, text: source, source, at };
}

export function sqlError(text: string, at: number, message: string): BasicError {
  const place = text.slice(at, at + 20).trim();
  const near = place === "" ? "at its end" : `at character ${at + 1}, near ${JSON.stringify(place)}`;
  return new BasicError(ERR.badFilter, `The SQL cannot be read ${near}: ${message}`, { position: at + 1 });
}
