/**
 * A conversation meets a newer release of its bot, at the beginning of a turn and before anything is answered. What then
 * happens is said by `session-upgrade` of the release that it is pinned to: `finish` stays with it to the end (and asks
 * nobody), `next-hear` moves where the parked statement is unchanged, `restart` begins anew. A release that is being worked
 * on is followed like `next-hear`; where that is not possible the person is offered to begin anew.
 */
import { moveMachine } from "../../../basic/index.ts";
import type { Program } from "../../../basic/program.ts";
import type { UpgradeOutcome } from "../../../contracts/release.ts";
import { readConfig } from "../config.ts";
import type { PinnedRelease } from "../state.ts";
import { textsFor } from "../texts.ts";
import type { LiveScript, TurnHost } from "../turn/host.ts";
import { givenVariables, machineOptions, startScript, storedScript } from "../turn/scripts.ts";
import { clicked } from "../turn/suggestion-click.ts";
import type { Turn } from "../turn/turn.ts";
import { noteMove } from "./pin.ts";
import { Programs } from "./programs.ts";

/** What the offered button sends; its label is in the person's language. */
const RESTART_VALUE = "start-again-with-new-release";

type Policy = "finish" | "next-hear" | "restart";

function policyOf({ release, config, identity }: TurnHost): Policy {
  // A sandbox shows what was.
  if (identity.sandbox) return "finish";
  return release.development ? "next-hear" : config.keys["session-upgrade"];
}

/** Whether a turn has to look for a release at all. Costs nothing with `finish`. */
export function followsReleases({ host, cause, draft }: Turn): boolean {
  if (cause !== "message" && cause !== "hear-timeout") return false;
  if (draft.mode === "handed-over" || draft.asking) return false;
  // What was then is in the journal, also where a release is no longer one that is being worked on.
  if (host.recording) return host.recording.released?.() != null;
  return policyOf(host) !== "finish" || draft.suggestions.some(({ action }) => action === "restart");
}

/** Null: the turn takes its message or its time as ever. Otherwise the script that runs in place of that, if there is one. */
export async function meetRelease(turn: Turn): Promise<{ script: LiveScript | null } | null> {
  const { host, draft, message } = turn;
  const isAsked = message !== null && clicked(draft, message)?.action === "restart";
  const inDevelopment = host.release.development === true;
  // A release that was met in vain is not tried again. In development the next question may be one that can be moved.
  const newer = await host.newerRelease(draft.turn, inDevelopment || isAsked ? null : (draft.metRelease ?? null));
  if (!newer) return null;
  const recorded = host.recording?.released?.()?.outcome;
  const policy = isAsked || recorded === "restarted" ? "restart" : recorded ? "next-hear" : policyOf(host);
  if (policy === "finish") return null;
  if (!isAsked && (draft.script === null || draft.hear === null)) {
    follow(turn, newer, "moved", "No script was waiting.");
    return null;
  }
  if (policy === "restart") return restart(turn, newer, isAsked ? "The person asked for it." : "");
  const move = await tryMove(host, newer, draft.now);
  if (move.ok) {
    follow(turn, newer, "moved", "");
    const script = { ...move.script, machine: host.watch?.(move.script.machine) ?? move.script.machine };
    turn.goOnIn(script);
  } else if (draft.metRelease !== newer.hash) {
    keep(turn, newer, move.reason, recorded ? recorded === "offered" : inDevelopment);
  }
  return null;
}

/** The parked script in the programs of another release at the time `now` (ms); the reason is a sentence for people. Nothing is changed. */
export async function tryMove(
  host: TurnHost,
  target: PinnedRelease,
  now: number,
): Promise<{ ok: true; script: LiveScript } | { ok: false; reason: string }> {
  const programs = new Programs(host.env.FILES, host.identity.key.tenant, target);
  await programs.loadAll();
  const { name, machine } = await storedScript(host);
  const next = nextProgram(host.release, programs);
  const config = readConfig(target, host.env);
  const move = moveMachine(machine, {
    next,
    programs: host.programs.all(),
    variables: givenVariables(host, now, config),
    ...machineOptions(host, config, programs),
  });
  if (!move.ok) return move;
  const program = programs.sibling(name);
  if (!program) return { ok: false, reason: `The script ${name} is not in the new release.` };
  return { ok: true, script: { name, program, machine: move.machine } };
}

/** A program goes by the name that its script has in the release. */
function nextProgram(release: PinnedRelease, programs: Programs): (program: Program) => Program | null {
  return ({ hash, name }) => {
    const script = release.scripts.find(({ program }) => program === hash);
    return programs.sibling(script?.name ?? name);
  };
}

function keep(turn: Turn, newer: PinnedRelease, reason: string, isOffered: boolean): void {
  const { host, draft } = turn;
  draft.metRelease = newer.hash;
  note(turn, newer, isOffered ? "offered" : "kept", reason);
  withdrawOffer(turn);
  if (!isOffered) return;
  const label = textsFor(host.config.locale).startAgain;
  draft.suggestions.push({ label, value: RESTART_VALUE, action: "restart" });
}

async function restart(
  turn: Turn,
  newer: PinnedRelease,
  reason: string,
): Promise<{ script: LiveScript | null } | null> {
  const { draft, cause } = turn;
  turn.dropScript();
  // What the old release offered is no longer there; what the session keeps stays.
  draft.suggestions = [];
  follow(turn, newer, "restarted", reason);
  const hasStart = newer.scripts.some(({ name }) => name === "start");
  return hasStart || cause === "hear-timeout" ? { script: await startScript(turn, "start") } : null;
}

/** From here on the turn belongs to the new release. */
function follow(turn: Turn, newer: PinnedRelease, outcome: UpgradeOutcome, reason: string): void {
  note(turn, newer, outcome, reason);
  withdrawOffer(turn);
  delete turn.draft.metRelease;
  turn.pin(newer);
}

function withdrawOffer({ draft }: Turn): void {
  draft.suggestions = draft.suggestions.filter(({ action }) => action !== "restart");
}

function note({ host, draft, output }: Turn, newer: PinnedRelease, outcome: UpgradeOutcome, reason: string): void {
  const move = { from: host.release.hash, to: newer.hash, outcome, reason };
  const { overrides } = newer;
  output.record(0, { v: 1, type: "release.changed", ...move, ...(overrides ? { overrides } : {}) });
  noteMove(draft, move);
}
