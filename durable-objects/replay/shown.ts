/** A place in a script as people read it: the statement's text, the stack, what a keyword was asked and answered. */
import type { Inspection } from "../../basic/inspect/inspect.ts";
import { stateOf } from "../../basic/inspect/inspect.ts";
import { StatementFinder } from "../../basic/inspect/statement-at.ts";
import type { Machine } from "../../basic/machine.ts";
import { positionAt } from "../../basic/vm/loaded.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { ReplayEffect, ReplayState } from "../../contracts/replay.ts";
import type { PinnedRelease } from "../session/state.ts";
import type { RecordedTurn } from "./recorded.ts";
import type { SeenEffect } from "./turn-run.ts";

/** Texts of the scripts of releases; null where one is not kept. */
export interface SourceTexts {
  text(release: PinnedRelease, path: string): Promise<string | null>;
}

export interface Place {
  file: string;
  line: number;
  column: number;
}

/** True before the first statement of a script that was just made. */
export function isNew(machine: Machine): boolean {
  const { status, activation, activations, depth, pc } = stateOf(machine);
  const first = activation.loaded.program.functions[0];
  return status === "ready" && activations.length === 1 && depth === 0 && pc === first?.entry;
}

/** Where a machine stands, without looking at its variables. */
export function placeOf(machine: Machine): Place {
  const state = stateOf(machine);
  const { program } = state.activation.loaded;
  return { file: program.file, ...positionAt(program, state.pc) };
}

const MAX_FINDERS = 32;

/** Finds statements; a script is parsed once. */
export class Statements {
  private readonly finders = new Map<string, StatementFinder | null>();
  private readonly texts: SourceTexts;

  constructor(texts: SourceTexts) {
    this.texts = texts;
  }

  /** The statement that a machine stands in; where its text is not kept, the place alone. */
  async at(release: PinnedRelease, place: Place): Promise<ReplayState["place"]> {
    const { file, line, column } = place;
    const key = `${release.hash} ${file}`;
    let finder = this.finders.get(key);
    if (finder === undefined) {
      const source = await this.texts.text(release, file);
      finder = source === null ? null : new StatementFinder(source, file);
      if (this.finders.size >= MAX_FINDERS) this.finders.clear();
      this.finders.set(key, finder);
    }
    const found = finder?.at(line, column);
    return found ? { file, line: found.line, column: found.column, text: found.text } : { ...place, text: null };
  }
}

export function shownStack({ frames, moreFrames }: Inspection): Pick<ReplayState, "stack" | "moreFrames"> {
  return { stack: frames, moreFrames };
}

export function seenEffect({ keyword, line, operands, outcome, step }: SeenEffect, turn: RecordedTurn): ReplayEffect {
  const timed = turn.entries.findLast(({ event }) => event.type === "turn.timed")?.event;
  const timing = timed?.type === "turn.timed" ? timed.effects.find((effect) => effect.step === step) : undefined;
  const result: JsonValue = "json" in outcome ? JSON.parse(outcome.json) : null;
  return {
    keyword,
    line,
    operands,
    result,
    error: "number" in outcome ? { number: outcome.number, message: outcome.message } : null,
    ms: timing?.ms ?? null,
  };
}
