/** Places of a replay, frames and differences in words. */
import type { DurableFrame } from "../../contracts/frames.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type {
  ReplayDifference,
  ReplayEffect,
  ReplayOverview,
  ReplayState,
  ReplayTurn,
} from "../../contracts/replay.ts";
import { patchText, treeText } from "../../contracts/tree-text.ts";
import { shownLine } from "../shown-text.ts";

const MAX_TEXT = 300;

export function shortened(text: string, length = MAX_TEXT): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}

/** One line, or a few for a long text. */
export function frameText(frame: DurableFrame): string {
  switch (frame.type) {
    case "talk":
      return `${frame.from.kind === "agent" ? frame.from.name : "bot"}: ${frame.text}`;
    case "user":
      return `person: ${frame.text}`;
    case "hear":
      return `waits for ${frame.as}${frame.options ? ` (${frame.options.join(" | ")})` : ""}${frame.retry ? ", asked again" : ""}`;
    case "suggestions":
      return `offers: ${frame.items.map(({ label }) => label).join(" | ") || "nothing"}`;
    case "state":
      return `is ${frame.state}`;
    case "error":
      return `error: ${frame.message}`;
    case "tree":
      return treeText(frame.tree);
    case "tree.patch":
      return patchText(frame.ops);
    case "tool-calls":
      return `asks its caller to run ${frame.calls.map(({ name }) => name).join(", ")}`;
    default:
      return `${frame.type}: ${frame.name}`;
  }
}

export function turnLine({ turn, cause, text, statements, cut, frames, timing, differences }: ReplayTurn): string {
  const said = text === null ? cause : `"${shownLine(shortened(text, 60))}"`;
  const took = timing ? `, ${timing.totalMs} ms` : "";
  const wrong = differences.length > 0 ? `, ${differences.length} DIFFER` : "";
  return `turn ${turn}  ${said}  ${statements}${cut ? "+" : ""} statements, ${frames.length} frames${took}${wrong}`;
}

export function overviewLines({
  conversation,
  bot,
  release,
  turns,
  frames,
  differences,
  items,
}: ReplayOverview): string[] {
  const same = differences === 0 ? "replayed to the same frames" : `${differences} differences`;
  return [
    `${bot}/${conversation}  release ${release.slice(0, 12)}  ${turns} turns, ${frames.recorded} frames: ${same}`,
    ...items.map(turnLine),
  ];
}

/** What is at a position, as a person steps to it. */
export function stateLines(state: ReplayState): string[] {
  const { position, statements, atEnd, place, effects, says } = state;
  const where = place ? `  ${place.file}:${place.line}:${place.column}` : "";
  const head = atEnd
    ? `turn ${position.turn}, end${state.hears ? " (waits for an answer)" : ""}${where}`
    : `turn ${position.turn}, statement ${position.statement} of ${statements}${where}`;
  const lines = [head];
  if (place?.text) lines.push(...place.text.split("\n").map((line) => `    ${line}`));
  lines.push(...effects.map((effect) => `  ${effectLine(effect)}`));
  lines.push(...says.map((frame) => `  ${shortened(frameText(frame))}`));
  return lines;
}

export function effectLine({ keyword, operands, result, error, ms }: ReplayEffect): string {
  const outcome = error ? `error ${error.number}: ${error.message}` : shortened(JSON.stringify(result));
  return `${keyword} ${shortened(JSON.stringify(operands))} -> ${outcome}${ms === null ? "" : ` (${ms} ms)`}`;
}

export function variableLines({ stack }: ReplayState): string[] {
  const [top] = stack;
  if (!top) return ["no script runs here"];
  const more = top.more > 0 ? [`... and ${top.more} more`] : [];
  return [...top.variables.map(({ name, type, value }) => `${name} = ${value}  (${type})`), ...more];
}

export function stackLines({ stack, moreFrames }: ReplayState): string[] {
  if (stack.length === 0) return ["no script runs here"];
  const more = moreFrames > 0 ? [`... and ${moreFrames} more`] : [];
  return [...stack.map(({ name, file, line, column }) => `${name}  ${file}:${line}:${column}`), ...more];
}

/** As a difference of two files: what was expected, and what came. */
export function differenceLines({ turn, statement, kind, expected, actual, file, line }: ReplayDifference): string[] {
  const at = file === null ? "" : `, ${file}:${line}`;
  const what = kind === "effect" ? "asks for" : kind === "turn" ? "turn" : "says";
  const head = `turn ${turn}${statement === null ? "" : `, statement ${statement}`}${at}: ${what}`;
  const side = (sign: string, text: string | null) =>
    text === null ? [] : wordsOf(text).map((one) => `${sign} ${one}`);
  return [head, ...side("-", expected), ...side("+", actual)];
}

/** A frame in words, where the text is one; anything else as it is. */
function wordsOf(text: string): string[] {
  let data: JsonValue;
  try {
    data = JSON.parse(text);
  } catch {
    return text.split("\n");
  }
  const isFrame = typeof data === "object" && data !== null && !Array.isArray(data) && typeof data["type"] === "string";
  // Made by `comparable` of a frame: only its numbers are missing, which nothing here reads.
  return (isFrame ? frameText(data as unknown as DurableFrame) : text).split("\n");
}
