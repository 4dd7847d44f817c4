/** SYNCHRONIZE: all pages of a web service into a table, changed by key (reference 3.9). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import { findKey } from "../../../basic/operations/fields.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import type { BasicObject, Value } from "../../../basic/values.ts";
import type { OutboundResponse } from "../../../contracts/outbound.ts";
import { callObject, dataObject } from "../../objects.ts";
import { textArgument } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { bodyValue } from "./http-answer.ts";
import { fullAddress, noAnswer, send } from "./http-send.ts";
import { changeOf } from "./table-changes.ts";

const PAGE = 100;
const MAX_PAGES = 1_000;
const MAX_ROWS = 100_000;
const LIMIT_MS = 240_000;
/** Where services put the list of an answer. */
const LISTS = ["items", "data", "results", "value", "records", "rows", "entries"];

/**
 * Pages count from 1 and are asked for until one is empty or shorter than the first. Each page is written as it comes, under
 * a name of its own: a call that is taken up after a crash writes none twice.
 */
const synchronize: EffectHandler = {
  limitMs: () => LIMIT_MS,
  async run(args, context) {
    const base = fullAddress(textArgument(args, "endpoint", context), context);
    const table = textArgument(args, "table", context).trim();
    const key = textArgument(args, "key", context).trim();
    const pageName = textArgument(args, "page", context).trim();
    const limitName = textArgument(args, "limit", context).trim();
    if (!URL.canParse(base))
      throw new BasicError(ERR.badCall, "SYNCHRONIZE needs the address of a service, https://...");
    if (key === "" || pageName === "")
      throw new BasicError(ERR.badCall, "SYNCHRONIZE needs the key column and the name of the page's parameter.");
    const end = context.clock.now() + LIMIT_MS - 10_000;
    let written = 0;
    let full = 0;
    for (let page = 1; ; page++) {
      if (page > MAX_PAGES || written >= MAX_ROWS || context.clock.now() > end) {
        context.warn(
          `SYNCHRONIZE stopped after ${page - 1} pages and ${written} rows; what came until then is in "${table}".`,
        );
        return written;
      }
      const url = new URL(base);
      url.searchParams.set(pageName, String(page));
      if (limitName !== "") url.searchParams.set(limitName, String(PAGE));
      const rows = await rowsOf(url.href, page, context);
      if (rows.length === 0) return written;
      await merge(table, key, rows, page, context);
      written += rows.length;
      full = Math.max(full, rows.length);
      if (rows.length < full) return written;
    }
  },
};

async function rowsOf(url: string, page: number, context: EffectContext): Promise<BasicObject[]> {
  let answer: OutboundResponse;
  try {
    answer = await send({ method: "GET", url }, context);
  } catch (error) {
    const { number, message } = noAnswer(error, context);
    throw new BasicError(number, `SYNCHRONIZE, page ${page}: ${message}`);
  }
  if (answer.status >= 400)
    throw new BasicError(ERR.remote, `SYNCHRONIZE, page ${page}: the server answered ${answer.status}.`);
  const list = listOf(bodyValue(answer, context) ?? null);
  if (!list) throw new BasicError(ERR.remote, `SYNCHRONIZE, page ${page}: the answer is no list of objects.`);
  return list.filter(isObject);
}

function listOf(body: Value): readonly Value[] | null {
  if (Array.isArray(body)) return body;
  if (body === null) return [];
  if (!isObject(body)) return null;
  for (const name of LISTS) {
    const list = body[findKey(body, name) ?? ""];
    if (Array.isArray(list)) return list;
  }
  return null;
}

async function merge(
  table: string,
  key: string,
  rows: BasicObject[],
  page: number,
  context: EffectContext,
): Promise<void> {
  const missing = rows.find((row) => toText(row[findKey(row, key) ?? ""] ?? null, context.values) === "");
  if (missing) throw new BasicError(ERR.badCall, `SYNCHRONIZE, page ${page}: an object has no "${key.slice(0, 60)}".`);
  const change = changeOf("MERGE", { table, rows, key }, context.values);
  const data = dataObject(context.env, context.identity.key);
  const world = { now: context.session.now, timeZone: context.config.timeZone };
  const result = await callObject(context.clock, context.signal, () =>
    data.change(`${context.effectKey}/${page}`, change, world),
  );
  if (!result.ok) throw new BasicError(ERR.badCall, `SYNCHRONIZE, page ${page}: ${result.detail}`);
  if (page === 1) for (const warning of result.value.warnings) context.warn(warning);
}

export const SYNCHRONIZE_EFFECTS: Readonly<Record<string, EffectHandler>> = { SYNCHRONIZE: synchronize };
