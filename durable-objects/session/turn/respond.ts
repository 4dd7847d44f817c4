/** What a turn tells the person at its end: the question that it waits with, the suggestions, the state, or an error. */
import { BasicError, ERR, type RunError } from "../../../basic/errors.ts";
import { hearProblem } from "../../../basic/hear/answer.ts";
import { hearType, SECRET_TYPES } from "../../../basic/hear/types.ts";
import type { HearRequest } from "../../../basic/machine.ts";
import { MASK, type Value } from "../../../basic/values.ts";
import type { InboundMessage } from "../../../contracts/conversation.ts";
import type { FrameBody } from "../../../contracts/frames.ts";
import { talkText } from "../effects/talk.ts";
import type { ParkedHear, SessionState } from "../state.ts";
import { runOf } from "./event-run.ts";
import type { LiveScript } from "./host.ts";
import type { Turn } from "./turn.ts";

/** Buttons on the web (reference 3.7). */
const MAX_SUGGESTIONS = 10;
/** Of a HEAR's menu: every option stands in a frame, and in the list that a wrong answer is told. */
const MAX_OPTIONS = 1_000;
const MAX_OPTION = 200;
/** That the clock of a turn may be behind the real one without anybody's time being shorter for it. */
const MAX_BEHIND_MS = 1_000;
/** Characters of a returned value that are said. */
const MAX_RETURNED = 100_000;

/**
 * The message as it is kept: the answer to a HEAR for a secret is masked. Of a person of the desk who has not said a word
 * nobody need know: until then it may still be that answer.
 */
export function withoutSecret(message: InboundMessage, state: SessionState): InboundMessage {
  const { deskSpoke } = state;
  const hear = asked(state);
  const isAnswer = hear !== null && deskSpoke === undefined;
  return isAnswer && SECRET_TYPES.has(hearType(hear.as)) ? { ...message, text: MASK, value: null } : message;
}

/** The question that the next message answers: that of the bot that has the word, else the script's. */
function asked({ helpers, hear }: SessionState): Pick<ParkedHear, "as" | "options"> | null {
  return helpers?.speaker ? helpers.speaker.hear : hear;
}

/** What the person said, for every device. */
export function userFrame(message: InboundMessage): FrameBody {
  const attachments = message.attachments.map(({ id, name = "", size = 0, type = "", url = "" }) => {
    return { id, name, size, type, url };
  });
  return { type: "user", id: message.id, text: message.text, attachments };
}

/**
 * The script has reached a HEAR: its prompt is said, and the next message is its answer. What cannot be asked (a prompt
 * or a menu beyond the bounds of a turn) comes back as the script's error, which it may catch.
 */
export function park(turn: Turn, hear: HearRequest): BasicError | null {
  if (runOf(turn)) return new BasicError(ERR.noUser, "HEAR: nobody is there to answer a script that an event started.");
  const problem = hearProblem(hear);
  if (problem) return problem;
  const options = hear.options ?? [];
  if (options.length > MAX_OPTIONS || options.some((option) => option.length > MAX_OPTION)) {
    return new BasicError(
      ERR.overflow,
      `A menu has at most ${MAX_OPTIONS} options of at most ${MAX_OPTION} characters each.`,
    );
  }
  try {
    // The prompt of a classic INPUT stands on the line that PRINT has left open.
    if (hear.input !== undefined) turn.output.print(hear.prompt ?? "", false);
    else if (hear.prompt !== null) turn.output.talk(hear.prompt);
  } catch (error) {
    if (error instanceof BasicError) return error;
    throw error;
  }
  const seconds = hear.timeout || turn.host.config.keys["hear-timeout-secs"];
  turn.draft.hear = {
    as: hear.input === undefined ? hear.as : "TEXT",
    options: hear.options,
    attempt: 0,
    due: seconds > 0 ? fromNow(turn) + seconds * 1000 : null,
    ...(seconds > 0 ? { periodMs: seconds * 1000 } : {}),
  };
  return null;
}

/**
 * From when the person's time counts, in ms. The turn's own clock, so that a replay comes to the same; where that is far
 * behind, as in a turn that was taken up long after it began, nobody would have any time left.
 */
function fromNow({ host, draft }: Turn): number {
  const now = host.clock.now();
  return now - draft.now > MAX_BEHIND_MS ? now : draft.now;
}

/** The script has run to its end. What it returned is said when it said nothing itself (a tool that is run directly). */
export function reportEnd(turn: Turn, script: LiveScript, value: Value): void {
  turn.output.record(turn.step, { v: 1, type: "script.ended", script: script.name, steps: script.machine.steps });
  delete turn.draft.http;
  if (turn.cause === "start") {
    if (!turn.output.spoke) welcome(turn);
  } else if (runOf(turn)) {
    // What it returned is its outcome.
  } else if (!turn.output.spoke && value !== null) {
    const text = talkText(value, turn.host.config);
    if (text !== null) turn.output.talk(text.slice(0, MAX_RETURNED));
  }
}

/** What a start says that says nothing itself. */
export function welcome(turn: Turn): void {
  const text = turn.host.config.keys["welcome-message"];
  if (text) turn.output.talk(text);
}

/** A neutral sentence for the person; the journal has file, line and stack. */
export function reportError(turn: Turn, error: RunError): void {
  turn.output.record(turn.step, { v: 1, type: "script.failed", error });
  turn.output.emit({ type: "error", code: "script.failed", message: turn.host.config.errorMessage });
}

/** The frames that close every turn: suggestions where they changed, the question, the state. */
export function closeTurn(turn: Turn): void {
  const { draft, output } = turn;
  // Nobody comes back to a run for an event.
  if (runOf(turn) && !draft.asking) draft.mode = "ended";
  if (draft.mode !== "ended" && draft.mode !== "handed-over")
    draft.mode = draft.hear || asked(draft) ? "waiting" : "idle";
  if (draft.mode === "ended") {
    draft.suggestions = [];
  } else {
    // The bot's buttons are not the desk's: they go, and come back with the bot.
    const isSilent = draft.mode === "handed-over";
    const items = (isSilent ? [] : (asked(draft)?.options ?? [])).map((option) => ({ label: option, value: option }));
    for (const { label, value } of isSilent ? [] : (draft.helpers?.speaker?.suggestions ?? draft.suggestions)) {
      if (!items.some((item) => item.label === label)) items.push({ label, value });
    }
    const shown = JSON.stringify(items.slice(0, MAX_SUGGESTIONS));
    if (shown !== draft.shown) output.emit({ type: "suggestions", items: items.slice(0, MAX_SUGGESTIONS) });
    draft.shown = shown;
  }
  const hear = asked(draft);
  if (hear && draft.mode !== "handed-over") {
    const retry = draft.helpers?.speaker ? draft.helpers.speaker.hear?.retry === true : (draft.hear?.attempt ?? 0) > 0;
    output.emit({ type: "hear", as: hear.as, options: hear.options, retry });
  }
  const timeout = turn.host.config.keys["session-timeout"];
  // The conversation that it belongs to has its own end.
  const ends = draft.mode === "idle" && timeout > 0 && !turn.host.identity.request.helper;
  draft.expiresAt = ends ? fromNow(turn) + timeout * 1000 : null;
  output.emit({ type: "state", state: draft.mode });
}
