/** FILL of a DOCX template: {{name}} from data or from the script's variables, a file of the drive (reference 3.9). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import { RecordSet, type Value } from "../../../basic/values.ts";
import { SHEET_LIMITS } from "../../../contracts/gateway-sheets.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import type { GatewayClient } from "../../../platform/gateway-client.ts";
import { fillTemplate } from "../../../platform/gateway-sheets.ts";
import { FILE_LIMIT_MS, fileValue, pathArgument, storeFile, targetPath } from "./drive-writes.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { fileOrRaise, gatewayFor, readBytes } from "./package-files.ts";
import { plain } from "./table-changes.ts";
import { inWords } from "./table-files.ts";

const MAX_NAMES = 1_000;

const fillDocument: EffectHandler = {
  limitMs: () => FILE_LIMIT_MS,
  async run(args, context) {
    const file = await fileOrRaise(pathArgument(args["template"], context), context);
    if (!/\.docx$/i.test(file.name))
      throw new BasicError(ERR.badCall, `FILL fills Word documents (.docx), and not "${file.path}".`);
    // FILL "a.docx" TO "b.docx" written as a call has its path in the second place.
    const second = args["data"] ?? null;
    const isPath = typeof second === "string";
    const to = args["path"] ?? (isPath ? second : null);
    const gateway = gatewayFor(`"${file.path}" needs the GPU gateway to be filled`, context);
    const template = await readBytes(file, context, SHEET_LIMITS.bodyBytes);
    const given = isPath ? null : second;
    const data = given === null ? await variablesOf(gateway, template, file.name, context) : fieldsOf(given, context);
    const bytes = await inWords(file.path, () => fillTemplate(gateway, template, data, context.signal));
    const path =
      to === null
        ? `documents/${context.effectKey.split("/").slice(1).join("-")}-${file.name}`
        : targetPath(pathArgument(to, context), file.name);
    return fileValue(await storeFile(path, bytes, context), context);
  },
};

function fieldsOf(value: Value, context: EffectContext): Record<string, JsonValue> {
  const row = value instanceof RecordSet ? (value.rows[0] ?? null) : value;
  if (!isObject(row)) throw new BasicError(ERR.badCall, "FILL of a document needs an object with its fields.");
  return plain(row, context.values) as Record<string, JsonValue>;
}

/** The variables that the template names. */
async function variablesOf(
  gateway: GatewayClient,
  template: Uint8Array<ArrayBuffer>,
  fileName: string,
  context: EffectContext,
): Promise<Record<string, JsonValue>> {
  const { pages } = await inWords(fileName, () =>
    // A copy: the template is sent once more, to be filled.
    gateway.extract({ body: template.slice(), fileName, signal: context.signal }),
  );
  const text = pages.map((page) => page.text).join("\n");
  const names = [...text.matchAll(/\{\{[#^]?\s*([\p{L}_][\p{L}\p{N}_]*)/gu)].map(([, name = ""]) => name.toLowerCase());
  const fields: [string, JsonValue][] = [];
  for (const name of new Set(names.slice(0, MAX_NAMES))) {
    const value = context.variable(name);
    if (value !== undefined) fields.push([name, plain(value, context.values)]);
  }
  return Object.fromEntries(fields);
}

export const FILL_EFFECTS: Readonly<Record<string, EffectHandler>> = { "FILL DOCUMENT": fillDocument };
