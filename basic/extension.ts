/**
 * Keywords that a host adds to the language: a row of the catalogue, a schema over its operands, and what performs it. The rest
 * (parser, checker, documentation, journal, recovery after a crash) treats them like the product's own.
 */

import type { KeywordEntry } from "./catalogue/entry.ts";
import { registerKeywords } from "./catalogue/index.ts";
import { BasicError, ERR } from "./errors.ts";
import type { OperationContext } from "./operations/context.ts";
import { fromPlain, toJson } from "./operations/json.ts";
import type { Value } from "./values.ts";

/** What the handler may know beside the operands. */
export interface ExtensionContext {
  /** Names this call for good: the same after a crash. Hand it on as an idempotency key. */
  readonly key: string;
  /** Aborted when the person stops the turn or the time is over. */
  readonly signal: AbortSignal;
  /** A note for the bot's author, in the journal. */
  warn(text: string): void;
}

/** A schema of zod, or whatever else has this method. */
export interface OperandSchema<T> {
  safeParse(
    operands: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
}

export interface Extension {
  /** Its family is "custom"; `service` stays empty. */
  entry: KeywordEntry;
  /**
   * Operands by their names, checked and performed. They come as JSON: dates as texts, records as objects. The result is JSON as
   * well. Throw BasicError for what a script may catch under its own number; anything else becomes error 500.
   */
  perform(operands: unknown, context: ExtensionContext): Promise<unknown>;
}

/** Ties the handler to its schema, so that the handler's operands have the schema's type. */
export function extension<T>(
  entry: Omit<KeywordEntry, "family" | "section"> & { section?: string },
  schema: OperandSchema<T>,
  handler: (operands: T, context: ExtensionContext) => unknown,
): Extension {
  const row: KeywordEntry = { section: "custom", ...entry, family: "custom" };
  return {
    entry: row,
    async perform(operands, context) {
      const checked = schema.safeParse(operands);
      if (checked.success) return handler(checked.data, context);
      const [issue] = checked.error.issues;
      const where = issue && issue.path.length > 0 ? `${issue.path.map(String).join(".")}: ` : "";
      throw new BasicError(ERR.badCall, `${row.keyword}: ${where}${issue?.message ?? "the operands do not fit"}`);
    },
  };
}

const registered = new Map<string, Extension>();

/** Adds the keywords; once for each process or isolate, before the first script is read. Throws where one exists already. */
export function registerExtensions(extensions: readonly Extension[]): void {
  registerKeywords(extensions.map(({ entry }) => entry));
  for (const one of extensions) registered.set(one.entry.keyword, one);
}

/** The registered keyword of this name; undefined where the host added none. */
export function findExtension(keyword: string): Extension | undefined {
  return registered.get(keyword);
}

/**
 * Performs a registered keyword with the values of the machine. Throws BasicError, whatever the handler throws: what is none
 * becomes the `cause`, for the host's log and not for the script.
 */
export async function performExtension(
  { entry, perform }: Extension,
  args: Record<string, Value>,
  context: ExtensionContext,
  values: OperationContext,
): Promise<Value> {
  const operands = Object.fromEntries(
    Object.entries(args).map(([name, value]): [string, unknown] => [name, JSON.parse(toJson(value, values))]),
  );
  try {
    return fromPlain((await perform(operands, context)) ?? null, values);
  } catch (error) {
    if (error instanceof BasicError) throw error;
    const failure = new BasicError(ERR.remote, `${entry.keyword} failed.`);
    failure.cause = error;
    throw failure;
  }
}
