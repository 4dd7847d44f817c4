/** What keeps the product from starting. The message is one sentence for the person, with the way to mend it. */
export class StartProblem extends Error {
  override readonly name = "StartProblem";
  /** 2: called wrongly. 3: a part is missing, busy or damaged. */
  readonly exitCode: 2 | 3;

  constructor(message: string, exitCode: 2 | 3 = 3) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

/** The first line of an error's message, short enough for a terminal line. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n").find((line) => line.trim() !== "") ?? "no reason given").trim().slice(0, 300);
}
