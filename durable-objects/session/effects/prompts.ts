/** What a conversation's model sees and may use: contexts, system prompt, tools, answer mode (reference 3.5, 3.7, 4.6). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { ANSWER_MODES, type AnswerMode } from "../state.ts";
import { scriptName } from "../turn/scripts.ts";
import { optionalText, textArgument } from "./arguments.ts";
import type { EffectHandler } from "./effect.ts";

const MAX_CONTEXTS = 100;
const MAX_CONTEXT_TEXT = 32_000;
/** All contexts lie in one row of the store, which ends at 2 MB. */
const MAX_CONTEXTS_TEXT = 256_000;
const MAX_PROMPT = 100_000;
const MAX_TOOLS = 100;

const setContext: EffectHandler = {
  run(args, context) {
    const name = optionalText(args, "name", context) ?? "default";
    const content = textArgument(args, "text", context);
    if (content.length > MAX_CONTEXT_TEXT) {
      throw new BasicError(ERR.badCall, `A context has at most ${MAX_CONTEXT_TEXT} characters.`);
    }
    const list = context.session.contexts.filter((other) => other.name !== name);
    if (list.length >= MAX_CONTEXTS) {
      throw new BasicError(ERR.overflow, `A conversation has at most ${MAX_CONTEXTS} contexts.`);
    }
    if (content !== "") list.push({ name, text: content });
    if (list.reduce((sum, other) => sum + other.name.length + other.text.length, 0) > MAX_CONTEXTS_TEXT) {
      throw new BasicError(
        ERR.overflow,
        `A conversation's contexts together have at most ${MAX_CONTEXTS_TEXT} characters.`,
      );
    }
    context.session.contexts = list;
    return null;
  },
};

const clearContext: EffectHandler = {
  run(args, context) {
    const { session } = context;
    const name = optionalText(args, "name", context);
    session.contexts = name === null ? [] : session.contexts.filter((one) => one.name !== name);
    if (!session.contexts.some((one) => one.name === session.activeContext)) session.activeContext = null;
    return null;
  },
};

/** Takes the place of an earlier one; the package's own prompt stays before it. */
const systemPrompt: EffectHandler = {
  run(args, context) {
    const prompt = textArgument(args, "text", context);
    if (prompt.length > MAX_PROMPT)
      throw new BasicError(ERR.badCall, `A system prompt has at most ${MAX_PROMPT} characters.`);
    context.session.prompt = prompt === "" ? null : prompt;
    return null;
  },
};

const setAnswerMode: EffectHandler = {
  run(args, context) {
    const wanted = textArgument(args, "mode", context).trim().toLowerCase();
    const mode = ANSWER_MODES.find((one) => one === wanted);
    if (mode === undefined)
      throw new BasicError(
        ERR.badCall,
        `SET ANSWER MODE takes ${ANSWER_MODES.join(", ")}, not "${wanted.slice(0, 40)}".`,
      );
    if (mode === "chart")
      throw new BasicError(ERR.serviceMissing, "The answer mode chart is not available in this version.");
    context.session.answerMode = mode satisfies AnswerMode;
    return null;
  },
};

/** A script that does not exist is a note in the journal: start scripts often name tools that are still to be written. */
const addTool: EffectHandler = {
  run(args, context) {
    const name = scriptName(textArgument(args, "name", context));
    if (name === "") throw new BasicError(ERR.badCall, "ADD TOOL needs the name of a script.");
    if (!context.hasScript(name)) {
      context.warn(`The package has no script "${name.slice(0, 100)}" to be a tool.`);
      return null;
    }
    const tools = context.session.tools ?? [];
    if (tools.includes(name)) return null;
    if (tools.length >= MAX_TOOLS) throw new BasicError(ERR.overflow, `A conversation has at most ${MAX_TOOLS} tools.`);
    context.session.tools = [...tools, name];
    return null;
  },
};

const removeTool: EffectHandler = {
  run(args, context) {
    const name = scriptName(textArgument(args, "name", context));
    context.session.tools = (context.session.tools ?? []).filter((one) => one !== name);
    return null;
  },
};

const clearTools: EffectHandler = {
  run(_, context) {
    context.session.tools = [];
    return null;
  },
};

const listTools: EffectHandler = { run: (_, { session }) => [...(session.tools ?? [])] };

export const PROMPT_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "SET CONTEXT": setContext,
  "CLEAR CONTEXT": clearContext,
  "BEGIN SYSTEM PROMPT": systemPrompt,
  "SET ANSWER MODE": setAnswerMode,
  "ADD TOOL": addTool,
  "REMOVE TOOL": removeTool,
  "CLEAR TOOLS": clearTools,
  "LIST TOOLS": listTools,
};
