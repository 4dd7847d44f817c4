/** What a message does to a script that is parked at a HEAR (reference 5.1, 5.2). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { acceptAnswer, type HearResult } from "../../../basic/hear/answer.ts";
import { chooseOption } from "../../../basic/hear/menu.ts";
import { expectation } from "../../../basic/hear/messages.ts";
import { hearType, SECRET_TYPES } from "../../../basic/hear/types.ts";
import type { HearRequest } from "../../../basic/machine.ts";
import { fromLossless, toLossless } from "../../../basic/operations/lossless.ts";
import { FileValue } from "../../../basic/values.ts";
import type { InboundMessage } from "../../../contracts/conversation.ts";
import { hostValues } from "../config.ts";
import { readCodeOf } from "../effects/picture-code.ts";
import { textsFor } from "../texts.ts";
import type { LiveScript } from "./host.ts";
import { parkedScript } from "./scripts.ts";
import { activateContext } from "./suggestion-click.ts";
import type { Turn } from "./turn.ts";

/** The script with the answer in it, or null when it was asked for again or the run was cancelled. */
export async function answerHear(turn: Turn): Promise<LiveScript | null> {
  const { message, draft } = turn;
  const script = await parkedScript(turn.host);
  const hear = pendingHear(script, draft.now);
  if (!message || !draft.hear) return script;
  activateContext(draft, message);
  const { attempt } = draft.hear;
  const code = await pictureCode(turn, hear, message);
  const answer = judgeOrFail(turn, hear, message, code);
  if (answer instanceof BasicError) {
    draft.hear = null;
    script.machine.raise(answer.number, answer.message);
    return script;
  }
  if (isCancelled(turn, hear, message, answer.kind === "accepted")) {
    turn.output.record(turn.step, { v: 1, type: "hear.answered", outcome: "cancelled", attempt });
    turn.output.talk(textsFor(turn.host.config.locale).cancelled);
    turn.dropScript();
    return null;
  }
  const outcome = answer.kind === "accepted" ? "accepted" : answer.kind === "retry" ? "retry" : "given-up";
  const kept =
    isKept(hear) && answer.kind !== "retry" ? { value: toLossless(answer.value, hostValues(turn.host.config)) } : {};
  turn.output.record(turn.step, { v: 1, type: "hear.answered", outcome, attempt, ...kept });
  if (answer.kind === "retry") {
    const again = hear.input === undefined ? "" : `\n${hear.prompt ?? ""}`;
    turn.output.talk(answer.message + again);
    draft.hear.attempt += 1;
    return null;
  }
  draft.hear = null;
  script.machine.resume(answer.value);
  return script;
}

/** The time for an answer is over: the default if the HEAR has one, else error 68. */
export async function giveUpHear(turn: Turn): Promise<LiveScript | null> {
  const { draft } = turn;
  const script = await parkedScript(turn.host);
  const hear = pendingHear(script, draft.now);
  turn.output.record(turn.step, {
    v: 1,
    type: "hear.answered",
    outcome: "timeout",
    attempt: draft.hear?.attempt ?? 0,
  });
  draft.hear = null;
  if (hear.hasDefault) script.machine.resume(hear.default);
  else script.machine.raise(ERR.timeout, "Nobody answered in time.");
  return script;
}

/** A machine that waits says again what it waits for; nothing runs. */
function pendingHear(script: LiveScript, now: number): HearRequest {
  const outcome = script.machine.run(now, 0);
  if (outcome.kind !== "hear") throw new Error(`the parked script is not at a HEAR but at "${outcome.kind}"`);
  return outcome.hear;
}

/** A type that needs a service which is not there is the script's error, not the turn's. */
function judgeOrFail(
  turn: Turn,
  hear: HearRequest,
  message: InboundMessage,
  code: PictureCode,
): HearResult | BasicError {
  try {
    return judge(turn, hear, message, code);
  } catch (error) {
    if (error instanceof BasicError) return error;
    throw error;
  }
}

/**
 * A click sends a label and a value. A menu takes the label, which is one of its options. Any other HEAR takes the value
 * first, because that is what the script named it for, and the label where the type does not accept the value.
 */
function judge(turn: Turn, hear: HearRequest, message: InboundMessage, code: PictureCode): HearResult {
  const { config } = turn.host;
  const { now } = turn.draft;
  const context = { ...hostValues(config), now: () => now, locale: config.locale };
  const heard = isKept(hear) ? turn.host.recording?.heard() : null;
  // A mask cannot be judged again, and a picture is not read again.
  if (heard?.value != null) return { kind: "accepted", value: fromLossless(heard.value, context) };
  if (heard?.outcome === "retry") {
    return { kind: "retry", message: expectation(hearType(hear.as), config.locale) };
  }
  const attempt = (turn.draft.hear?.attempt ?? 0) + 1;
  const value = clickedText(message);
  if (value !== null && hear.options === null) {
    const byValue = acceptAnswer(hear, attempt, { text: value }, context);
    if (byValue.kind === "accepted") return byValue;
  }
  const { text } = message;
  // A picture without a code that can be read is no answer, as if none had come.
  const attachments = code === null ? [] : filesOf(message);
  const given = value === null ? { text, attachments } : { text, value, attachments };
  const answer = acceptAnswer(hear, attempt, given, context);
  const isFile = answer.kind === "accepted" && answer.value instanceof FileValue;
  return isFile && typeof code === "string" ? { kind: "accepted", value: code } : answer;
}

/** The text of a code; null where the picture shows none; undefined where nothing was read: then the file is the answer. */
type PictureCode = string | null | undefined;

async function pictureCode({ host }: Turn, hear: HearRequest, message: InboundMessage): Promise<PictureCode> {
  return host.recording || !isCode(hear) ? undefined : readCodeOf(host, message);
}

/** What came with a message, as the language's values. */
export function filesOf(message: InboundMessage): FileValue[] {
  return message.attachments.map(({ path = "", name = "", type = "", size = 0, url = "" }) => {
    return new FileValue({ path, name, mime: type, size, url });
  });
}

const isSecret = (hear: HearRequest): boolean => SECRET_TYPES.has(hearType(hear.as));
const isCode = (hear: HearRequest): boolean => hear.options === null && hearType(hear.as) === "QRCODE";
/** The value stands in the journal, because the message alone does not lead to it. */
const isKept = (hear: HearRequest): boolean => isSecret(hear) || isCode(hear);

function clickedText(message: InboundMessage): string | null {
  const { value } = message;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** A cancel word ends the run, unless the HEAR has a menu or asks yes or no and takes the word as an answer. */
function isCancelled(turn: Turn, hear: HearRequest, message: InboundMessage, accepted: boolean): boolean {
  if (isKept(hear) && turn.host.recording) return turn.host.recording.heard()?.outcome === "cancelled";
  const word = message.text.trim();
  if (!turn.host.config.cancelWords.has(word.toLowerCase())) return false;
  // An open menu takes any text; only one of its options makes the word an answer.
  if (hear.options !== null) return chooseOption(hear.options, word, hostValues(turn.host.config)) === undefined;
  return !(accepted && hearType(hear.as) === "BOOLEAN");
}
