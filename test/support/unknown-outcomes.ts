/**
 * How a conversation with crashes is compared with one without: a call of which nobody knows whether it happened may end in an
 * error or in a question, and everything else has to be the same. The scripts of these tests say "Paid." or, where the call
 * ended in an error, "Unclear."
 */
import type { DurableFrame } from "../../contracts/frames.ts";

/** The answers that the product offers to an unknown outcome. */
export const TRY_AGAIN = "Try again";
export const DO_NOT_REPEAT = "Do not repeat";
/** Ids of the answers begin so; those of other messages do not. */
export const ANSWER_ID = "answer-";

const isQuestion = (labels: readonly string[] | null): boolean =>
  labels?.length === 2 && labels[0] === TRY_AGAIN && labels[1] === DO_NOT_REPEAT;

/** True where these frames end with the question whether a call is to be made again. */
export function isAsking(frames: readonly DurableFrame[]): boolean {
  const [hear, state] = frames.slice(-2);
  return state?.type === "state" && hear?.type === "hear" && isQuestion(hear.options);
}

/** What must be equal in every run, and how many calls ended in an error. Numbers of frames and turns are not part of it. */
export function comparable(frames: readonly DurableFrame[]): { frames: string[]; unclear: number } {
  const kept: string[] = [];
  let unclear = 0;
  const answered = new Set(
    frames.filter((frame) => frame.type === "user" && frame.id.startsWith(ANSWER_ID)).map(({ turn }) => turn),
  );
  const asking = new Set(
    frames.filter((frame) => frame.type === "hear" && isQuestion(frame.options)).map(({ turn }) => turn),
  );
  for (const [index, frame] of frames.entries()) {
    const { seq: _seq, turn, ...rest } = frame;
    if (frame.type === "user" && frame.id.startsWith(ANSWER_ID)) continue;
    if (frame.type === "hear" && isQuestion(frame.options)) continue;
    if (frame.type === "suggestions") {
      if (isQuestion(frame.items.map(({ label }) => label))) continue;
      if (frame.items.length === 0 && answered.has(turn)) continue;
    }
    // The turn that asks ends with question, suggestions, hear and state; the question is the last that it says.
    if (asking.has(turn) && frame.type === "state") continue;
    if (asking.has(turn) && frame.type === "talk" && isLastTalk(frames, index)) continue;
    if (frame.type === "talk" && frame.text === "Unclear.") {
      unclear += 1;
      kept.push(JSON.stringify({ ...rest, text: "Paid." }));
    } else kept.push(JSON.stringify(rest));
  }
  return { frames: kept, unclear };
}

function isLastTalk(frames: readonly DurableFrame[], index: number): boolean {
  const turn = frames[index]?.turn;
  return !frames.slice(index + 1).some((frame) => frame.turn === turn && frame.type === "talk");
}

/** Where two transcripts part, with what stands before it; null when they are equal. */
export function firstDifference(seen: readonly string[], wanted: readonly string[]): object | null {
  const at = seen.findIndex((frame, index) => frame !== wanted[index]);
  if (at < 0 && seen.length === wanted.length) return null;
  const from = Math.max(0, (at < 0 ? seen.length : at) - 6);
  return { at, seen: seen.slice(from, from + 14), wanted: wanted.slice(from, from + 14) };
}
