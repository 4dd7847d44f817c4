/**
 * Writes random scripts that are valid and end: every loop has few rounds, procedures only call those before them. A list
 * of numbers decides each choice, so that a failing script can be made smaller by making the list smaller.
 */

const VARIABLES = ["a", "b", "c", "total"];
const MAX_STATEMENTS = 60;
const MAX_DEPTH = 4;
/** Statements in the bodies of loops run several times; deeper nests are not made. */
const MAX_LOOPS = 2;

/** A HEAR without an answer would end the script. */
const INPUTS = Array.from({ length: 100 }, (_, i) => `' input: ${["one", "2", "three"][i % 3]}`);

export function randomProgram(choices: readonly number[]): string {
  return new RandomProgram(choices).write();
}

class RandomProgram {
  private readonly choices: readonly number[];
  private at = 0;
  private depth = 0;
  private loops = 0;
  private count = 0;
  private serial = 0;
  /** Procedures that may be called here: name to number of parameters. */
  private readonly callable: string[] = [];
  private inProcedure = false;
  /** GOSUB and the handler of ON ERROR stand behind the body. */
  private subroutines = 0;
  private traps = false;

  constructor(choices: readonly number[]) {
    this.choices = choices;
  }

  write(): string {
    const procedures = Array.from({ length: this.choose(3) }, (_, i) => this.procedure(`p${i}`));
    const head = [...INPUTS, "DIM g(3)", "xs = [1, 2, 3]", 'o = {k: 1, s: "t"}'];
    const body = this.block(6);
    const tail = ['TALK "end ", a, b, c, total, xs, o, g(1)', "END"];
    for (let i = 1; i <= this.subroutines; i++) tail.push(`sub${i}:`, ...this.block(2), "RETURN");
    if (this.traps) tail.push("trap:", 'TALK "trapped ", ERR', "total = total + 1", "RESUME NEXT");
    return [...head, ...procedures.flat(), ...body, ...tail].join("\n");
  }

  /** 0 to n - 1; the first where the list is used up, which is the simplest. */
  private choose(n: number): number {
    return (this.choices[this.at++] ?? 0) % n;
  }

  private pick<T>(of: readonly T[]): T {
    return of[this.choose(of.length)]!;
  }

  private procedure(name: string): string[] {
    this.inProcedure = true;
    const lines = [
      `FUNCTION ${name}(x, y)`,
      "LOCAL n, k",
      ...this.block(4),
      `RETURN ${this.expression(2)}`,
      "END FUNCTION",
    ];
    this.inProcedure = false;
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
    switch (this.choose(15)) {
      case 14:
        return [`IF ${this.condition()} THEN`, ...this.block(3), "ELSE", ...this.block(2), "END IF"];
      case 1:
        return this.loop((n) => [`FOR i${n} = 1 TO ${1 + this.choose(3)}`, ...this.loopBody("FOR"), "NEXT"]);
      case 2:
        return this.loop((n) => [`FOR EACH e${n} IN ${this.list()}`, ...this.loopBody("FOR"), "NEXT"]);
      case 3:
        return this.loop((n) => [
          `w${n} = 0`,
          `WHILE w${n} < 3`,
          `w${n} = w${n} + 1`,
          ...this.loopBody("WHILE"),
          "WEND",
        ]);
      case 4:
        return this.loop((n) => [
          `d${n} = 0`,
          "DO",
          `d${n} = d${n} + 1`,
          ...this.loopBody("DO"),
          `LOOP UNTIL d${n} >= 2`,
        ]);
      case 5:
        return this.select();
      case 6:
        return ["TRY", ...this.block(3), "CATCH e", 'TALK "caught ", e.number', ...this.block(2), "END TRY"];
      case 7:
        return ["TRY", ...this.block(3), "FINALLY", ...this.block(2), "END TRY"];
      case 8:
        return [`WITH o`, `.k = ${this.expression(1)}`, `.s = .k & "w"`, "END WITH"];
      case 9:
        return [this.pick(["ON ERROR RESUME NEXT", "ON ERROR GOTO 0", this.trap()])];
      case 10:
        return [this.gosub()];
      case 11:
        return [`IF ${this.condition()} THEN ${this.wayOut()}`];
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

  private loopBody(word: string): string[] {
    const lines = this.block(3);
    if (this.choose(3) === 0) lines.push(`IF ${this.condition()} THEN ${this.pick(["EXIT", "CONTINUE"])} ${word}`);
    return lines;
  }

  private select(): string[] {
    const cases = [`CASE ${this.choose(4)}, "t"`, `CASE 1 TO ${this.choose(9)}`, `CASE IS > ${this.expression(1)}`];
    return [
      `SELECT CASE ${this.expression(1)}`,
      ...cases.flatMap((line) => [line, ...this.block(2)]),
      "CASE ELSE",
      this.simple(),
      "END SELECT",
    ];
  }

  /** A procedure's labels are its own: the handler and the subroutines stand in the body. */
  private trap(): string {
    if (this.inProcedure) return "ON ERROR RESUME NEXT";
    this.traps = true;
    return "ON ERROR GOTO trap";
  }

  private gosub(): string {
    if (this.inProcedure || this.subroutines >= 2 || this.depth > 2) return this.simple();
    return `GOSUB sub${++this.subroutines}`;
  }

  private wayOut(): string {
    if (this.inProcedure) return this.pick(["EXIT FUNCTION", `RETURN ${this.expression(1)}`, 'THROW "out"', "EXIT"]);
    return this.pick(['THROW "thrown"', `THROW {number: 70, message: "m"}`, "EXIT", "RETURN 9"]);
  }

  private simple(): string {
    switch (this.choose(9)) {
      case 0:
        return `TALK ${this.expression(2)}, " ", ${this.expression(1)}`;
      case 1:
        return `HEAR ${this.pick(VARIABLES)}`;
      case 2:
        return `xs[${this.choose(4)}] = ${this.expression(2)}`;
      case 3:
        return `o.${this.pick(["k", "s", "fresh"])} = ${this.expression(2)}`;
      case 4:
        return `g(${this.choose(5)}) = ${this.expression(2)}`;
      case 5:
        return `PUSH(xs, ${this.expression(1)})`;
      case 6:
        return `${this.pick(VARIABLES)} += ${this.expression(1)}`;
      default:
        return `${this.variable()} = ${this.expression(3)}`;
    }
  }

  private variable(): string {
    return this.inProcedure ? this.pick([...VARIABLES, "n", "k", "x"]) : this.pick(VARIABLES);
  }

  private condition(): string {
    const test = `${this.expression(1)} ${this.pick(["=", "<>", "<", ">="])} ${this.expression(1)}`;
    switch (this.choose(5)) {
      case 0:
        return `NOT (${test})`;
      case 1:
        return `${test} AND ${this.expression(1)} > 1`;
      case 2:
        return `${test} OR ${this.variable()}`;
      default:
        return test;
    }
  }

  private list(): string {
    return this.pick(["xs", "[3, 2, 1]", '["p", "q"]', "SLICE(xs, 0, 2)", '"ab"', "NULL"]);
  }

  private expression(depth: number): string {
    if (depth <= 0 || this.choose(4) === 0) return this.leaf();
    const inner = () => this.expression(depth - 1);
    switch (this.choose(9)) {
      case 0:
        return `(${inner()} ${this.pick(["+", "-", "*", "/", "\\", "MOD", "&"])} ${inner()})`;
      case 1:
        return `${this.pick(["LEN", "UCASE", "STR", "TYPEOF"])}(${inner()})`;
      case 2:
        return `MID(${inner()} & "abc", 1 + ${this.choose(3)}, 2)`;
      case 3:
        return `IIF(${this.condition()}, ${inner()}, ${inner()})`;
      case 4:
        return `"\${${this.variable()}}-\${ ${inner()}}"`;
      case 5:
        return `[${inner()}, ${inner()}]`;
      case 6:
        return `{k: ${inner()}, "long key": ${inner()}}`;
      case 7:
        return this.callable.length > 0 ? `${this.pick(this.callable)}(${inner()}, ${inner()})` : this.leaf();
      default:
        return `(${inner()} ${this.pick(["=", "<", "??", "AND", "OR", "IN"])} ${inner()})`;
    }
  }

  private leaf(): string {
    const leaves = [
      "1",
      "2.5",
      "-3",
      '"t"',
      '""',
      "TRUE",
      "NULL",
      "xs[1]",
      "o.k",
      "o?.none",
      "g(2)",
      "(RND() < 2)",
      "LEN(xs)",
    ];
    return this.choose(2) === 0 ? this.variable() : this.pick(leaves);
  }
}
