/** Runs a classic program on the reference evaluator, with the host that its comments describe. */
import type { Script } from "../../basic/ast.ts";
import { scriptId } from "../../basic/index.ts";
import { parse } from "../../basic/parser/parse.ts";
import type { Value } from "../../basic/values.ts";
import { type Expectation, expectationOf, NOW, type Observed } from "../conformance/harness.ts";
import type { Activation } from "./activation.ts";
import { analyse } from "./analysis.ts";
import type { ClassicHost } from "./classic-evaluator.ts";
import { ClassicInterpreter } from "./classic-interpreter.ts";
import { readProgram } from "./classic-program.ts";
import { ClassicRecord, type ClassicValue } from "./classic-values.ts";
import type { Limits } from "./evaluator.ts";
import { Interpreter } from "./interpreter.ts";
import { randomNumbers } from "./random.ts";
import { CorpusHost, LIMITS } from "./run.ts";
import { ParkedSignal, Unsupported } from "./signals.ts";
import { RaisedError, raise, type Setting, textOf } from "./values.ts";

/** Any seed: RANDOMIZE without a number begins a sequence that nobody knows. */
const SEED = 11;

/**
 * More than `mostWork` statements, expressions and characters are refused. `siblings`: the scripts that may be called, by
 * their ids, each of its own profile.
 */
export function runClassic(
  source: string,
  file: string,
  mostWork: number,
  siblings: ReadonlyMap<string, string> = new Map(),
): Observed {
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
  const run: Run = { host, setting, limits, siblings, warnings: [] };
  const ending = (): Pick<Observed, "error" | "result"> => {
    try {
      const value = runScript(run, script, expectation.variables);
      return { error: null, result: textOf(value, setting) };
    } catch (error) {
      if (error instanceof ParkedSignal) return { error: null, result: "" };
      if (!(error instanceof RaisedError)) throw error;
      return { error: { number: error.number, line: error.line, message: error.message }, result: "" };
    }
  };
  return { ...ending(), lines: host.lines, print: host.printedLines(), warnings: run.warnings };
}

/** What the scripts of a run have in common. */
interface Run {
  host: ClassicCorpusHost;
  setting: Setting;
  limits: Limits;
  siblings: ReadonlyMap<string, string>;
  warnings: Observed["warnings"];
}

function runScript(run: Run, script: Script, variables: Readonly<Record<string, Value>>): Value {
  if (script.profile === "dialect") return new CallingDialect(run).run(analyse(script), variables);
  const value = new CallingClassic(run, script).run(variables);
  if (value instanceof ClassicRecord) throw new Unsupported("a record for the caller");
  return value;
}

/** Runs the script of a name; undefined where there is none. */
function call(run: Run, name: string, args: readonly (Value | ClassicRecord)[]): Value | undefined {
  const id = scriptId(name);
  const source = run.siblings.get(id);
  if (source === undefined) return undefined;
  const { script } = parse(source, `${id}.bas`);
  const { params } = analyse(script);
  const given = params.map((key, i): [string, Value] => {
    const value = args[i] ?? null;
    if (value instanceof ClassicRecord) throw new Unsupported("a record for another script");
    return [key, value];
  });
  return runScript(run, script, Object.fromEntries(given));
}

class CallingClassic extends ClassicInterpreter {
  private readonly whole: Run;

  constructor(run: Run, script: Script) {
    super(run.host, run.setting, run.limits, readProgram(script), run.warnings);
    this.whole = run;
  }

  protected callScript(name: string, args: readonly ClassicValue[]): Value {
    const value = call(this.whole, name, args);
    return value === undefined ? raise(53, `There is no script ${name}.`) : value;
  }
}

class CallingDialect extends Interpreter {
  private readonly whole: Run;

  constructor(run: Run) {
    super(run.host, run.setting, run.limits, new Map());
    this.whole = run;
  }

  protected override callScript(_a: Activation, name: string, args: Value[]): Value | undefined {
    return call(this.whole, name, args);
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
