/** TALK, BEGIN TALK, PRINT: what the person and the log are told (reference 3.5, 5.5). */
import { toJson } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { BasicDate, Duration, FileValue, RecordId, RecordSet, SealedText, type Value } from "../../../basic/values.ts";
import { hostValues, type SessionConfig } from "../config.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";

const MAX_PRINT = 10_000;
/** UTF-16 units that the model is told of what its tool said. */
const MAX_HEARD = 50_000;

/** The text that is said for a value: NULL says nothing, objects and lists of objects are shown as JSON. */
export function talkText(value: Value, config: SessionConfig): string | null {
  if (value === null) return null;
  const context = hostValues(config);
  if (!isStructured(value)) return toText(value, context);
  return `\`\`\`json\n${toJson(value, context, 2)}\n\`\`\``;
}

/** Lists of plain values have a text form of their own. */
function isStructured(value: Value): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof BasicDate || value instanceof Duration) return false;
  if (value instanceof FileValue || value instanceof RecordId || value instanceof SealedText) return false;
  if (value instanceof RecordSet) return true;
  return Array.isArray(value) ? value.some(isStructured) : true;
}

/** Operands of a list, as the machine hands them over. */
function operands(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

const talk: EffectHandler = {
  run(args, context) {
    const values = operands(args["text"]);
    const [only] = values;
    const text = values.length === 1 && only !== undefined ? talkText(only, context.config) : joined(values, context);
    if (text === null) return null;
    context.output.talk(text);
    const { session } = context;
    if (session.heard !== undefined) session.heard = `${session.heard}${text}\n`.slice(0, MAX_HEARD);
    return null;
  },
};

const print: EffectHandler = {
  run(args, context) {
    context.print(joined(operands(args["text"]), context).slice(0, MAX_PRINT));
    return null;
  },
};

function joined(values: Value[], context: EffectContext): string {
  return values.map((value) => toText(value, context.values)).join("");
}

export const TALK_EFFECTS: Readonly<Record<string, EffectHandler>> = { TALK: talk, "BEGIN TALK": talk, PRINT: print };
