/**
 * Runs one program of the corpus and collects what the person would see. The comments of a program say what that must
 * be:
 *
 *   ' expect: text            one message of TALK; `\n` stands for a line break
 *   ' expect print: text      one line of PRINT of the classic profile, trailing blanks kept; all lines of it are compared
 *   ' expect warning: 11      one warning by its number; `11 line 3` also names the line
 *   ' expect error: 11        ends with this error number; `11 line 3` also names the line
 *   ' expect refused: BAS307 line 3   does not compile: one error of it, all of them being listed; nothing is run
 *   ' expect result: text     the value of the script's RETURN, in its text form
 *   ' input: line             answers HEAR, in order; an input that is refused gives a line `? message`, which is not compared
 *   ' input timeout           the time for the answer is over
 *   ' input files: JSON       the answer is these files, each with name, mime, size and url
 *   ' world: JSON             timeZone, locale and dayFirst of the bot; UTC, en and true otherwise
 *   ' var: name = JSON        set before the first statement
 *   ' limits: JSON            limits of the machine
 *   ' strict                  strict mode
 *   ' profile: classic        forces a profile: classic, ecma or dialect; under ecma these comments count as empty lines
 *   ' table name: JSON        rows that FIND gives
 *   ' data                    the keywords of tables work for real, on `table`s and on what the program declares
 *   ' effect KEYWORD: JSON    what a keyword of a service gives; each call is a line `KEYWORD {operands}`. Without it the service is missing
 */

import { findKeyword, missingKeyword } from "../../basic/catalogue/index.ts";
import { applyFilter } from "../../basic/filter/apply.ts";
import { filterOf } from "../../basic/filter/from-value.ts";
import type { FilterTree } from "../../basic/filter/tree.ts";
import { acceptAnswer, hearProblem } from "../../basic/hear/answer.ts";
import {
  BasicError,
  compile,
  createMachine,
  type Diagnostic,
  diagnose,
  type EffectRequest,
  type HearRequest,
  type Machine,
  type MachineLimits,
  type Outcome,
  type Profile,
  type Program,
  parse,
  RecordId,
  RecordSet,
  restore,
  scriptId,
  toJson,
  toText,
  type Value,
} from "../../basic/index.ts";
import { fromPlain } from "../../basic/operations/json.ts";
import { type BasicObject, type FileFields, FileValue } from "../../basic/values.ts";
import { DataHost } from "./data-host.ts";

/** Monday, 2 June 2025, 10:30:45 UTC. */
export const NOW = Date.UTC(2025, 5, 2, 10, 30, 45);

const CONTEXT = {
  timeZone: "UTC",
  locale: "en",
  strict: false,
  charge() {},
  allocate() {},
  random: () => 0.5,
  now: () => NOW,
};

/** What the person does at a HEAR. */
export type Input = string | { timeout: true } | { files: FileValue[] };

export interface World {
  timeZone: string;
  locale: string;
  dayFirst: boolean;
}

export interface Expectation {
  lines: string[];
  print: string[];
  warnings: { number: number; line: number | null }[];
  refused: string[];
  profile: Profile | null;
  error: { number: number; line: number | null } | null;
  result: string | null;
  inputs: Input[];
  world: World;
  variables: Record<string, Value>;
  limits: Partial<MachineLimits>;
  strict: boolean;
  tables: Map<string, BasicObject[]>;
  effects: Map<string, Value>;
  hasData: boolean;
}

export interface Observed {
  lines: string[];
  print: string[];
  warnings: { number: number; line: number }[];
  error: { number: number; line: number; message: string } | null;
  result: string;
}

function plain(json: string): Value {
  return fromPlain(JSON.parse(json), CONTEXT);
}

export function expectationOf(source: string): Expectation {
  const found: Expectation = {
    lines: [],
    print: [],
    warnings: [],
    refused: [],
    profile: null,
    error: null,
    result: null,
    inputs: [],
    world: { timeZone: "UTC", locale: "en", dayFirst: true },
    variables: {},
    limits: {},
    strict: false,
    tables: new Map(),
    effects: new Map(),
    hasData: false,
  };
  for (const line of source.split("\n")) {
    const match =
      /^\s*' (expect|expect (?:print|warning|error|refused|result)|profile|input|input timeout|input files|world|var|limits|strict|data|table ([\w.]+)|effect [A-Z][A-Z0-9 ]*)(?::(?: (.*))?)?$/.exec(
        line,
      );
    if (!match) continue;
    const rest = match[3] ?? "";
    switch (match[1]) {
      case "expect":
        found.lines.push(rest.replaceAll("\\n", "\n"));
        break;
      case "expect print":
        found.print.push(rest);
        break;
      case "expect warning":
        found.warnings.push(numberAndLine(rest));
        break;
      case "expect error":
        found.error = numberAndLine(rest);
        break;
      case "expect refused":
        found.refused.push(rest);
        break;
      case "profile":
        found.profile = rest as Profile;
        break;
      case "expect result":
        found.result = rest;
        break;
      case "input":
        found.inputs.push(rest);
        break;
      case "input timeout":
        found.inputs.push({ timeout: true });
        break;
      case "input files":
        found.inputs.push({ files: (JSON.parse(rest) as FileFields[]).map((file) => new FileValue(file)) });
        break;
      case "world":
        found.world = { ...found.world, ...(JSON.parse(rest) as Partial<World>) };
        break;
      case "var": {
        const [name = "", value = ""] = rest.split(/ = (.*)/);
        found.variables[name] = plain(value);
        break;
      }
      case "limits":
        found.limits = JSON.parse(rest) as Partial<MachineLimits>;
        break;
      case "strict":
        found.strict = true;
        break;
      case "data":
        found.hasData = true;
        break;
      default:
        if (match[2]) found.tables.set(match[2], plain(rest) as BasicObject[]);
        else found.effects.set(match[1]!.slice("effect ".length), plain(rest));
    }
  }
  return found;
}

function numberAndLine(text: string): { number: number; line: number | null } {
  const [number, at] = text.split(" line ");
  return { number: Number(number), line: at === undefined ? null : Number(at) };
}

/** Minimal BASIC has no `'`: what this file reads in comments is taken away, the count of lines stays. */
function forProfile(source: string, profile: Profile | null): string {
  return profile === "ecma" ? source.replaceAll(/^[ \t]*'.*$/gm, "") : source;
}

/** The program; what the dialect would only report when it is reached may stand in it. Throws where it does not compile. */
export function compileSource(source: string, file: string, plainNumbers = true): Program {
  const { profile } = expectationOf(source);
  const parsed = parse(forProfile(source, profile), file, { profile });
  if (parsed.script.profile !== "dialect") {
    const errors = errorsOf(source, file);
    if (errors.length > 0)
      throw new Error(errors.map((d) => `${d.line}:${d.column} ${d.code} ${d.message}`).join("\n"));
  }
  const { program, diagnostics } = compile(parsed.script, { hash: `hash of ${file}`, plainNumbers });
  if (!program) throw new Error(diagnostics.map((d) => `${d.line}:${d.column} ${d.message}`).join("\n"));
  return program;
}

/** All errors that a check of the program finds, in the order of the text. */
export function errorsOf(source: string, file: string): Diagnostic[] {
  const { profile } = expectationOf(source);
  const { diagnostics } = diagnose(forProfile(source, profile), file, "", undefined, { profile });
  return diagnostics.filter((d) => d.severity === "error");
}

/**
 * How the run is interrupted: steps of a slice, and whether it goes through bytes at each stop. `plainNumbers: false` is the
 * code without the file of plain numbers.
 */
export interface Manner {
  slice: number;
  throughBytes: boolean;
  plainNumbers?: boolean;
  /** Runs statement by statement. */
  byStatements?: boolean;
  /** Sees the machine at each stop; what it returns goes on in its place. */
  atStop?: (machine: Machine, outcome: Outcome) => Machine;
  /** Compiled otherwise than from the source, whose comments say how it is run. */
  program?: () => Program;
}

export function runProgram(
  source: string,
  file: string,
  siblings: ReadonlyMap<string, Program>,
  manner: Manner,
): Observed {
  const expectation = expectationOf(source);
  const program = manner.program?.() ?? compileSource(source, file, manner.plainNumbers);
  const link = (name: string) => siblings.get(name) ?? (name === scriptId(file) ? program : null);
  const host = new Host(expectation, program);
  const { limits, strict, variables, world } = expectation;
  const warnings: Observed["warnings"] = [];
  const onWarning = ({ number, line }: { number: number; line: number }) => warnings.push({ number, line });
  const seen = () => ({ lines: host.lines, print: host.printedLines(), warnings });
  let machine: Machine = createMachine(program, {
    seed: 7,
    ...world,
    limits,
    strict,
    variables,
    link,
    onWarning,
  });
  for (let stops = 0; stops < 500_000; stops++) {
    const outcome = manner.byStatements ? machine.runStatement(NOW) : machine.run(NOW, manner.slice);
    machine = manner.atStop?.(machine, outcome) ?? machine;
    if (outcome.kind === "done") return { ...seen(), error: null, result: toText(outcome.value, host.context) };
    if (outcome.kind === "error") return { ...seen(), error: outcome.error, result: "" };
    if (manner.throughBytes) {
      machine = restore([program, ...siblings.values()], machine.snapshot(), { limits, link, onWarning });
      // What waits must be asked again in the same words.
      if (outcome.kind !== "preempted") {
        const again = machine.run(NOW, manner.slice);
        if (JSON.stringify(again) !== JSON.stringify(outcome))
          throw new Error("the restored machine asks for something else");
      }
    }
    if (outcome.kind === "preempted") continue;
    try {
      const answer = outcome.kind === "effect" ? host.perform(outcome.effect) : host.answer(outcome.hear);
      if (answer === undefined) return { ...seen(), error: null, result: "" };
      machine.resume(answer);
    } catch (error) {
      if (!(error instanceof HostError || error instanceof BasicError)) throw error;
      machine.raise(error.number, error.message);
    }
  }
  throw new Error("the program does not end");
}

class HostError extends Error {
  readonly number: number;
  constructor(number: number, message: string) {
    super(message);
    this.number = number;
  }
}

/** What a keyword of a service gives, with the line that shows its call; where no comment says so, why it is missing. */
export function serviceAnswer(
  keyword: string,
  args: Record<string, unknown>,
  expectation: Expectation,
  lines: string[],
): { value: Value } | string {
  const entry = findKeyword(keyword);
  // What acts when the package loads does nothing when it is reached.
  if (entry?.load === "always") return { value: null };
  const value = expectation.effects.get(keyword);
  if (value === undefined) return entry ? missingKeyword(entry, () => false) : `There is no keyword ${keyword}.`;
  const { handler: _, ...shown } = args;
  lines.push(`${keyword} ${JSON.stringify(shown).replaceAll("\\n", "\n")}`);
  return { value };
}

/** The least of a host: messages, answers, bot memory, tables. */
class Host {
  readonly lines: string[] = [];
  private printed = "";
  private readonly expectation: Expectation;
  /** As JSON: what is kept outside is a copy, and so is what comes back. */
  private readonly memory = new Map<string, string>();
  readonly context: typeof CONTEXT;
  private nextInput = 0;

  private readonly data: DataHost | null;

  constructor(expectation: Expectation, program: Program) {
    this.expectation = expectation;
    this.context = { ...CONTEXT, ...expectation.world };
    this.data = expectation.hasData
      ? new DataHost(program, expectation.tables, { ...this.context, profile: program.profile })
      : null;
  }

  /** What PRINT and INPUT of the classic profile have shown; a line that is not ended counts. */
  printedLines(): string[] {
    if (this.printed === "") return [];
    return this.printed.replace(/\n$/, "").split("\n");
  }

  perform(effect: EffectRequest): Value {
    const { args } = effect;
    const answer = this.data?.perform(effect.keyword, args);
    if (answer !== undefined) return answer;
    switch (effect.keyword) {
      case "TALK":
      case "BEGIN TALK": {
        const parts = Array.isArray(args["text"]) ? args["text"] : [args["text"] ?? null];
        this.lines.push(parts.map((part) => toText(part, this.context)).join(""));
        return null;
      }
      case "PRINT":
        // Of a classic program; the dialect writes to the log.
        if (args["form"] !== undefined) this.printed += toText(args["text"] ?? null, this.context);
        return null;
      case "CHANNEL":
        throw new HostError(404, `${String(args["verb"])} needs the drive service, which this version does not have.`);
      case "WAIT":
      case "ADD SUGGESTION":
      case "CLEAR SUGGESTIONS":
        return null;
      case "SET BOT MEMORY":
        this.memory.set(toText(args["key"] ?? null, this.context), toJson(args["value"] ?? null, this.context));
        return null;
      case "GET BOT MEMORY":
        return plain(this.memory.get(toText(args["key"] ?? null, this.context)) ?? "null");
      case "FIND":
        return this.find(args);
      case "SAVE":
        this.lines.push(
          `SAVE ${toText(args["table"] ?? null, this.context)} ${JSON.stringify(args["values"])} ${JSON.stringify(args["columns"])}`,
        );
        return new RecordId("1", 1);
      case "CALL":
        throw new HostError(404, `There is no service ${String(args["service"])}.`);
      default:
        return this.service(effect);
    }
  }

  private service({ keyword, args }: EffectRequest): Value {
    const found = serviceAnswer(keyword, args, this.expectation, this.lines);
    if (typeof found !== "string") return found.value;
    throw new HostError(404, found);
  }

  private find(args: Record<string, Value>): Value {
    const name = toText(args["source"] ?? null, this.context);
    const rows = this.expectation.tables.get(name) ?? [];
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const where = args["where"] as (FilterTree & { first?: boolean }) | undefined;
    const filter = args["filter"];
    const tree = where ?? (filter === undefined ? null : filterOf(filter));
    const found = tree ? applyFilter(tree, rows, this.context) : rows;
    return new RecordSet(structuredCloneRows(found), columns, where?.first === true && found.length > 0);
  }

  answer(hear: HearRequest): Value | undefined {
    const isInput = hear.as === "INPUT";
    const problem = hearProblem(hear);
    if (problem) throw problem;
    if (hear.prompt !== null && !isInput) this.lines.push(hear.prompt);
    for (let attempt = 1; ; attempt++) {
      const input = this.expectation.inputs[this.nextInput++];
      if (typeof input === "object" && "timeout" in input) {
        if (hear.hasDefault) return hear.default;
        throw new HostError(68, "Nobody answered in time.");
      }
      const text = typeof input === "object" ? "" : input;
      const attachments = typeof input === "object" ? input.files : [];
      // The person ends the line of the prompt.
      if (isInput) this.printed += `${hear.prompt ?? ""}${text === undefined ? "" : "\n"}`;
      if (text === undefined) return undefined;
      const result = acceptAnswer(hear, attempt, { text, attachments }, this.context);
      if (result.kind !== "retry") return result.value;
    }
  }
}

function structuredCloneRows(rows: readonly BasicObject[]): BasicObject[] {
  return rows.map((row) => fromPlain(JSON.parse(JSON.stringify(row)), CONTEXT) as BasicObject);
}
