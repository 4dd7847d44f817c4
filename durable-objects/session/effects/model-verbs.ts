/**
 * Verbs that ask the model for one thing: REWRITE, TRANSLATE, SUMMARIZE, CLASSIFY and the like, ANSWER, and the choice of
 * the model (reference 3.7, 3.14). CALCULATE asks nobody: a formula is an expression of the language itself.
 */
import { acceptAnswer } from "../../../basic/hear/answer.ts";
import { HEAR_TYPE_WORDS } from "../../../basic/hear/types.ts";
import { BasicError, compile, createMachine, ERR, newObject, parse } from "../../../basic/index.ts";
import { isObject, listOf } from "../../../basic/operations/compare.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { packageConfig } from "../../../contracts/package-config.ts";
import { aliasesOf } from "../../llm/named-models.ts";
import { type EffectArguments, textArgument } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { askModel, modelAccess, modelLimitMs, modelTurn } from "./model.ts";

const MAX_CATEGORIES = 100;
const MAX_FORMULA = 1_000;
const FORMULA_STEPS = 10_000;

/** The model is told its task as the system part, so that the text itself cannot pass for one. */
function verb(task: (args: EffectArguments, context: EffectContext) => string, operand = "text"): EffectHandler {
  return {
    limitMs: modelLimitMs,
    async run(args, context) {
      const answer = await askModel(
        { system: task(args, context), prompt: textArgument(args, operand, context) },
        context,
      );
      return answer.trim();
    },
  };
}

const ONLY_TEXT = "Answer with the text only, without quotation marks and without a remark.";

/** One of the words, as the model names it; the last where it names none. */
function choice(
  question: string,
  words: (args: EffectArguments, context: EffectContext) => readonly string[],
): EffectHandler {
  return {
    limitMs: modelLimitMs,
    async run(args, context) {
      const options = words(args, context);
      const system = `${question} Answer with exactly one of these, and nothing else: ${options.join(", ")}.`;
      const answer = (await askModel({ system, prompt: textArgument(args, "text", context) }, context))
        .trim()
        .toLowerCase();
      const exact = options.find((option) => option.toLowerCase() === answer.replace(/[.!"']+$/g, ""));
      return exact ?? options.find((option) => answer.includes(option.toLowerCase())) ?? options.at(-1) ?? "";
    },
  };
}

function categories(args: EffectArguments, context: EffectContext): string[] {
  const given = args["categories"] ?? null;
  const list = listOf(given)?.map((item) => toText(item, context.values)) ?? toText(given, context.values).split(",");
  const names = list.map((name) => name.trim()).filter((name) => name !== "");
  if (names.length < 2 || names.length > MAX_CATEGORIES)
    throw new BasicError(ERR.badCall, `CLASSIFY needs 2 to ${MAX_CATEGORIES} categories.`);
  return names;
}

/** As the person would be answered: with knowledge, tools, contexts and what was said before. */
const answer: EffectHandler = {
  classOf: () => "pure",
  run: (args, context) => modelTurn("answer", textArgument(args, "question", context), context),
};

/** A formula is an expression of the language with no keyword in it; its variables are the fields of an object. */
const calculate: EffectHandler = {
  classOf: () => "pure",
  run(args, context) {
    const formula = textArgument(args, "formula", context);
    const given = args["variables"] ?? null;
    const failed = (why: string): BasicError => new BasicError(ERR.badCall, `CALCULATE: ${why}.`);
    if (formula.length > MAX_FORMULA) throw failed(`a formula has at most ${MAX_FORMULA} characters`);
    if (/[\r\n:]/.test(formula)) throw failed("a formula is one expression");
    const parsed = parse(`RETURN (${formula})`, "formula");
    const [problem] = parsed.diagnostics.filter(({ severity }) => severity === "error");
    const { program } = compile(parsed.script, { hash: "formula" });
    if (problem || !program) throw failed(problem?.message ?? "the formula cannot be read");
    const machine = createMachine(program, {
      seed: 1,
      timeZone: context.config.timeZone,
      locale: context.config.locale,
      limits: { maxSteps: FORMULA_STEPS, maxMemory: 1_000_000, maxTextLength: 100_000 },
      variables: isObject(given) ? given : newObject(),
    });
    const outcome = machine.run(context.session.now, FORMULA_STEPS * 2);
    if (outcome.kind === "done") return outcome.value;
    throw failed(outcome.kind === "error" ? outcome.error.message : "a formula only calculates");
  },
};

/** A rule named like a type of HEAR is checked by that type; any other is judged by the model. */
const validate: EffectHandler = {
  limitMs: modelLimitMs,
  async run(args, context) {
    const rule = textArgument(args, "rule", context).trim();
    const value = textArgument(args, "value", context);
    if (HEAR_TYPE_WORDS.includes(rule.toUpperCase())) {
      const hear = { as: rule.toUpperCase(), options: null, open: false, prompt: null, hasDefault: false };
      const request = { ...hear, default: null, timeout: 0, retries: 1, line: 0 };
      const clock = { ...context.values, now: () => context.session.now, locale: context.config.locale };
      return acceptAnswer(request, 1, { text: value }, clock).kind === "accepted";
    }
    const system = `Does the text keep this rule: ${rule}\nAnswer with yes or no, and nothing else.`;
    return /^\W*(yes|true|sim|sí|oui|ja)\b/i.test(await askModel({ system, prompt: value }, context));
  },
};

/** What a script may choose: the bot's model, those that its configuration offers beside it, and the aliases. */
function offered({ config }: EffectContext): string[] {
  const { keys } = config;
  return [...new Set([keys["llm-model"], ...keys["llm-models"], ...aliasesOf(config)].filter((name) => name !== ""))];
}

const useModel: EffectHandler = {
  // What is offered depends on the environment as well, so the choice is journalled.
  classOf: () => "recordable",
  waits: () => false,
  apply(name, session) {
    session.model = String(name);
    return null;
  },
  run(args, context) {
    const name = textArgument(args, "name", context).trim();
    const found = offered(context).find((one) => one.toLowerCase() === name.toLowerCase());
    if (found === undefined)
      throw new BasicError(
        ERR.badCall,
        `USE MODEL: the configuration offers no model "${name.slice(0, 60)}". Name it in llm-models, or as model-NAME.`,
      );
    return found;
  },
};

const ROUTINGS = packageConfig.shape["model-routing-strategy"].unwrap().out.options;

const setRouting: EffectHandler = {
  run(args, { session, values }) {
    const wanted = toText(args["routing"] ?? null, values)
      .trim()
      .toLowerCase();
    const routing = ROUTINGS.find((one) => one === wanted);
    if (routing === undefined)
      throw new BasicError(
        ERR.badCall,
        `SET MODEL ROUTING takes ${ROUTINGS.join(", ")}, not "${wanted.slice(0, 40)}".`,
      );
    session.routing = routing;
    // A model that was chosen by its name would go before any routing.
    delete session.model;
    return null;
  },
};

const currentModel: EffectHandler = {
  // The environment may name the model.
  classOf: () => "recordable",
  waits: () => false,
  run: (_, context) => {
    const { session, config } = context;
    const [first] = modelAccess(context, session)?.plan.targets ?? [];
    return first?.model ?? session.model ?? config.keys["llm-model"];
  },
};

const listModels: EffectHandler = { waits: () => false, run: (_, context) => offered(context) };

export const MODEL_VERB_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  REWRITE: verb(() => `You rewrite texts as you are asked. ${ONLY_TEXT}`, "prompt"),
  ANSWER: answer,
  TRANSLATE: verb(
    (args, context) => `Translate the text into ${textArgument(args, "language", context)}. ${ONLY_TEXT}`,
  ),
  SUMMARIZE: verb(() => `Summarise the text in a few sentences, in its own language. ${ONLY_TEXT}`),
  CLASSIFY: choice("To which category does the text belong?", categories),
  SENTIMENT: choice("What is the mood of the text?", () => ["positive", "negative", "neutral"]),
  "DETECT URGENCY": choice("How urgent is the text?", () => ["high", "medium", "low"]),
  "CLASSIFY INTENT": verb(() => "What does the text want? Answer with one lower-case word, and nothing else."),
  CALCULATE: calculate,
  VALIDATE: validate,
  "USE MODEL": useModel,
  "SET MODEL ROUTING": setRouting,
  "GET CURRENT MODEL": currentModel,
  "LIST MODELS": listModels,
};
