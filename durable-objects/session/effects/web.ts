/**
 * RSS and SCRAPE: what stands on a page or in a feed of the web (reference 3.10); the gateway reads the markup. USE WEBSITE: a
 * site whose pages the bot reads into its knowledge (reference 4.10).
 */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { toNumber } from "../../../basic/operations/numbers.ts";
import { newObject, type Value } from "../../../basic/values.ts";
import { WEB_LIMITS, type WebAnswer, type WebQuestion } from "../../../contracts/gateway-web.ts";
import { WEBSITE_PREFIX } from "../../../contracts/websites.ts";
import { GatewayError } from "../../../platform/gateway-client.ts";
import { readWeb } from "../../../platform/gateway-web.ts";
import { shownUrl } from "../../../platform/outbound/check-url.ts";
import { botObject, callObject } from "../../objects.ts";
import { readWebsite } from "../../web/website-address.ts";
import { type EffectArguments, optionalText, textArgument } from "./arguments.ts";
import { type EffectContext, type EffectHandler, NoValue } from "./effect.ts";
import { fullAddress, httpLimitMs, noAnswer, send } from "./http-send.ts";
import { MAX_ATTACHED } from "./knowledge.ts";
import { gatewayFor } from "./package-files.ts";

/** For the reading, beside the request itself. */
const READING_MS = 30_000;

/** Puts the question about what lies at `url`; NULL and ERR where there is no answer, or one with a status from 400 on. */
async function ask<K extends "feed" | "text" | "texts" | "table" | "links" | "images">(
  kind: K,
  more: Omit<Extract<WebQuestion, { kind: K }>, "kind" | "url" | "contentType">,
  args: EffectArguments,
  context: EffectContext,
): Promise<WebAnswer<K>> {
  const url = fullAddress(textArgument(args, "url", context), context);
  const gateway = gatewayFor("Pages are read by the GPU gateway", context);
  try {
    const accept = kind === "feed" ? "application/rss+xml, application/atom+xml, */*;q=0.8" : "text/html, */*;q=0.8";
    const answer = await send({ method: "GET", url, headers: { accept }, maxBytes: WEB_LIMITS.bodyBytes }, context);
    if (answer.status >= 400)
      throw new NoValue(ERR.remote, `${shownUrl(url)} was answered with status ${answer.status}.`);
    const contentType = (answer.headers["content-type"] ?? "").slice(0, 300);
    // The kind says which of the questions this is; what TypeScript makes of the spread is their sum.
    const question = { kind, url: answer.url, contentType, ...more } as unknown as Extract<WebQuestion, { kind: K }>;
    return await readWeb(gateway, question, answer.body, context.signal);
  } catch (error) {
    if (error instanceof BasicError) throw error;
    if (error instanceof GatewayError) throw inScript(error, url);
    const { number, message } = noAnswer(error, context);
    throw new NoValue(number, message);
  }
}

function inScript(error: GatewayError, url: string): BasicError {
  if (error.code === "document.unknown-part") return new BasicError(ERR.badCall, error.message);
  return new NoValue(error.code === "gateway.timeout" ? ERR.timeout : ERR.remote, `${shownUrl(url)}: ${error.message}`);
}

function selectorOf(args: EffectArguments, context: EffectContext): string {
  const selector = textArgument(args, "selector", context).trim();
  if (selector === "" || selector.length > WEB_LIMITS.selector)
    throw new BasicError(ERR.badCall, `A CSS selector has 1 to ${WEB_LIMITS.selector} characters, such as .price.`);
  return selector;
}

const reading = (run: (args: EffectArguments, context: EffectContext) => Promise<Value>): EffectHandler => ({
  limitMs: (context) => httpLimitMs(context) + READING_MS,
  run,
});

const rows = (items: readonly Readonly<Record<string, string>>[]): Value =>
  items.map((item) => newObject(Object.entries(item)));

const rss = reading(async (args, context) => {
  const given = args["count"] ?? null;
  const count = given === null ? WEB_LIMITS.entries : Math.trunc(toNumber(given, context.values));
  if (!(count >= 1)) throw new BasicError(ERR.badCall, "RSS takes how many entries you want: 1 or more.");
  return rows(await ask("feed", { count: Math.min(count, WEB_LIMITS.entries) }, args, context));
});

const scrapeTable = reading(async (args, context) => {
  const selector = (args["selector"] ?? null) === null ? "table" : selectorOf(args, context);
  const table = await ask("table", { selector }, args, context);
  if (table === null) return [];
  return table.rows.map((cells) => newObject(table.columns.map((name, index) => [name, cells[index] ?? ""])));
});

const useWebsite: EffectHandler = {
  async run(args, context) {
    const url = textArgument(args, "url", context);
    const period = optionalText(args, "period", context);
    try {
      readWebsite(url, period);
    } catch (error) {
      throw error instanceof RangeError ? new BasicError(ERR.badCall, error.message) : error;
    }
    const bot = botObject(context.env, context.identity.key);
    const used = await callObject(context.clock, context.signal, () => bot.useWebsite(url, period));
    if (!used.ok) throw new BasicError(ERR.overflow, used.detail);
    const { knowledge } = context.session;
    if (!knowledge.includes(used.value) && knowledge.length >= MAX_ATTACHED)
      throw new BasicError(ERR.overflow, `A conversation has at most ${MAX_ATTACHED} knowledge collections.`);
    return used.value;
  },
  apply(result, session) {
    if (typeof result === "string" && !session.knowledge.includes(result)) session.knowledge.push(result);
    return null;
  },
};

const clearWebsites: EffectHandler = {
  run(_args, { session }) {
    session.knowledge = session.knowledge.filter((collection) => !collection.startsWith(WEBSITE_PREFIX));
    return null;
  },
};

export const WEB_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "USE WEBSITE": useWebsite,
  "CLEAR WEBSITES": clearWebsites,
  RSS: rss,
  SCRAPE: reading(async (args, context) => ask("text", { selector: selectorOf(args, context) }, args, context)),
  "SCRAPE ALL": reading(async (args, context) => ask("texts", { selector: selectorOf(args, context) }, args, context)),
  "SCRAPE TABLE": scrapeTable,
  "SCRAPE LINKS": reading(async (args, context) => rows(await ask("links", {}, args, context))),
  "SCRAPE IMAGES": reading(async (args, context) => rows(await ask("images", {}, args, context))),
};
