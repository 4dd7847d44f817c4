/**
 * Writes random scripts of arithmetic: whole and broken numbers, loops of all kinds with steps up and down, calls with
 * numbers as parameters and results, elements, and what must not be taken for a number: NULL, texts, a division by zero,
 * variables that only one branch sets. A list of numbers decides each choice, so that a failing script can be made smaller.
 */

const NUMBERS = ["a", "b", "c", "d", "total"];
const CONSTANTS = ["0", "1", "2", "3", "7", "-1", "-4", "0.5", "2.25", "1e308", "1e-9", "9007199254740993", "-0.0"];
const MAX_STATEMENTS = 40;
const MAX_DEPTH = 4;
const MAX_LOOPS = 2;

export function randomNumbers(choices: readonly number[]): string {
  return new Writer(choices).write();
}

class Writer {
  private readonly choices: readonly number[];
  private at = 0;
  private depth = 0;
  private loops = 0;
  private count = 0;
  private serial = 0;
  /** Counters of the loops around, which may be read and sometimes set. */
  private readonly counters: string[] = [];
  private readonly callable: string[] = [];
  private isProcedure = false;

  constructor(choices: readonly number[]) {
    this.choices = choices;
  }

  write(): string {
    const procedures = Array.from({ length: this.choose(3) }, (_, i) => this.procedure(`f${i}`)).flat();
    // Some scripts leave a variable unset, and some procedures see those of the script.
    const set = NUMBERS.slice(0, 2 + this.choose(4)).map((name) => `${name} = ${this.constant()}`);
    const body = this.block(8);
    const shown = NUMBERS.map((name) => `"${name}=", ${name}, " "`).join(", ");
    return [
      '\' limits: {"maxSteps": 5000, "maxTextLength": 500, "maxLoopIterations": 40}',
      "DIM g(6)",
      "m = [1, 2, 3]",
      ...procedures,
      ...set,
      ...body,
      `TALK ${shown}`,
      "TALK g, m",
    ].join("\n");
  }

  private choose(n: number): number {
    return (this.choices[this.at++] ?? 0) % n;
  }

  private pick<T>(of: readonly T[]): T {
    return of[this.choose(of.length)]!;
  }

  private procedure(name: string): string[] {
    this.isProcedure = true;
    const isShared = this.choose(4) === 0;
    const lines = [
      `FUNCTION ${name}(x, y)`,
      isShared ? "REM reads and sets what the script sets" : "LOCAL a, b, c, d, total",
      `a = ${this.pick(["x", "y", "1"])}`,
      ...this.block(3),
      ...(this.choose(4) === 0 ? [`IF ${this.condition()} THEN RETURN`] : []),
      `RETURN ${this.expression(2)}`,
      "END FUNCTION",
    ];
    this.isProcedure = false;
    this.callable.push(name);
    return lines;
  }

  private block(most: number): string[] {
    if (this.depth >= MAX_DEPTH) return [this.simple()];
    this.depth++;
    const lines: string[] = [];
    for (let n = 1 + this.choose(most); n > 0 && this.count < MAX_STATEMENTS; n--) {
      this.count++;
      lines.push(...this.statement());
    }
    this.depth--;
    return lines.length > 0 ? lines : [this.simple()];
  }

  private statement(): string[] {
    switch (this.choose(11)) {
      case 1:
      case 2:
        return this.loop((n) => this.forLoop(`i${n}`));
      case 3:
        return this.loop((n) => [
          `w${n} = 0`,
          `WHILE w${n} < ${1 + this.choose(4)} AND ${this.condition()}`,
          `w${n} = w${n} + 1`,
          ...this.block(3),
          "WEND",
        ]);
      case 4:
        return this.loop((n) => [
          `d${n} = 0`,
          "DO",
          `d${n} += 1`,
          ...this.block(3),
          ...(this.choose(3) === 0 ? [`IF ${this.condition()} THEN EXIT DO`] : []),
          `LOOP UNTIL d${n} >= ${1 + this.choose(3)}`,
        ]);
      case 5:
        return [`IF ${this.condition()} THEN`, ...this.block(3), "ELSE", ...this.block(2), "END IF"];
      case 6:
        return [`IF ${this.condition()} THEN`, ...this.block(2), "END IF"];
      case 7:
        return ["TRY", ...this.block(3), "CATCH e", 'TALK "caught ", e.number, " ", e.line', "END TRY"];
      case 8:
        return [
          `SELECT CASE ${this.expression(1)}`,
          `CASE ${this.constant()}, ${this.expression(1)}`,
          ...this.block(2),
          `CASE ${this.constant()} TO ${this.expression(1)}`,
          ...this.block(2),
          "CASE ELSE",
          this.simple(),
          "END SELECT",
        ];
      default:
        return [this.simple()];
    }
  }

  private loop(write: (serial: number) => string[]): string[] {
    if (this.loops >= MAX_LOOPS) return [this.simple()];
    this.loops++;
    const lines = write(this.serial++);
    this.loops--;
    return lines;
  }

  private forLoop(counter: string): string[] {
    const range = this.pick([
      "1 TO 3",
      "3 TO 1 STEP -1",
      "0 TO 1 STEP 0.25",
      "5 TO 1",
      "1e308 TO 1.7e308 STEP 1e308",
      `1 TO ${this.pick(['LEN("abc")', "UBOUND(m)", '"3"', "2.5"])}`,
      `${this.pick(["NULL", '"1"', "1.5"])} TO 3`,
    ]);
    this.counters.push(counter);
    const lines = [`FOR ${counter} = ${range}`, ...this.block(3)];
    if (this.choose(5) === 0) lines.push(`${counter} = ${counter} + 1`);
    if (this.choose(4) === 0) lines.push(`IF ${this.condition()} THEN ${this.pick(["EXIT", "CONTINUE"])} FOR`);
    this.counters.pop();
    return [...lines, "NEXT"];
  }

  private simple(): string {
    switch (this.choose(12)) {
      case 0:
        return `TALK ${this.expression(2)}, " ", ${this.expression(1)}`;
      case 1:
        return `g(${this.index()}) = ${this.expression(2)}`;
      case 2:
        return `m[${this.index()}] = ${this.expression(1)}`;
      case 3:
        return `${this.pick(NUMBERS)} ${this.pick(["+=", "-=", "*=", "/="])} ${this.expression(1)}`;
      case 4:
        return `${this.pick(NUMBERS)} = ${this.pick(["NULL", '"5"', "g(2)", "m[1]", "TRUE", "LEN(m)"])}`;
      case 5:
        return `DIM ${this.pick(["n1 AS INTEGER", "n2", "n3%"])}`;
      default:
        return `${this.pick(NUMBERS)} = ${this.expression(3)}`;
    }
  }

  private constant(): string {
    return this.pick(CONSTANTS);
  }

  private index(): string {
    // A large index would make a long list, which a snapshot at every step writes each time.
    const small = this.counters.length > 0 ? this.pick(this.counters) : String(this.choose(7));
    return this.pick([String(this.choose(7)), small, `${small} + 1`, `${this.variable()} MOD 3`, "-1", "0.5"]);
  }

  private variable(): string {
    if (this.counters.length > 0 && this.choose(3) === 0) return this.pick(this.counters);
    return this.isProcedure && this.choose(3) === 0 ? this.pick(["x", "y"]) : this.pick(NUMBERS);
  }

  private condition(): string {
    const left = this.expression(1);
    const test = `${left} ${this.pick(["=", "<>", "<", "<=", ">", ">="])} ${this.expression(1)}`;
    return this.pick([test, test, `NOT ${test}`, `${test} OR ${this.variable()}`, `${left} BETWEEN 0 AND 9`]);
  }

  private expression(depth: number): string {
    if (depth === 0) return this.choose(3) === 0 ? this.constant() : this.variable();
    const inner = () => this.expression(depth - 1);
    switch (this.choose(12)) {
      case 0:
      case 1:
      case 2:
        return `(${inner()} ${this.pick(["+", "-", "*"])} ${inner()})`;
      case 3:
        return `(${inner()} ${this.pick(["/", "\\", "MOD", "^"])} ${this.pick(["2", "0.5", "3", "0", this.variable()])})`;
      case 4:
        return `(-${inner()})`;
      case 5:
        return `(${inner()} ${this.pick(["<", "=", ">="])} ${inner()} ? ${inner()} : ${inner()})`;
      case 6:
        return `g(${this.index()})`;
      case 7:
        return `m[${this.index()}]`;
      case 8:
        return this.callable.length > 0 ? `${this.pick(this.callable)}(${inner()}, ${inner()})` : inner();
      case 9:
        return this.pick([`ABS(${inner()})`, `INT(${inner()})`, `LEN("" & ${inner()})`]);
      default:
        return inner();
    }
  }
}
