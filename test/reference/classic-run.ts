/** Runs a classic program on the reference evaluator, with the host that its comments describe. */
import { parse } from "../../basic/parser/parse.ts";
import type { Value } from "../../basic/values.ts";
import { type Expectation, expectationOf, NOW, type Observed } from "../conformance/harness.ts";
import type { ClassicHost } from "./classic-evaluator.ts";
import { ClassicInterpreter } from "./classic-interpreter.ts";
import { readProgram } from "./classic-program.ts";
import { ClassicRecord } from "./classic-values.ts";
import { randomNumbers } from "./random.ts";
import { CorpusHost, LIMITS } from "./run.ts";
import { ParkedSignal, Unsupported } from "./signals.ts";
import { RaisedError, type Setting, textOf } from "./values.ts";

/** Any seed: RANDOMIZE without a number begins a sequence that nobody knows. */
const SEED = 11;

/** More than `mostWork` statements, expressions and characters are refused. */
export function runClassic(source: string, file: string, mostWork: number): Observed {
  const expectation = expectationOf(source);
  const text = expectation.profile === "ecma" ? source.replaceAll(/^[ \t]*'.*$/gm, "") : source;
  const { script } = parse(text, file, { profile: expectation.profile });
  let work = 0;
  const limits = { ...LIMITS, ...expectation.limits };
  const setting: Setting = {
    ...expectation.world,
    strict: expectation.strict,
    maxTextLength: limits.maxTextLength,
    now: () => NOW,
    random: randomNumbers(SEED),
    spend(units) {
      work += units;
      if (work > mostWork) throw new Unsupported("so much work");
    },
  };
  const host = new ClassicCorpusHost(expectation, setting);
  const interpreter = new Alone(host, setting, limits, readProgram(script));
  const ending = (): Pick<Observed, "error" | "result"> => {
    try {
      const value = interpreter.run(expectation.variables);
      if (value instanceof ClassicRecord) throw new Unsupported("a record for the caller");
      return { error: null, result: textOf(value, setting) };
    } catch (error) {
      if (error instanceof ParkedSignal) return { error: null, result: "" };
      if (!(error instanceof RaisedError)) throw error;
      return { error: { number: error.number, line: error.line, message: error.message }, result: "" };
    }
  };
  return { ...ending(), lines: host.lines, print: host.printedLines(), warnings: interpreter.warnings };
}

class Alone extends ClassicInterpreter {
  protected callScript(): Value {
    throw new Unsupported("calls of other scripts");
  }
}

class ClassicCorpusHost extends CorpusHost implements ClassicHost {
  private printed = "";
  private readonly inputs: Expectation["inputs"];

  constructor(expectation: Expectation, setting: Setting) {
    super(expectation, setting);
    this.inputs = expectation.inputs;
  }

  print(text: string): void {
    this.printed += text;
  }

  type(prompt: string): string {
    const input = this.inputs[this.nextInput++];
    this.printed += prompt;
    if (input === undefined) throw new ParkedSignal();
    if (typeof input !== "string") throw new Unsupported("anything but a line for INPUT");
    // The person ends the line.
    this.printed += "\n";
    return input;
  }

  printedLines(): string[] {
    return this.printed === "" ? [] : this.printed.replace(/\n$/, "").split("\n");
  }
}
