/** Scripts of the pinned release as machines: a fresh one, or the one that the last commit left. */
import { createMachine, restore, toolVariables } from "../../../basic/index.ts";
import type { MachineOptions } from "../../../basic/machine.ts";
import { fromPlain } from "../../../basic/operations/json.ts";
import type { Program } from "../../../basic/program.ts";
import { BasicDate, type Value } from "../../../basic/values.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import { scriptParameters } from "../../../contracts/package-config.ts";
import { hostValues } from "../config.ts";
import type { LiveScript, TurnHost } from "./host.ts";
import { reportError, welcome } from "./respond.ts";
import { snapshotBytes } from "./snapshot.ts";
import type { Turn } from "./turn.ts";

/** Bytes that the values of one conversation may hold while it runs. */
const MAX_MEMORY = 64 * 1024 * 1024;

/** "x.gbdialog/tool.bas" names the script `tool`. */
export function scriptName(value: string): string {
  const file = value.slice(value.lastIndexOf("/") + 1);
  return file
    .trim()
    .toLowerCase()
    .replace(/\.bas$/, "");
}

type Arguments = Readonly<Record<string, JsonValue>>;

/**
 * A new run of a script of the release; `args` are variables that it finds set, for a program that asks for them. Null when there is none of that name, or
 * it did not compile (the person is told).
 */
export async function startScript(
  turn: Turn,
  name: string,
  args: Arguments | ((program: Program) => Arguments) = {},
): Promise<LiveScript | null> {
  const { host, draft } = turn;
  const script = host.release.scripts.find((item) => item.name === name);
  if (!script) {
    if (turn.cause === "start") welcome(turn);
    return null;
  }
  if (script.program === null) {
    const message = "The script did not compile when it was published; see the diagnostics of the release.";
    reportError(turn, { number: 0, message, file: script.path, line: 0, column: 0, stack: [] });
    return null;
  }
  await host.programs.loadAll();
  const program = await host.programs.load(script.program);
  const seed = host.seed();
  turn.output.record(0, { v: 1, type: "script.started", script: name, program: program.hash, seed });
  draft.script = name;
  delete draft.http;
  const given = argumentsOf(host, typeof args === "function" ? args(program) : args);
  const machine = createMachine(program, {
    ...machineOptions(host),
    seed,
    variables: { ...givenVariables(host, draft.now), ...toolVariables(program, name), ...given },
  });
  return { name, program, machine: host.watch?.(machine) ?? machine };
}

/** The script that is parked or running, as the last commit left it. */
export async function parkedScript(host: TurnHost): Promise<LiveScript> {
  if (host.live) return host.live;
  const { name, program, machine } = await storedScript(host);
  return { name, program, machine: host.watch?.(machine) ?? machine };
}

/** The same, read from the conversation's file: whatever is done to it, the live one is not touched. */
export async function storedScript(host: TurnHost): Promise<LiveScript> {
  const stored = host.store.snapshot();
  const name = host.state.script;
  if (!stored || stored.status === "ended" || name === null) throw new Error("no script is parked here");
  await host.programs.loadAll();
  const program = await host.programs.load(stored.program);
  const bytes = await snapshotBytes(host, stored);
  const machine = restore(program, bytes, { ...machineOptions(host), page: host.store.pages.read });
  return { name, program, machine };
}

/** `config` and `programs` of another release, for a machine that goes on there. */
export function machineOptions(
  host: TurnHost,
  config = host.config,
  programs = host.programs,
): Omit<MachineOptions, "seed"> {
  return {
    timeZone: config.timeZone,
    locale: config.locale,
    dayFirst: config.dayFirst,
    limits: {
      maxSteps: config.keys["script-max-steps"],
      maxLoopIterations: config.keys["loop-max-iterations"],
      maxJumps: config.keys["goto-max-iterations"],
      maxMemory: MAX_MEMORY,
    },
    shared: scriptParameters(config.raw),
    onWarning: ({ message, line }) => host.onWarning?.(message, line),
    link: (name, hash) => (hash === undefined ? null : programs.ready(hash)) ?? programs.sibling(name),
  };
}

/**
 * What a script finds set when it begins (reference 4.5); `now` in ms. Keys are lower case; later ones win, so that a page, which may
 * send any `args`, passes for nobody: who the administrator or the sender is comes from us or is NULL.
 */
export function givenVariables(host: TurnHost, now: number, config = host.config): Record<string, Value> {
  const { request, key } = host.identity;
  const args = argumentsOf(host, request.args);
  const parameters = scriptParameters(config.raw);
  return Object.assign(args, { from: null, mobile: null, admin: null }, parameters, {
    admin: config.keys.admin || (parameters["admin"] ?? null),
    username: request.user?.name ?? null,
    user: request.user?.id ?? null,
    useremail: request.user?.email ?? null,
    channel: request.channel,
    session: key.conversation,
    bot: key.bot,
    today: new BasicDate(now, true),
    now: new BasicDate(now),
    hour: localHour(now, config.timeZone),
  } satisfies Record<string, Value>);
}

/** By entries: an argument may be called __proto__. */
function argumentsOf(host: TurnHost, args: Arguments): Record<string, Value> {
  const values = hostValues(host.config);
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name.toLowerCase(), fromPlain(value, values)]),
  );
}

function localHour(ms: number, timeZone: string): number {
  return Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone }).format(ms));
}
