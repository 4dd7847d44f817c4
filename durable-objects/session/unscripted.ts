/**
 * A message when no script is parked (reference 4.6): a suggestion that runs a tool, else the model, else the passage of
 * the knowledge base that answers best, named as such, else the bot's fallback sentence.
 */
import { BasicError } from "../../basic/errors.ts";
import { completeInParts } from "../llm/complete.ts";
import { chooseModel, type ModelChoice, modelKeys } from "../llm/provider.ts";
import { collectionsOf, type FoundPassage, passageText, searchKnowledge } from "./effects/knowledge.ts";
import { modelFailure } from "./effects/model.ts";
import type { LiveScript } from "./host.ts";
import { modelBackground } from "./model-background.ts";
import { scriptName, startScript } from "./scripts.ts";
import { activateContext } from "./suggestion-click.ts";
import { textsFor } from "./texts.ts";
import type { Turn } from "./turn.ts";

const KNOWLEDGE_LIMIT_MS = 10_000;
/** Below this a passage shares a word with the question by chance. */
const MIN_RELEVANCE = 0.1;

/** Answers by itself and returns null, or returns the script that is to run. */
export async function answerUnscripted(turn: Turn): Promise<LiveScript | null> {
  const { host, draft, message } = turn;
  if (!message) return null;
  const suggestion = activateContext(draft, message);
  const model = configuredModel(turn);
  if (suggestion && suggestion.action !== "text" && (suggestion.action === "tool" || model === null)) {
    const name = scriptName(suggestion.value);
    if (host.programs.hash(name) !== undefined) return startScript(turn, name);
  }
  const question = suggestion?.action === "text" ? suggestion.value : message.text;
  const tool = namedTool(turn, question, model === null);
  if (tool !== null) return startScript(turn, tool);
  const mode = draft.answerMode ?? "default";
  try {
    const passages = mode === "direct" && model ? [] : await findPassages(turn, question);
    // From documents alone: without a passage there is nothing to word an answer from.
    const isBare = mode === "document" && !passages.some(isTelling);
    if (model && !isBare) await answerByModel(turn, model, question, passages);
    else answerByPassage(turn, passages);
  } catch (error) {
    // The person stopped it, or a part is down: a turn without a script has nobody else who could catch that.
    const failure = error instanceof BasicError ? error : modelFailure(error);
    turn.output.record(turn.step, {
      v: 1,
      type: "effect.failed",
      keyword: "ANSWER",
      line: 0,
      now: draft.now,
      number: failure.number,
      message: failure.message,
    });
    turn.output.emit({ type: "error", code: "script.failed", message: host.config.errorMessage });
  }
  return null;
}

/** A message that is the name of an attached tool, also behind a slash, where tools are meant to be called by name. */
function namedTool(turn: Turn, text: string, alone: boolean): string | null {
  const { draft, host } = turn;
  const word = text.trim();
  if (!alone && draft.answerMode !== "tool" && !word.startsWith("/")) return null;
  const name = scriptName(word.replace(/^\//, ""));
  return draft.tools?.includes(name) && host.programs.hash(name) !== undefined ? name : null;
}

const isTelling = (passage: FoundPassage): boolean => passage.relevance >= MIN_RELEVANCE;

function configuredModel(turn: Turn): ModelChoice | null {
  try {
    return chooseModel(modelKeys(turn.host.config.keys, turn.draft), turn.host.env);
  } catch (error) {
    const text = error instanceof Error ? error.message : "the model's configuration is malformed";
    turn.output.record(turn.step, { v: 1, type: "warned", text, line: 0 });
    return null;
  }
}

/** Passages of the attached collections, or of all of the bot's where none was attached. */
async function findPassages(turn: Turn, question: string): Promise<FoundPassage[]> {
  const { host, draft } = turn;
  const all = collectionsOf(host.release);
  const collections = draft.knowledge.length > 0 ? all.filter((name) => draft.knowledge.includes(name)) : all;
  if (collections.length === 0 || question.trim() === "") return [];
  const wait = { what: "The search of the knowledge base", limitMs: KNOWLEDGE_LIMIT_MS, pending: null };
  return turn.outside(wait, (signal) =>
    searchKnowledge(
      { env: host.env, clock: host.clock, identity: host.identity, config: host.config, signal },
      collections,
      question,
    ),
  );
}

function answerByPassage(turn: Turn, passages: FoundPassage[]): void {
  const { config } = turn.host;
  const best = passages.find(isTelling);
  turn.output.talk(best ? `${textsFor(config.locale).found}\n\n${passageText(best, config)}` : config.fallbackMessage);
}

async function answerByModel(
  turn: Turn,
  model: ModelChoice,
  question: string,
  passages: FoundPassage[],
): Promise<void> {
  const { host, draft } = turn;
  const stream = `${draft.turn}.1`;
  const messages = [...history(turn), { role: "user" as const, content: question }];
  const system = modelBackground(draft, host.config, passages);
  const wait = { what: "The language model", limitMs: host.config.keys["llm-timeout"] * 1000, pending: null };
  const text = await turn.outside(wait, (signal) =>
    completeInParts(model, { system, messages, signal }, (part) => host.stream(draft.turn, stream, part)),
  );
  turn.advanceClock();
  turn.output.talk(text, stream);
}

/** What was said before, oldest first, without this turn's message. */
function history(turn: Turn): { role: "user" | "assistant"; content: string }[] {
  const limit = turn.host.config.keys["history-limit"];
  if (limit === 0) return [];
  return turn.host.store.said(limit, turn.draft.turn).map(({ frame }) => ({
    role: frame.type === "user" ? ("user" as const) : ("assistant" as const),
    content: frame.text,
  }));
}
