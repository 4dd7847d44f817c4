/** LLM ... WITH JSON and LLM ... WITH an object of names and types: values of the model's answer in place of its text. */
import { BasicError, convertArguments, ERR, inputSchema, newObject, type Tool, toText } from "../../../basic/index.ts";
import { fromPlain } from "../../../basic/operations/json.ts";
import type { BasicObject, Value } from "../../../basic/values.ts";
import type { ModelCall, ModelMessage } from "../../../contracts/model-call.ts";
import type { EffectContext } from "./effect.ts";
import { askModel, userMessage } from "./model.ts";

const MAX_FIELDS = 100;
const ONLY_JSON = "Answer with JSON only.";

/** Any JSON. Throws error 500 where also the second answer is none. */
export function askForJson(prompt: string, context: EffectContext): Promise<Value> {
  return checked(prompt, ONLY_JSON, null, context, (text) => {
    const found = parsed(text);
    return found === undefined ? { problem: "That is not JSON." } : { value: fromPlain(found, context.values) };
  });
}

/**
 * An object with these fields; the types are those of PARAM, a text that ends in `?` may be missing. Error 5 for fields
 * that cannot be asked for, 500 where also the second answer does not fit.
 */
export async function askForFields(prompt: string, fields: BasicObject, context: EffectContext): Promise<Value> {
  const params = Object.entries(fields).map(([name, type]) => field(name, toText(type, context.values)));
  if (params.length === 0 || params.length > MAX_FIELDS)
    throw new BasicError(ERR.badCall, `LLM WITH an object needs 1 to ${MAX_FIELDS} names with their types.`);
  // JSON Schema is JSON.
  const schema = inputSchema(params) as unknown as NonNullable<NonNullable<ModelCall["json"]>["schema"]>;
  const system = `${ONLY_JSON} It is an object of this JSON Schema: ${JSON.stringify(schema)}`;
  return checked(prompt, system, schema, context, (text) => {
    const found = parsed(text);
    if (found === undefined) return { problem: "That is not JSON." };
    const { list, problems } = convertArguments(params, found, context.values);
    if (problems.length > 0) return { problem: problems.map(({ message }) => message).join(" ") };
    return { value: newObject(params.map(({ name }, index) => [name, list[index] ?? null])) };
  });
}

type Reading = { value: Value } | { problem: string };

/** Asks, and once more with what was wrong. */
async function checked(
  prompt: string,
  system: string,
  schema: NonNullable<ModelCall["json"]>["schema"],
  context: EffectContext,
  read: (text: string) => Reading,
): Promise<Value> {
  const json = { schema };
  const first = await askModel({ prompt, system, json }, context);
  const reading = read(first);
  if ("value" in reading) return reading.value;
  const then: ModelMessage[] = [
    { role: "assistant", content: [{ type: "text", text: first || "(nothing)" }] },
    userMessage(`${reading.problem} Answer again, with nothing but the JSON.`),
  ];
  const second = read(await askModel({ prompt, system, json, then }, context));
  if ("value" in second) return second.value;
  throw new BasicError(ERR.remote, `LLM: the model's answer does not fit: ${second.problem}`);
}

/** The JSON of an answer, also in a fenced block of Markdown; undefined where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(/```(?:json)?\s*([\s\S]*?)```/.exec(text)?.[1] ?? text);
  } catch {
    return undefined;
  }
}

function field(name: string, type: string): Tool["params"][number] {
  const optional = type.trim().endsWith("?");
  const word = type.trim().replace(/\?$/, "").trim();
  return { name, type: word, description: null, example: null, enum: null, default: null, optional };
}
