/**
 * What conversations add to the figures of the isolate, and the lines of the log that errors are told apart by
 * (docs/observability.md). Turns are counted from what their commits write, so that what counts is what has happened.
 */
import type { JournalEntry, JournalEvent, JournalledError } from "../../../contracts/journal.ts";
import { load } from "../../../platform/load.ts";
import { Counter, Gauge, Histogram, register } from "../../../platform/metrics.ts";
import { places } from "../effects/places.ts";
import type { Identity, PinnedRelease } from "../state.ts";

const begun = register(new Counter("basalt_turns_begun_total", "Turns that have begun.", ["cause"]));
const finished = register(new Counter("basalt_turns_finished_total", "Turns that ran to their end."));
const failed = register(
  new Counter("basalt_turns_failed_total", "Turns that ended with an error of the script, or by a fault of ours.", [
    "reason",
  ]),
);
const recovered = register(
  new Counter("basalt_turns_recovered_total", "Turns that were taken up after a crash or a wait.", ["reason"]),
);
const steps = register(new Counter("basalt_vm_steps_total", "Steps of the machine."));
const turnSeconds = register(
  new Histogram("basalt_turn_duration_seconds", "From the acceptance of what began a turn to its commit."),
);
const queueSeconds = register(new Histogram("basalt_turn_queue_seconds", "How long turns and their calls waited."));
const effects = register(
  new Counter("basalt_effects_total", "Keywords that asked something outside of the script.", ["keyword", "outcome"]),
);
const effectSeconds = register(
  new Histogram("basalt_effect_duration_seconds", "How long such keywords took.", ["class"]),
);
const deliveries = register(
  new Counter("basalt_deliveries_total", "Messages to vendors, by the state that they came into.", [
    "channel",
    "state",
  ]),
);
register(new Gauge("basalt_turns_running", "Turns that run.", null, () => ({ "": load.turns.total })));
register(
  new Gauge("basalt_sockets_open", "Open web sockets: of conversations, and without a token yet.", "kind", () => ({
    conversation: load.sockets.total,
    unknown: load.held.total,
  })),
);
register(
  new Gauge("basalt_outside_calls", "Calls to the outside that run, and that wait for a place.", "state", () => ({
    running: places.running,
    waiting: places.waiting,
  })),
);

/** What a commit has written. In a replay nothing happens: it is not to be told. */
export function countCommit(identity: Identity, release: PinnedRelease, journal: readonly JournalEntry[]): void {
  for (const { turn, event } of journal) {
    countEvent(event);
    if (event.type === "script.failed") logScript(identity, release, turn, event.error);
  }
}

function countEvent(event: JournalEvent): void {
  switch (event.type) {
    case "turn.begun":
      begun.count([event.cause]);
      break;
    case "turn.recovered":
      recovered.count([event.reason]);
      break;
    case "effect.done":
      effects.count([event.keyword, "done"]);
      break;
    case "effect.failed":
      effects.count([event.keyword, "failed"]);
      break;
    case "effect.unknown":
      effects.count([event.keyword, "unknown"]);
      break;
    case "effect.withheld":
      effects.count([event.keyword, "withheld"]);
      break;
    case "script.failed":
      failed.count(["script"]);
      break;
    case "turn.timed":
      finished.count([]);
      steps.count([], event.steps);
      turnSeconds.observe([], event.totalMs / 1000);
      queueSeconds.observe([], event.queueMs / 1000);
      for (const effect of event.effects) effectSeconds.observe([effect.class], effect.ms / 1000);
      break;
    default:
  }
}

/** A delivery has come into another state. */
export function countDelivery(channel: string, before: string, after: string): void {
  if (before !== after) deliveries.count([channel, after]);
}

/** The text stays in the journal: it may quote what a person wrote. */
function logScript({ key }: Identity, release: PinnedRelease, turn: number, error: JournalledError): void {
  const { tenant, bot, conversation } = key;
  const { number, file, line } = error;
  const fingerprint = `${bot} ${release.hash.slice(0, 12)} ${file}:${line} ${number}`;
  const event = "script.failed";
  const entry = { fingerprint, tenant, bot, release: release.hash, conversation, turn, file, line, number };
  console.error(JSON.stringify({ level: "error", event, ...entry }));
}

/** A turn that could not be finished, by a fault of ours: its kind and place, never its words. */
export function turnFailed({ key }: Identity, release: PinnedRelease, turn: number, error: unknown): void {
  failed.count(["internal"]);
  const { tenant, bot, conversation } = key;
  const name = error instanceof Error ? error.name : typeof error;
  const stack = error instanceof Error ? (error.stack ?? "").split("\n") : [];
  const frames = stack.filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
  const fingerprint = `${bot} ${release.hash.slice(0, 12)} ${name} ${frames[0] ?? ""}`.trim();
  const event = "turn.failed";
  const entry = { fingerprint, tenant, bot, release: release.hash, conversation, turn, error: name };
  console.error(JSON.stringify({ level: "error", event, ...entry, place: frames.slice(0, 3).join(" < ") }));
}
