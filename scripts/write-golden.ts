/**
 * Writes the golden files of this instruction set: for each script of test/conformance/golden/isa-N/ the encoded program, a
 * snapshot from the middle of its run, and what it asked of its host. Every later runtime has to run them, so a file that
 * exists is never written again: `node scripts/write-golden.ts` after a new script was laid there.
 *
 * A script says in its comments what its host answers, in order: `' answer: JSON`, `' answer rows: JSON`, `' answer id: TEXT`,
 * `' answer file: JSON`, `' answer error: NUMBER`. TALK and PRINT are answered with NULL without being asked about.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  compile,
  createMachine,
  encodeProgram,
  FileValue,
  ISA,
  type Machine,
  type Outcome,
  type Program,
  parse,
  RecordId,
  RecordSet,
  toJson,
  type Value,
} from "../basic/index.ts";
import { isObject, listOf } from "../basic/operations/compare.ts";
import { fromPlain } from "../basic/operations/json.ts";

/** Monday, 2 June 2025, 10:30:45 UTC. */
const NOW = Date.UTC(2025, 5, 2, 10, 30, 45);
const CONTEXT = { timeZone: "UTC", locale: "en", strict: false, charge() {}, allocate() {} };
/** Steps of one slice while the writer looks for the middle of the run. */
const SLICE = 5;
const MAX_STOPS = 100_000;

export interface Golden {
  /** What the script asked of its host, in order, and how it ended: JSON texts. */
  outcomes: string[];
  /** How many of them were answered when the snapshot was made. */
  answered: number;
}

export type Answer = { value: Value } | { error: number };

/** Restores or starts a golden program's machine; the program may call itself by its name. */
export function goldenOptions(program: Program): { link: (name: string) => Program | null } {
  return { link: (name) => (name === program.name ? program : null) };
}

export function startGolden(program: Program): Machine {
  const options = { seed: 1, timeZone: "UTC", locale: "en", variables: { given: "from the host" } };
  return createMachine(program, { ...options, ...goldenOptions(program) });
}

/** The answers that a script's comments hold. */
export function answersOf(source: string): Answer[] {
  return [...source.matchAll(/^' answer(?: (\w+))?: (.*)$/gm)].map(([, kind, text = ""]) => {
    if (kind === "error") return { error: Number(text) };
    if (kind === "id") return { value: new RecordId(text, 1) };
    const value = fromPlain(JSON.parse(text), CONTEXT);
    if (kind === "rows") {
      const rows = (listOf(value) ?? []).filter(isObject);
      return { value: new RecordSet(rows, Object.keys(rows[0] ?? {})) };
    }
    if (kind === "file") return { value: new FileValue(JSON.parse(text) as FileValue) };
    return { value };
  });
}

/** Runs to the end and says what was asked. `visit` sees the machine at each stop, before the stop is answered. */
export function replay(
  machine: Machine,
  answers: readonly Answer[],
  slice: number,
  visit: (outcomes: readonly string[]) => void = () => {},
): string[] {
  const outcomes: string[] = [];
  let next = 0;
  for (let stops = 0; stops < MAX_STOPS; stops++) {
    const outcome = machine.run(NOW, slice);
    visit(outcomes);
    if (outcome.kind === "preempted") continue;
    outcomes.push(described(outcome));
    if (outcome.kind === "done" || outcome.kind === "error") return outcomes;
    if (says(outcome)) {
      machine.resume(null);
      continue;
    }
    const answer = answers[next++];
    if (!answer) throw new Error(`There is no answer for ${outcomes.at(-1)}`);
    if ("error" in answer) machine.raise(answer.error, `error ${answer.error} of the host`);
    else machine.resume(answer.value);
  }
  throw new Error("The script does not end.");
}

/** What says something and is answered with NULL. */
const SAYING: readonly string[] = ["TALK", "PRINT"];

function says(outcome: Outcome): boolean {
  return outcome.kind === "effect" && SAYING.includes(outcome.effect.keyword);
}

/** Answers that outcomes have used up. */
export function answersUsed(outcomes: readonly string[]): number {
  return outcomes.filter((outcome) => !SAYING.some((keyword) => outcome.startsWith(`{"effect":"${keyword}"`))).length;
}

function described(outcome: Outcome): string {
  switch (outcome.kind) {
    case "effect": {
      const { keyword, args, line } = outcome.effect;
      return JSON.stringify({ effect: keyword, line, args: json(args) });
    }
    case "hear":
      return JSON.stringify({ ...outcome.hear, default: json(outcome.hear.default) });
    case "done":
      return JSON.stringify({ done: json(outcome.value) });
    case "error":
      return JSON.stringify({ error: outcome.error });
    default:
      return outcome.kind;
  }
}

function json(value: Value): string {
  return toJson(value, CONTEXT);
}

function write(folder: URL, name: string): void {
  const source = readFileSync(new URL(`${name}.bas`, folder), "utf8");
  // A statement that cannot be parsed is part of a program too: it raises its error when it is reached.
  const { program, diagnostics } = compile(parse(source, `${name}.bas`).script, { hash: `golden ${name}` });
  if (!program) throw new Error(diagnostics.map((d) => `${name}.bas:${d.line}: ${d.message}`).join("\n"));
  const answers = answersOf(source);
  let stops = 0;
  const outcomes = replay(startGolden(program), answers, SLICE, () => {
    stops++;
  });
  const middle = Math.ceil(stops / 2);
  const machine = startGolden(program);
  let snapshot: Uint8Array = new Uint8Array();
  let answered = 0;
  stops = 0;
  replay(machine, answers, SLICE, (before) => {
    if (++stops !== middle) return;
    snapshot = machine.snapshot();
    answered = before.length;
  });
  const golden: Golden = { outcomes, answered };
  writeFileSync(new URL(`${name}.program`, folder), encodeProgram(program), { flag: "wx" });
  writeFileSync(new URL(`${name}.snapshot`, folder), snapshot, { flag: "wx" });
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(golden, null, 1)}\n`, { flag: "wx" });
}

if (import.meta.main) {
  const folder = new URL(`../test/conformance/golden/isa-${ISA}/`, import.meta.url);
  for (const file of readdirSync(fileURLToPath(folder)).filter((f) => f.endsWith(".bas"))) {
    const name = file.slice(0, -".bas".length);
    if (existsSync(new URL(`${name}.program`, folder))) {
      console.log(`${name}: kept`);
      continue;
    }
    write(folder, name);
    console.log(`${name}: written`);
  }
}
