/** Runs a program of the corpus on the reference evaluator, with the host that its comments describe. */
import { scriptId } from "../../basic/index.ts";
import { parse } from "../../basic/parser/parse.ts";
import { type BasicObject, RecordId, RecordSet, type Value } from "../../basic/values.ts";
import { type Expectation, NOW, serviceAnswer } from "../conformance/harness.ts";
import { analyse, type ScriptInfo } from "./analysis.ts";
import type { Limits, Question, ReferenceHost } from "./evaluator.ts";
import { type Query, selectRows, textQuery } from "./filter.ts";
import { type Answer, checkQuestion, listen } from "./hear.ts";
import { Interpreter } from "./interpreter.ts";
import { randomNumbers } from "./random.ts";
import { ParkedSignal, Unsupported } from "./signals.ts";
import { toolsOf } from "./tools.ts";
import { fromPlain, jsonOf, RaisedError, raise, type Setting, textOf } from "./values.ts";

export interface ReferenceRun {
  lines: string[];
  error: { number: number; line: number; message: string } | null;
  result: string;
}

export const LIMITS: Limits = {
  maxSteps: 5_000_000,
  maxCallDepth: 256,
  maxLoopIterations: 100_000,
  maxJumps: 1_000_000,
  maxTextLength: 10_485_760,
};
const SEED = 7;

/** A script by its id, and each tool of it by its number and its title. */
export function readScripts(source: string, file: string): Map<string, ScriptInfo> {
  const { script } = parse(source, file);
  if (script.profile !== "dialect") throw new Unsupported("the classic profile");
  const id = scriptId(file.replace(/^_/, ""));
  const tools = toolsOf(script);
  const found = new Map<string, ScriptInfo>([[id, tools[0]?.info ?? analyse(script)]]);
  tools.forEach(({ slug, info }, i) => {
    found.set(`${id}.${i + 1}`, info);
    if (slug !== null && !found.has(slug)) found.set(slug, info);
  });
  return found;
}

/** `siblings`: the scripts that may be called, by their ids. More than `mostWork` steps and members of values are refused. */
export function runReference(
  info: ScriptInfo,
  expectation: Expectation,
  siblings: ReadonlyMap<string, ScriptInfo>,
  mostWork = Number.POSITIVE_INFINITY,
): ReferenceRun {
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
  const host = new CorpusHost(expectation, setting);
  const interpreter = new Interpreter(host, setting, limits, siblings);
  const { lines } = host;
  try {
    const value = interpreter.run(info, expectation.variables);
    return { lines, error: null, result: textOf(value, setting) };
  } catch (error) {
    if (error instanceof ParkedSignal) return { lines, error: null, result: "" };
    if (!(error instanceof RaisedError)) throw error;
    return { lines, error: { number: error.number, line: error.line, message: error.message }, result: "" };
  }
}

/** The same host as the harness has, with texts, filters and answers read by the reference evaluator. */
export class CorpusHost implements ReferenceHost {
  readonly lines: string[] = [];
  private readonly expectation: Expectation;
  private readonly s: Setting;
  /** As JSON: what is kept outside is a copy, and so is what comes back. */
  private readonly memory = new Map<string, string>();
  protected nextInput = 0;

  constructor(expectation: Expectation, setting: Setting) {
    this.expectation = expectation;
    this.s = setting;
  }

  perform(keyword: string, args: Record<string, unknown>): Value {
    const value = (name: string) => (args[name] ?? null) as Value;
    const text = (name: string) => textOf(value(name), this.s);
    switch (keyword) {
      case "TALK":
      case "BEGIN TALK": {
        const parts = Array.isArray(args["text"]) ? (args["text"] as Value[]) : [value("text")];
        this.lines.push(parts.map((part) => textOf(part, this.s)).join(""));
        return null;
      }
      case "PRINT":
      case "WAIT":
      case "ADD SUGGESTION":
      case "CLEAR SUGGESTIONS":
        return null;
      case "SET BOT MEMORY":
        this.memory.set(text("key"), jsonOf(value("value"), this.s));
        return null;
      case "GET BOT MEMORY":
        return fromPlain(JSON.parse(this.memory.get(text("key")) ?? "null"));
      case "FIND":
        return this.find(text("source"), args);
      case "SAVE":
        this.lines.push(`SAVE ${text("table")} ${JSON.stringify(args["values"])} ${JSON.stringify(args["columns"])}`);
        return new RecordId("1", 1);
      case "CALL":
        return raise(404, `There is no service ${text("service")}.`);
      default:
        return this.service(keyword, args);
    }
  }

  private service(keyword: string, args: Record<string, unknown>): Value {
    const found = serviceAnswer(keyword, args, this.expectation, this.lines);
    return typeof found === "string" ? raise(404, found) : fromPlain(JSON.parse(JSON.stringify(found.value)));
  }

  private find(source: string, args: Record<string, unknown>): Value {
    const rows = this.expectation.tables.get(source) ?? [];
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const where = args["where"] as Query | undefined;
    const query =
      where ?? (args["filter"] === undefined ? null : textQuery(textOf(args["filter"] as Value, this.s), this.s));
    const found = query ? selectRows(rows, query, this.s) : rows;
    return new RecordSet(fromPlain(JSON.parse(JSON.stringify(found))) as BasicObject[], columns);
  }

  answer(question: Question): Value | undefined {
    checkQuestion(question);
    if (question.prompt !== null) this.lines.push(question.prompt);
    const next = (): Answer | undefined => {
      const input = this.expectation.inputs[this.nextInput++];
      if (input === undefined) return undefined;
      if (typeof input === "string") return { text: input, files: [] };
      return "files" in input ? { text: "", files: input.files } : "timeout";
    };
    return listen(question, next, this.s);
  }
}
