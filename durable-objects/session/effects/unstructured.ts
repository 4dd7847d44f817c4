/** SAVE FROM UNSTRUCTURED of a plain text: the model reads it into the columns of the table (reference 3.9). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import type { EffectContext } from "./effect.ts";
import { askModel } from "./model.ts";
import { isJson } from "./table-changes.ts";

const MAX_COLUMNS = 100;

/** The text as JSON, with a field for each column; columns of a table that does not exist yet are the model's choice. */
export async function structured(text: string, columns: readonly string[], context: EffectContext): Promise<string> {
  const fields =
    columns.length > 0
      ? `Use these fields and no other, null for what the text does not say: ${columns.slice(0, MAX_COLUMNS).join(", ")}.`
      : "Give each fact a field with a short name in lower case.";
  const system = `Read the text into one JSON object, or a list of such objects where it tells of several things. ${fields} Answer with the JSON only.`;
  const answer = await askModel({ system, prompt: text }, context);
  const json = /```(?:json)?\s*([\s\S]*?)```/.exec(answer)?.[1] ?? answer;
  if (!isJson(json)) throw new BasicError(ERR.remote, "SAVE FROM UNSTRUCTURED: the model's answer is not JSON.");
  return json.trim();
}
