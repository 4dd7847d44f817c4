/**
 * A conversation that was forked from another is a sandbox: it reads the world and changes nothing in it. Writes and calls
 * that cannot be taken back are withheld here, by their class, whatever the keyword; the script gets what was answered to
 * the same call in the conversation that this one came from, else NULL.
 */
import type { EffectRequest } from "../../../basic/machine.ts";
import { fromLossless } from "../../../basic/operations/lossless.ts";
import type { Value } from "../../../basic/values.ts";
import type { EffectClass } from "../../../contracts/journal.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import { hostValues } from "../config.ts";
import type { TurnHost } from "./host.ts";
import { operandsOf } from "./operands.ts";
import type { Turn } from "./turn.ts";

const WITHHELD: ReadonlySet<EffectClass> = new Set<EffectClass>(["internal-write", "unsafe"]);

export const isWithheld = ({ identity }: TurnHost, type: EffectClass): boolean =>
  identity.sandbox !== undefined && WITHHELD.has(type);

/** Names a call by its keyword and operands (operandsOf); secrets among them are alike. */
export const callName = (keyword: string, operands: JsonValue): string => `${keyword} ${JSON.stringify(operands)}`;

/** Journals that the call was not made, and gives what stands for its result. */
export function withhold(turn: Turn, effect: EffectRequest, type: EffectClass): Value {
  const { identity, config } = turn.host;
  const name = callName(effect.keyword, operandsOf(effect.args));
  const json = identity.sandbox?.recorded.find(({ call }) => call === name)?.result ?? "null";
  const { keyword, line } = effect;
  const { now } = turn.draft;
  turn.output.record(turn.step, { v: 1, type: "effect.withheld", keyword, class: type, line, now, result: { json } });
  return fromLossless(json, hostValues(config));
}
