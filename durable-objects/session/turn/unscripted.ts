/**
 * A message when no script is parked (reference 4.6): a suggestion that runs a tool, else the script that asks the model
 * (answers/script.ts). Without a model the passage of the knowledge base that answers best, named as such, else the bot's
 * fallback sentence: what was read for it stands in the journal under the keyword ANSWER; what is said follows from that.
 */
import { BasicError } from "../../../basic/errors.ts";
import type { Passage } from "../../../contracts/knowledge.ts";
import { ANSWER_SCRIPT } from "../../../contracts/release.ts";
import type { FoundPassage } from "../../knowledge/fusion.ts";
import { collectionsOf, passageText, searchKnowledge } from "../effects/knowledge.ts";
import { modelAccess, modelFailure } from "../effects/model.ts";
import { askHelper, calledBot, giveWord, type HelperAnswer, late } from "../helpers.ts";
import { textsFor } from "../texts.ts";
import type { LiveScript } from "./host.ts";
import { recordedValue } from "./perform.ts";
import type { RecordedOutcome } from "./recording.ts";
import { scriptName, startScript } from "./scripts.ts";
import { activateContext } from "./suggestion-click.ts";
import type { Turn } from "./turn.ts";

const KEYWORD = "ANSWER";
const KNOWLEDGE_LIMIT_MS = 10_000;
/** Below this a passage shares a word with the question by chance. */
const MIN_RELEVANCE = 0.1;

/** What was read: the passage that answers (null = none does), or what another bot said. */
type Answer = { passage: Passage | null } | { helper: HelperAnswer };

/** Answers by itself and returns null, or returns the script that is to run. */
export async function answerUnscripted(turn: Turn): Promise<LiveScript | null> {
  const { host, draft, message } = turn;
  if (!message) return null;
  const hasWord = draft.helpers?.speaker != null;
  const suggestion = hasWord ? null : activateContext(draft, message);
  const question = suggestion?.action === "text" ? suggestion.value : message.text;
  if (host.recording) {
    // Which model was configured then is not known: the journal says what was done.
    const script = host.recording.started();
    if (script !== null)
      return startScript(turn, script, script === ANSWER_SCRIPT ? { question, kind: "message" } : {});
    const recorded = await host.recording.next(KEYWORD, 0);
    if (recorded) {
      replay(turn, recorded);
      return null;
    }
  }
  const hasModel = !hasWord && modelAccess(host, draft) !== null && host.programs.hash(ANSWER_SCRIPT) !== undefined;
  if (suggestion && suggestion.action !== "text" && (suggestion.action === "tool" || !hasModel)) {
    const name = scriptName(suggestion.value);
    if (host.programs.hash(name) !== undefined) return startScript(turn, name);
  }
  const tool = hasWord ? null : namedTool(turn, question, !hasModel);
  if (tool !== null) return startScript(turn, tool);
  const called = calledBot(draft, question);
  if (called === null && hasModel) return startScript(turn, ANSWER_SCRIPT, { question, kind: "message" });
  turn.current = { keyword: KEYWORD, line: 0, key: turn.effectKey };
  const answer = await read(turn, () =>
    called === null ? extracted(turn, question) : answeredByBot(turn, called, question),
  );
  if (answer instanceof BasicError) fail(turn, answer.number, answer.message);
  else {
    const result = await recordedValue(turn, JSON.stringify(answer));
    turn.output.record(turn.step, { v: 1, type: "effect.done", keyword: KEYWORD, line: 0, now: draft.now, result });
    say(turn, answer);
  }
  turn.current = null;
  turn.step += 1;
  return null;
}

function replay(turn: Turn, recorded: RecordedOutcome): void {
  const { draft } = turn;
  if ("asked" in recorded) throw new Error("the journal asks about an answer that needs no settlement");
  draft.now = Math.max(draft.now, recorded.now);
  if ("number" in recorded) fail(turn, recorded.number, recorded.message);
  else {
    const { json, now } = recorded;
    turn.output.record(turn.step, { v: 1, type: "effect.done", keyword: KEYWORD, line: 0, now, result: { json } });
    // Of our own writing, a few lines above.
    say(turn, JSON.parse(json) as Answer);
  }
  turn.step += 1;
}

function fail(turn: Turn, number: number, message: string): void {
  const { now } = turn.draft;
  turn.output.record(turn.step, { v: 1, type: "effect.failed", keyword: KEYWORD, line: 0, now, number, message });
  turn.output.emit({ type: "error", code: "script.failed", message: turn.host.config.errorMessage });
  // Whoever cannot answer loses the word: the person would not get away from it.
  if (turn.draft.helpers) turn.draft.helpers = { ...turn.draft.helpers, speaker: null };
}

function say(turn: Turn, answer: Answer): void {
  const { config } = turn.host;
  try {
    if ("helper" in answer) {
      for (const frame of answer.helper.frames) turn.output.show(frame);
      giveWord(turn.draft, answer.helper, turn.draft.helpers?.speaker?.stays === true);
    } else if (answer.passage === null) turn.output.talk(config.fallbackMessage);
    else turn.output.talk(`${textsFor(config.locale).found}\n\n${passageText(answer.passage, config)}`);
  } catch (error) {
    // More than one turn may say.
    if (!(error instanceof BasicError)) throw error;
    turn.output.emit({ type: "error", code: "script.failed", message: config.errorMessage });
  }
}

/** The person may stop it, or a part be down: a turn without a script has nobody else who could catch that. */
async function read(turn: Turn, work: () => Promise<Answer>): Promise<Answer | BasicError> {
  const { clock } = turn.host;
  const began = clock.now();
  try {
    return await work();
  } catch (error) {
    return error instanceof BasicError ? error : modelFailure(error);
  } finally {
    turn.advanceClock();
    turn.timer.performed({ step: turn.step, keyword: KEYWORD, class: "recordable" }, began, clock.now());
  }
}

async function extracted(turn: Turn, question: string): Promise<Answer> {
  const passages = await findPassages(turn, question);
  return { passage: passages.find(({ relevance }) => relevance >= MIN_RELEVANCE) ?? null };
}

/** The message goes to the bot that has the word, or that a trigger calls. */
async function answeredByBot(turn: Turn, bot: string, text: string): Promise<Answer> {
  const { env, clock, identity, config } = turn.host;
  const waitMs = config.keys["delegate-timeout"] * 1000;
  const id = turn.effectKey;
  const wait = { what: `The bot "${bot}"`, limitMs: waitMs, pending: "recordable" as const, placed: true };
  const helper = await turn.outside(wait, (signal) =>
    askHelper({ env, clock, identity, config, session: turn.draft, signal }, { bot, text, id, waitMs, greets: true }),
  );
  if (!helper) throw late(bot, waitMs);
  return { helper };
}

/** A message that is the name of an attached tool, also behind a slash, where tools are meant to be called by name. */
function namedTool(turn: Turn, text: string, alone: boolean): string | null {
  const { draft, host } = turn;
  const word = text.trim();
  if (!alone && draft.answerMode !== "tool" && !word.startsWith("/")) return null;
  const name = scriptName(word.replace(/^\//, ""));
  return draft.tools?.includes(name) && host.programs.hash(name) !== undefined ? name : null;
}

/** Passages of the attached collections, or of all of the bot's where none was attached. */
async function findPassages(turn: Turn, question: string): Promise<FoundPassage[]> {
  const { host, draft } = turn;
  const all = collectionsOf(host.release);
  const collections = draft.knowledge.length > 0 ? all.filter((name) => draft.knowledge.includes(name)) : all;
  if (collections.length === 0 || question.trim() === "") return [];
  const wait = {
    what: "The search of the knowledge base",
    limitMs: KNOWLEDGE_LIMIT_MS,
    pending: "recordable" as const,
    placed: true,
  };
  return turn.outside(wait, (signal) =>
    searchKnowledge(
      { env: host.env, clock: host.clock, identity: host.identity, config: host.config, signal },
      collections,
      question,
    ),
  );
}
