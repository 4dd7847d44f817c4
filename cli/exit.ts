/** Exit codes of the command line (docs/contract.md): 0 done, 1 the work found errors, 2 wrong usage, 3 a part is missing. */
export const EXIT = { done: 0, foundErrors: 1, usage: 2, missingPart: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command was called wrongly; the message says how to call it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The product refused a call; the message is its own. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  /** Of the fault (contracts/faults.ts), where the product named one. */
  readonly code: string | null;
  /** What it named as wrong or missing. */
  readonly paths: readonly string[];

  constructor(message: string, code: string | null = null, paths: readonly string[] = []) {
    super(message);
    this.code = code;
    this.paths = paths;
  }
}

/** Something that the command needs is not there; the message says how to bring it. */
export class MissingPartError extends Error {
  override readonly name = "MissingPartError";
}
