/** Stepping through a replay by letters: from a keyboard, or line by line from a pipe. */
import type { ReplayOverview, ReplayPosition, ReplayState } from "../../contracts/replay.ts";
import { RefusedError } from "../exit.ts";
import type { Terminal } from "../terminal.ts";
import type { Recording } from "./recording.ts";
import { effectLine, frameText, overviewLines, shortened, stackLines, stateLines, variableLines } from "./show.ts";

const HELP = [
  "n  next statement          p  previous statement",
  "c  on to the next effect or question",
  "b  beginning of the turn   g TURN [STATEMENT]  go there",
  "v  variables   s  stack    e  effects here   w  what was said in this turn",
  "l  all turns   f  fork     h  this list      q  quit",
];
/** Positions that `c` looks at. */
const MAX_SEARCH = 10_000;

/** Answers with the overview that it began with. */
export async function stepThrough(
  recording: Recording,
  start: ReplayPosition,
  terminal: Pick<Terminal, "ask" | "say">,
): Promise<ReplayOverview> {
  const overview = await recording.overview();
  for (const line of overviewLines(overview)) terminal.say(line);
  let state = await recording.at(start);
  show(state, terminal);
  for (;;) {
    const line = await terminal.ask();
    if (line === null) return overview;
    const [word = "n", ...rest] = line.trim().split(/\s+/);
    if (word === "q") return overview;
    try {
      state = await command(word || "n", rest, state, recording, terminal);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      terminal.say(error.message);
    }
  }
}

async function command(
  word: string,
  rest: readonly string[],
  state: ReplayState,
  recording: Recording,
  terminal: Pick<Terminal, "say">,
): Promise<ReplayState> {
  const say = (lines: readonly string[], none: string): ReplayState => {
    for (const line of lines.length > 0 ? lines : [none]) terminal.say(line);
    return state;
  };
  const goTo = async (position: ReplayPosition | null, none: string): Promise<ReplayState> => {
    if (!position) return say([], none);
    const reached = await recording.at(position);
    show(reached, terminal);
    return reached;
  };
  switch (word) {
    case "n":
      return goTo(state.next, "this is the end of the recording");
    case "p":
      return goTo(state.previous, "this is the beginning of the recording");
    case "b":
      return goTo({ turn: state.position.turn, statement: 1 }, "");
    case "c":
      return goTo(await nextOfInterest(state, recording), "nothing more is asked for in this recording");
    case "g": {
      const [turn, statement = "1"] = rest;
      if (!/^[1-9]\d{0,8}$/.test(turn ?? "") || !/^[1-9]\d{0,8}$/.test(statement))
        return say([], "g takes the number of a turn and of a statement, such as: g 2 5");
      return goTo({ turn: Number(turn), statement: Number(statement) }, "");
    }
    case "v":
      return say(variableLines(state), "no variables");
    case "s":
      return say(stackLines(state), "no script runs here");
    case "e":
      return say(state.effects.map(effectLine), "nothing is asked for here");
    case "w":
      return say(
        state.frames.map((frame) => shortened(frameText(frame))),
        "nothing was said in this turn so far",
      );
    case "l":
      return say(overviewLines(await recording.overview()), "");
    case "f": {
      if (!recording.fork) return say([], "a file cannot be forked: replay the conversation on its server");
      const { id, token } = await recording.fork(state.position);
      return say([`forked into ${id}: a sandbox, whose writes and calls are withheld`, `token ${token}`], "");
    }
    default:
      return say(HELP, "");
  }
}

async function nextOfInterest(state: ReplayState, recording: Recording): Promise<ReplayPosition | null> {
  let at: ReplayPosition | null = state.next;
  for (let searched = 0; at !== null && searched < MAX_SEARCH; searched++) {
    const reached: ReplayState = await recording.at(at);
    if (reached.effects.length > 0 || reached.hears) return at;
    at = reached.next;
  }
  return at;
}

function show(state: ReplayState, terminal: Pick<Terminal, "say">): void {
  for (const line of stateLines(state)) terminal.say(line);
}
