/**
 * HEAR AS: turns what a person answered into the value that the script asked for, or into a message that asks again
 * (reference 3.6, 5.2). Pure: the session keeps the count of attempts and sends the messages.
 */

import { readLine, readReply } from "../classic/reply.ts";
import { BasicError, ERR } from "../errors.ts";
import type { FunctionContext } from "../functions/function.ts";
import type { HearRequest } from "../machine.ts";
import type { OperationContext } from "../operations/context.ts";
import type { FileValue, Value } from "../values.ts";
import { chooseOption } from "./menu.ts";
import { expectation, menuMessage } from "./messages.ts";
import { HEAR_TYPES, hearType } from "./types.ts";

/** Longer answers are refused by every type but text, and cut by none; a text may be as long as a message can be. */
const MAX_TYPED_ANSWER = 2000;

export interface HearAnswer {
  text: string;
  /** What a clicked suggestion or a form carries beside its label. */
  value?: Value;
  attachments?: readonly FileValue[];
}

/** The clock is needed for `today` and `tomorrow`; `locale` is the language of the messages. */
export type HearContext = OperationContext & Pick<FunctionContext, "now" | "locale">;

export type HearResult =
  | { kind: "accepted"; value: Value }
  | { kind: "retry"; message: string }
  | { kind: "given-up"; value: Value };

/** Why nobody can answer this HEAR: its type needs a service that is not there. Hosts ask before they wait. */
export function hearProblem(hear: Pick<HearRequest, "as">): BasicError | null {
  const type = hearType(hear.as);
  const { service } = HEAR_TYPES[type];
  if (service === undefined) return null;
  return new BasicError(
    ERR.serviceMissing,
    `HEAR AS ${type} needs the ${service} service, which this version does not have.`,
  );
}

/**
 * Judges an answer. `attempt` counts the answers to this HEAR, from 1. An answer that does not fit is a `retry` while
 * attempts remain, then `given-up` with "" for types that store text and NULL for the others. What `hearProblem` names is
 * raised.
 */
export function acceptAnswer(hear: HearRequest, attempt: number, answer: HearAnswer, context: HearContext): HearResult {
  if (hear.input !== undefined) return judgeReply(hear.input, answer.text);
  const text = answer.text.trim();
  const problem = hearProblem(hear);
  if (problem) throw problem;
  if (hear.hasDefault && isSkipped(text, answer)) return { kind: "accepted", value: hear.default };
  const value =
    hear.options === null
      ? typedValue(hear, text, answer, context)
      : menuValue(hear.options, hear.open, text, answer, context);
  if (value !== undefined) return { kind: "accepted", value };
  if (attempt >= Math.max(1, hear.retries))
    return { kind: "given-up", value: hear.options === null ? (HEAR_TYPES[hearType(hear.as)].empty ?? null) : "" };
  const message =
    hear.options === null ? expectation(hearType(hear.as), context.locale) : menuMessage(hear.options, context.locale);
  return { kind: "retry", message };
}

/** INPUT of the classic profile: a list with a value for each variable; it asks until the reply fits. */
function judgeReply(form: string, text: string): HearResult {
  if (form === "l") return { kind: "accepted", value: [readLine(text)] };
  const isFree = form.endsWith("*");
  const kinds = [...form.replace("*", "")].map((letter) => (letter === "n" ? "number" : "text"));
  const { values, problem } = readReply(text, kinds, isFree);
  return values ? { kind: "accepted", value: values } : { kind: "retry", message: problem };
}

/** With a DEFAULT an empty answer, `-` and `skip` mean it. */
function isSkipped(text: string, answer: HearAnswer): boolean {
  if (answer.attachments && answer.attachments.length > 0) return false;
  return text === "-" || text.toLowerCase() === "skip" || (text === "" && (answer.value ?? null) === null);
}

function typedValue(hear: HearRequest, text: string, answer: HearAnswer, context: HearContext): Value | undefined {
  const type = hearType(hear.as);
  const rule = HEAR_TYPES[type];
  if (rule.accept === undefined) return rule.attachment?.(answer.attachments ?? []);
  if (type !== "TEXT" && text.length > MAX_TYPED_ANSWER) return undefined;
  const accepted = rule.accept(text, context);
  if (accepted !== undefined || typeof answer.value !== "string") return accepted;
  // A button whose label is words may carry the value that the type understands ("Tomorrow" with 2025-02-01).
  return rule.accept(answer.value.trim().slice(0, MAX_TYPED_ANSWER), context);
}

/** The label decides; the value of a click counts where it is an option itself. */
function menuValue(
  options: readonly string[],
  open: boolean,
  text: string,
  answer: HearAnswer,
  context: HearContext,
): Value | undefined {
  const chosen =
    chooseOption(options, text, context) ??
    (typeof answer.value === "string" ? chooseOption(options, answer.value.trim(), context) : undefined);
  if (chosen !== undefined) return chosen;
  return open && text !== "" ? text : undefined;
}
