/**
 * Writes random classic programs, with line numbers or without: numbers at the edges of what they hold, PRINT in all its
 * layouts, loops with fractions, subroutines and procedures, DATA and replies to INPUT, arrays, texts, and errors that
 * are trapped. They are valid and they end. A list of numbers decides each choice, so that a failing program can be made
 * smaller.
 */
import {
  CONSTANTS,
  ITEMS,
  KINDS,
  LITERALS,
  NUMBERS,
  PICTURES,
  PROCEDURES,
  REPLIES,
  RESUMES,
  TEXT_PICTURES,
  TEXTS,
} from "./random-classic-words.ts";

const MAX_STATEMENTS = 28;
const MAX_DEPTH = 3;
const MAX_LOOPS = 2;
const INPUT_LINES = 24;

export function randomClassic(choices: readonly number[]): string {
  return new Writer(choices).write();
}

/** `{name}` in a line is the target of a jump; a line that is only `{name}:` is the place. */
class Writer {
  private readonly choices: readonly number[];
  private at = 0;
  private depth = 0;
  private loops = 0;
  private count = 0;
  private serial = 0;
  private isNumbered = false;
  private subroutines: string[] = [];
  private procedures: string[] = [];
  private traps = false;
  /** Names that an expression may read where it stands. */
  private numbers: readonly string[] = NUMBERS;
  private texts: readonly string[] = TEXTS;
  private counters: string[] = [];

  private words: Omit<(typeof KINDS)[number], "declarations"> = KINDS[0];

  constructor(choices: readonly number[]) {
    this.choices = choices;
  }

  write(): string {
    this.isNumbered = this.choose(2) === 0;
    const first = this.choose(REPLIES.length);
    const replies = Array.from(
      { length: INPUT_LINES },
      (_, i) => `' input: ${REPLIES[(first + i * 5) % REPLIES.length]}`,
    );
    const declarations = [
      ...(this.choose(4) === 0 ? ["OPTION BASE 1"] : []),
      "DIM Q(3,2)",
      "P(1)=4",
      ...(this.isNumbered ? [] : this.kinds()),
      "DEF FNA(X)=X*2-A",
      ...(this.choose(3) === 0 ? [`ON ERROR ${this.pick(["GOTO {trap}", "GOTO {trap}", "RESUME NEXT"])}`] : []),
      ...(this.choose(4) === 0 ? [`RANDOMIZE ${this.constant()}`] : []),
    ];
    this.traps = declarations.some((line) => line.includes("{trap}"));
    const body = this.block(9);
    const lines = [
      ...declarations,
      ...body,
      "{behind}:",
      "PRINT A;B;C;D1;A$;B$",
      "STOP",
      ...this.subroutines,
      ...(this.traps ? ["{trap}:", 'PRINT "trapped";ERR;ERL', ...this.pick(RESUMES)] : []),
      ...this.data(),
    ];
    const program = this.isNumbered ? numbered([...lines, "END"]) : labelled(["OPTION CLASSIC", ...lines]);
    const common = this.isNumbered ? [] : PROCEDURES;
    return [...replies, ...program, ...this.procedures, ...common].join("\n");
  }

  private choose(n: number): number {
    return (this.choices[this.at++] ?? 0) % n;
  }

  private pick<T>(of: readonly T[]): T {
    return of[this.choose(of.length)]!;
  }

  /** What QBasic declares, and what can be said with it. */
  private kinds(): string[] {
    const { declarations, ...words } = this.pick(KINDS);
    this.words = words;
    return [...declarations];
  }

  private data(): string[] {
    return Array.from({ length: this.choose(3) }, () => {
      const items = Array.from({ length: 1 + this.choose(4) }, () => this.pick(ITEMS));
      return `DATA ${items.join(", ")}`;
    });
  }

  // ---------------------------------------------------------------------------------------------- statements

  private block(most: number): string[] {
    if (this.depth >= MAX_DEPTH) return this.simple();
    this.depth++;
    const lines: string[] = [];
    for (let n = 1 + this.choose(most); n > 0 && this.count < MAX_STATEMENTS; n--) {
      this.count++;
      lines.push(...this.statement());
    }
    this.depth--;
    return lines.length > 0 ? lines : this.simple();
  }

  private statement(): string[] {
    switch (this.choose(18) - 1) {
      case 0:
      case 1:
        return this.loop((n) => this.forLoop(n));
      case 2:
        return this.loop((n) => [
          `W${n}=0`,
          `WHILE W${n}<${1 + this.choose(3)}`,
          `W${n}=W${n}+1`,
          ...this.block(3),
          "WEND",
        ]);
      case 3:
        return this.loop((n) => [
          `W${n}=0`,
          "DO",
          `W${n}=W${n}+1`,
          ...this.block(3),
          `LOOP UNTIL W${n}>=${1 + this.choose(3)}`,
        ]);
      case 4: {
        const behind = this.label();
        const jump = this.isNumbered ? behind : `GOTO ${behind}`;
        return [`IF ${this.condition()} THEN ${jump}`, ...this.block(2), `${behind}:`];
      }
      case 5:
        return [`IF ${this.condition()} THEN ${this.short()} ELSE ${this.short()}`];
      case 6:
        return this.jump();
      case 7:
      case 8:
        return [this.gosub()];
      case 9:
        return [
          `SELECT CASE ${this.number(1)}`,
          `CASE ${this.constant()}, ${this.number(1)}`,
          ...this.block(2),
          `CASE IS ${this.pick(["<", ">=", "<>"])} ${this.constant()}`,
          ...this.block(2),
          "CASE ELSE",
          ...this.simple(),
          "END SELECT",
        ];
      case 10:
        return this.isNumbered ? this.simple() : [this.procedure()];
      default:
        return this.simple();
    }
  }

  private label(): string {
    return `{p${this.serial++}}`;
  }

  private loop(write: (serial: number) => string[]): string[] {
    if (this.loops >= MAX_LOOPS || this.serial > 8) return this.simple();
    this.loops++;
    const lines = write(this.serial++);
    this.loops--;
    return lines;
  }

  private forLoop(n: number): string[] {
    const counter = `I${n}`;
    const range = this.pick([
      "1 TO 3",
      "3 TO 1 STEP -1",
      "0 TO 1 STEP .25",
      "0 TO .5 STEP .1",
      "5 TO 1",
      "-1 TO 1 STEP .7",
      "1E308 TO 1.7E308 STEP 1E308",
      "1 TO LEN(LEFT$(A$,3))",
      `${counter} TO ${counter}+2 STEP ${counter}+1`,
    ]);
    this.counters.push(counter);
    const body = this.block(3);
    if (this.choose(5) === 0) body.push(`IF ${this.condition()} THEN EXIT FOR`);
    this.counters.pop();
    return [`FOR ${counter}=${range}`, ...body, `NEXT ${counter}`];
  }

  /** ON with lines that are left for the same place behind. */
  private jump(): string[] {
    const [one, two, behind] = [this.label(), this.label(), this.label()];
    const index = this.pick(["1", "2", "1.5", ".5", "2.49", this.number(1)]);
    return [
      `ON ${index} GOTO ${one},${two}`,
      `${one}:`,
      ...this.simple(),
      `GOTO ${behind}`,
      `${two}:`,
      ...this.simple(),
      `${behind}:`,
    ];
  }

  /** Subroutines call only those that are written while they are: none calls itself. */
  private gosub(): string {
    const name = this.label();
    const { counters, depth } = this;
    this.counters = [];
    this.depth = Math.max(1, depth);
    const body = this.block(2);
    this.counters = counters;
    this.depth = depth;
    this.subroutines.push(`${name}:`, ...body, "RETURN");
    return this.choose(4) === 0 ? `ON ${this.pick(["1", "1.2", this.number(1)])} GOSUB ${name}` : `GOSUB ${name}`;
  }

  private procedure(): string {
    const name = `Part${this.serial++}`;
    const isFunction = this.choose(2) === 0;
    const outer = { numbers: this.numbers, texts: this.texts, counters: this.counters, traps: this.traps };
    this.numbers = ["X", "Y", "Z"];
    this.texts = ["S$"];
    this.counters = [];
    const head = this.pick(["", "", " STATIC"]);
    const traps = this.choose(4) === 1;
    const word = isFunction ? "FUNCTION" : "SUB";
    const resume = this.pick(["RESUME NEXT", `Y=9: EXIT ${word}`, "A$=LEFT$(S$,-1): RESUME NEXT"]);
    const trap = [`EXIT ${word}`, `Failed${name}:`, 'PRINT "failed";ERR;ERL', resume];
    const lines = [
      `${word} ${name} (X, Y, S$)${head}`,
      this.pick(["SHARED A, B", "STATIC Z", "REM no names of the program", "SHARED A$, P()"]),
      ...this.simple(),
      ...this.simple(),
      ...(traps ? [`ON ERROR GOTO Failed${name}`] : []),
      `Z=Z+1: X=${this.number(1)}`,
      ...(this.choose(3) === 0 ? [`IF ${this.condition()} THEN EXIT ${word}`] : []),
      `S$=${this.text(1)}`,
      ...(isFunction ? [`${name}=Z+Y`] : ["PRINT X;Z;"]),
      ...(traps ? trap : []),
      `END ${word}`,
    ];
    ({ numbers: this.numbers, texts: this.texts, counters: this.counters, traps: this.traps } = outer);
    this.procedures.push(...lines);
    const first = this.pick(["A", "P(2)", "B+1", "(C)", "Q(1,1)"]);
    const args = `${first}, ${this.number(1)}, ${this.pick(["A$", '"x"', "T$(1)", "(B$)"])}`;
    if (isFunction) return `${this.pick(this.numbers)}=${name}(${args})+${this.number(0)}`;
    return this.choose(2) === 0 ? `CALL ${name}(${args})` : `${name} ${args}`;
  }

  private short(): string {
    const lines = this.simple();
    return lines.length === 1 ? lines[0]! : 'PRINT "short"';
  }

  private simple(): string[] {
    if (this.numbers === NUMBERS && this.words.places.length > 0 && this.choose(4) === 1) return [this.ownStatement()];
    switch (this.choose(22)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return [this.print()];
      case 4: {
        const values = Array.from({ length: 1 + this.choose(3) }, () => this.number(1));
        return [`PRINT USING "${this.pick(PICTURES)}"; ${values.join("; ")}${this.pick(["", ";"])}`];
      }
      case 5:
        return [`PRINT USING "${this.pick(TEXT_PICTURES)}"; ${this.text(1)}${this.pick(["", ";"])}`];
      case 6:
      case 7:
        return [
          `READ ${this.pick([...this.numbers, ...this.texts, `P(${this.subscript()})`, "A, P(A)", "A$, T$(1)"])}`,
        ];
      case 8:
        return [`${this.pick(["RESTORE", "PRINT ERR;ERL", "ERASE P", "WRITE A, A$", "PRINT POS(0)"])}`];
      case 9:
        return [`INPUT ${this.pick(["A", "A$", "A, B", "B$, C", "B, P(B)", '"Say"; A$', '"No mark: ", C'])}`];
      case 10:
        return [`LINE INPUT ${this.pick(this.texts)}`];
      case 11:
        return [`P(${this.subscript()})=${this.number(2)}`];
      case 12:
        return [`Q(${this.subscript()},${this.subscript()})=${this.number(1)}`];
      case 13:
        return [`T$(${this.subscript()})=${this.text(1)}`];
      case 14:
        return [`SWAP ${this.pick(["A, B", "A$, B$", "P(1), A", "P(1), P(A)", "T$(2), A$"])}`];
      case 15:
        return [`MID$(${this.pick(this.texts)}, ${this.pick(["1", "2", this.number(1)])})=${this.text(1)}`];
      case 16:
      case 17:
        return [`${this.pick(this.texts)}=${this.text(2)}`];
      default:
        return [`${this.pick(this.numbers)}=${this.number(3)}`];
    }
  }

  /** With what the program declares. */
  private ownStatement(): string {
    const { places, statements } = this.words;
    if (this.choose(3) === 0) return this.own(statements);
    const place = this.own(places);
    return this.pick([`${place}=${this.number(2)}`, `READ ${place}`, `INPUT ${place}`, `PRINT ${place};`]);
  }

  private own(of: readonly string[]): string {
    return of.length === 0 ? "PRINT" : this.pick(of).replace("#", () => this.subscript());
  }

  private print(): string {
    let list = "";
    for (let n = this.choose(5); n > 0; n--) {
      const item = this.pick([
        () => this.number(2),
        () => this.number(1),
        () => this.text(1),
        () => this.constant(),
        () => `TAB(${this.pick(["1", "10", "79", "80", "81", "200", "0", "12.5", "30.4", this.number(1)])})`,
        () => `SPC(${this.pick(["3", "70", "85", "0", this.number(0)])})`,
      ])();
      list += `${item}${this.pick([";", ";", ",", ",,", ";;"])}`;
    }
    if (this.choose(3) > 0) list = list.replace(/[;,]+$/, "");
    return `PRINT ${list}`.trimEnd();
  }

  // ---------------------------------------------------------------------------------------------- expressions

  private constant(): string {
    return this.pick(CONSTANTS);
  }

  private subscript(): string {
    const counter = this.counters.length > 0 ? this.pick(this.counters) : "2";
    return this.pick(["1", "2", "0", "1.5", "2.49", "-.4", "3", counter, `${counter}+1`, this.number(0)]);
  }

  private condition(): string {
    const test = `${this.number(1)}${this.pick(["=", "<>", "<", "<=", ">", ">="])}${this.number(1)}`;
    const texts = `${this.text(0)}${this.pick(["=", "<>", "<", ">="])}${this.text(1)}`;
    return this.pick([test, test, texts, `${test} AND ${texts}`, `NOT ${test}`, `${test} OR ${texts}`]);
  }

  private number(depth: number): string {
    if (depth === 0) {
      if (this.counters.length > 0 && this.choose(3) === 0) return this.pick(this.counters);
      const { numbers } = this.words;
      if (this.numbers === NUMBERS && numbers.length > 0 && this.choose(5) === 1) return this.own(numbers);
      return this.choose(2) === 0 ? this.constant() : this.pick(this.numbers);
    }
    const inner = () => this.number(depth - 1);
    switch (this.choose(18) - 1) {
      case 0:
      case 1:
      case 2:
        return `(${inner()}${this.pick(["+", "-", "*"])}${inner()})`;
      case 3:
        return `(${inner()}/${this.pick(["0", "3", inner()])})`;
      case 4:
        return `(${inner()}^${this.pick(["0", "2", "-1", ".5", "3", inner()])})`;
      case 5:
        return `(${inner()} ${this.pick(["\\", "MOD"])} ${this.pick(["0", "3", "-2", "2.5", inner()])})`;
      case 6:
        return `(-${inner()})`;
      case 7:
        return `${this.pick(["ABS", "INT", "SGN", "FIX", "CINT", "ATN", "EXP", "SIN", "COS", "TAN"])}(${inner()})`;
      case 8:
        return `${this.pick(["SQR", "LOG"])}(${this.pick([`ABS(${inner()})`, inner()])})`;
      case 9:
        return `(${inner()}${this.pick(["<", "=", ">="])}${inner()})`;
      case 10:
        return `(${inner()} ${this.pick(["AND", "OR", "XOR", "EQV", "IMP"])} ${this.pick(["7", "-1", inner()])})`;
      case 11:
        return `(NOT ${inner()})`;
      case 12:
        return `P(${this.subscript()})`;
      case 13:
        return `Q(${this.subscript()},${this.subscript()})`;
      case 14:
        // A procedure that does not share an array has none to ask for its bounds.
        if (this.numbers !== NUMBERS) return this.pick(["RND", "RND(0)", "RND(-3)"]);
        return this.pick([`FNA(${inner()})`, "RND", "RND(0)", "RND(-3)", "UBOUND(Q,2)", "LBOUND(P)"]);
      case 15:
        return this.pick([`LEN(${this.text(1)})`, `VAL(${this.text(1)})`, `ASC(${this.text(0)})`]);
      case 16:
        return this.pick([
          `INSTR(${this.text(1)},"2")`,
          `INSTR(${this.pick(["1", "3", inner()])},${this.text(1)},"e")`,
        ]);
      default:
        return inner();
    }
  }

  private text(depth: number): string {
    if (depth === 0) {
      const { texts } = this.words;
      if (this.texts === TEXTS && texts.length > 0 && this.choose(5) === 1) return this.own(texts);
      return this.choose(2) === 0 ? this.pick(LITERALS) : this.pick(this.texts);
    }
    const inner = () => this.text(depth - 1);
    const size = () => this.pick(["0", "1", "3", "2.5", "2", "12", this.choose(3) === 1 ? "-1" : "4", this.number(0)]);
    switch (this.choose(10) - 1) {
      case 0:
      case 1:
        return `${inner()}+${inner()}`;
      case 2:
        return `${this.pick(["LEFT$", "RIGHT$"])}(${inner()},${size()})`;
      case 3:
        return `MID$(${inner()},${size()}${this.pick(["", ",2", `,${size()}`])})`;
      case 4:
        return `STR$(${this.number(1)})`;
      case 5:
        return `${this.pick(["UCASE$", "LCASE$", "LTRIM$", "RTRIM$"])}(${inner()})`;
      case 6:
        return this.pick([
          `CHR$(${this.pick(["65", "10", "233", "8364", "97", "48", this.number(0)])})`,
          `STRING$(${this.pick(["2", "0", "5", "3.5"])},${inner()})`,
        ]);
      case 7:
        return this.pick([`HEX$(${this.number(0)})`, `OCT$(${this.number(0)})`, "SPACE$(2)", "STRING$(3,65)"]);
      case 8:
        return `T$(${this.subscript()})`;
      default:
        return inner();
    }
  }
}

/** Each line gets a number, and a place is the line behind it. */
function numbered(lines: readonly string[]): string[] {
  const targets = new Map<string, string>();
  const kept: string[] = [];
  for (const line of lines) {
    if (/^\{\w+\}:$/.test(line)) targets.set(line.slice(0, -1), String((kept.length + 1) * 10));
    else kept.push(line);
  }
  return kept.map((line, i) => `${(i + 1) * 10} ${line}`.replaceAll(/\{\w+\}/g, (name) => targets.get(name) ?? name));
}

function labelled(lines: readonly string[]): string[] {
  return lines.map((line) => line.replaceAll(/\{(\w+)\}/g, "At$1"));
}
