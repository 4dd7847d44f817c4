/** SET PAGE MODE "auto": GET follows the next page of a list and joins the items (reference 3.10). Every bound ends it with a warning. */

import { isObject } from "../../../basic/operations/compare.ts";
import { findKey } from "../../../basic/operations/fields.ts";
import type { BasicObject, Value } from "../../../basic/values.ts";
import type { OutboundResponse } from "../../../contracts/outbound.ts";
import type { EffectContext } from "./effect.ts";
import { bodyValue } from "./http-answer.ts";
import { httpTimeoutMs, MAX_ANSWER_BYTES, noAnswer, send } from "./http-send.ts";

const MAX_PAGES = 100;
const MAX_ITEMS = 10_000;
/** All pages together have this many times the time of one request. */
const TIMES = 4;
const LISTS = ["items", "data", "results", "value", "records", "rows", "entries"];
const NEXT = ["next", "nextLink", "@odata.nextLink", "next_url", "next_page_url", "nextPageUrl", "next_page"];
const HOLDERS = ["links", "_links", "paging", "pagination", "meta"];

export const pagesLimitMs = (context: EffectContext): number => httpTimeoutMs(context) * TIMES;

/** The first page's body with the items of all pages that follow. */
export async function joinPages(first: OutboundResponse, body: Value, context: EffectContext): Promise<Value> {
  const list = listOf(body);
  if (!list) return body;
  const seen = new Set([first.url]);
  const end = context.clock.now() + pagesLimitMs(context);
  let bytes = first.body.byteLength;
  let next = nextOf(first, body);
  const stop = (why: string): Value => {
    context.warn(`The pages were followed up to page ${seen.size}: ${why}.`);
    return body;
  };
  while (next !== null) {
    if (seen.has(next)) return stop("the next page is one that came before");
    // What the script's headers carry is meant for the site that it named.
    if (new URL(next).origin !== new URL(first.url).origin) return stop("the next page lies on another site");
    if (seen.size >= MAX_PAGES) return stop(`${MAX_PAGES} pages are the most`);
    if (list.length >= MAX_ITEMS) return stop(`${MAX_ITEMS} items are the most`);
    const timeoutMs = Math.min(httpTimeoutMs(context), end - context.clock.now());
    if (timeoutMs <= 0) return stop("the time is over");
    seen.add(next);
    try {
      const page = await send({ method: "GET", url: next, timeoutMs, maxBytes: MAX_ANSWER_BYTES - bytes }, context);
      const value = bodyValue(page, context) ?? null;
      const items = page.status < 300 ? listOf(value) : null;
      if (!items) return stop(`the next page was answered with status ${page.status} and no list`);
      bytes += page.body.byteLength;
      for (const item of items.slice(0, MAX_ITEMS - list.length)) list.push(item);
      next = items.length === 0 ? null : nextOf(page, value);
    } catch (error) {
      return stop(noAnswer(error, context).message);
    }
  }
  return body;
}

function listOf(body: Value): Value[] | null {
  if (Array.isArray(body)) return body;
  if (!isObject(body)) return null;
  for (const name of LISTS) {
    const list = field(body, name);
    if (Array.isArray(list)) return list;
  }
  return null;
}

/** By the header Link (RFC 8288), or by the names that are usual in bodies. Absolute; null where there is none. */
function nextOf({ headers, url }: OutboundResponse, body: Value): string | null {
  const link = /<([^<>]{1,8000})>\s*;(?:[^<,]*;)?\s*rel="?next"?(?:[\s;,]|$)/i.exec(headers["link"] ?? "")?.[1];
  const target = link ?? (isObject(body) ? nextIn(body) : null);
  return target !== null && URL.canParse(target, url) ? new URL(target, url).href : null;
}

function nextIn(body: BasicObject): string | null {
  const places = [body, ...HOLDERS.map((name) => field(body, name)).filter(isObject)];
  for (const place of places) {
    for (const name of NEXT) {
      const found = field(place, name);
      const target = isObject(found) ? field(found, "href") : found;
      // A number or a token is a parameter of an address that only the server's documentation knows.
      if (typeof target === "string" && /^(https?:\/\/|[/?])/i.test(target)) return target;
    }
  }
  return null;
}

function field(object: BasicObject, name: string): Value {
  const key = findKey(object, name);
  return key === undefined ? null : (object[key] ?? null);
}
