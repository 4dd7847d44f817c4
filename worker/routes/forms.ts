/**
 * `POST /api/{bot}/forms/{name}`: what people send from a page (reference 4.9). Anybody may send; a page that the bot's
 * `form-origins` does not list is refused, a filled-in trap field is thanked for and dropped, and the script runs afterwards:
 * nobody waits for it.
 */
import { type Context, Hono } from "hono";
import { endpointName } from "../../contracts/event-names.ts";
import type { JsonObject } from "../../contracts/events.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { Endpoint } from "../../contracts/objects.ts";
import { systemClock } from "../../platform/clock.ts";
import { botOf } from "../auth/conversation.ts";
import { sha256Hex } from "../auth/secrets.ts";
import { readBytes } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { EndpointRate } from "../endpoint-rate.ts";
import { botStub, callObject } from "../objects.ts";
import { htmlPage } from "../pages/html.ts";
import { expectOk, FaultError } from "../problem.ts";
import { readSubmitted } from "../submitted.ts";
import { storeSubmitted } from "../submitted-files.ts";

const MAX_BODY = 10 * 1024 * 1024;
const READ_MS = 60_000;
/** Of one address, where the edge knows it, and of everybody together. */
const PER_ADDRESS = 20;
const PER_FORM = 600;
const MAX_ID = 256;
/** Fields that people do not see, and programs fill in. */
const TRAPS = ["_gotcha", "_honeypot"];
/** Where to go afterwards, as the page wishes. */
const NEXT = "_next";
const UTM = /^utm_(source|medium|campaign|term|content)$/;

export const forms = new Hono<AppEnv>();
const rate = new EndpointRate(systemClock);

forms.post("/:bot/forms/:name", async (c: Context<AppEnv, "/:bot/forms/:name">) => {
  const bot = botOf(c);
  const tenant = c.get("tenant");
  const name = endpointName(c.req.param("name"));
  const stub = () => botStub(c.env, tenant, bot);
  limit(c, `${tenant}/${bot}/${name}`);
  const endpoint = name === "" ? null : expectOk(await callObject(() => stub().endpoint("ON FORM SUBMIT", name)));
  if (endpoint === null) throw new FaultError("form.unknown", "This bot has no form of that name.");
  checkOrigin(c, endpoint);
  const bytes = new Uint8Array(await readBytes(c.req.raw, MAX_BODY, READ_MS));
  const { body, files } = await readSubmitted(c.req.header("content-type") ?? null, bytes);
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new FaultError("request.invalid", "A form sends its fields: as form data, or as a JSON object.");
  if (TRAPS.some((trap) => body[trap] !== undefined && body[trap] !== "")) return thank(c, endpoint, body);
  const key = `form/${name}/${await submissionOf(c)}`;
  const folder = `uploads/forms/${name}/${(await sha256Hex(key)).slice(0, 16)}`;
  const stored = await storeSubmitted(c, bot, files, folder, key);
  const fields: JsonObject = Object.fromEntries([
    ...Object.entries(body).filter(([field]) => !field.startsWith("_")),
    ...[...stored].map(([field, list]): [string, JsonValue] => [field, list.map(({ path }) => path).join(", ")]),
  ]);
  const paths = [...stored.values()].flatMap((list) => list.map(({ path }) => path));
  const event = { kind: "form" as const, form: name, fields, files: paths, metadata: metadataOf(c, body) };
  expectOk(await callObject(() => stub().raise(key, event)));
  return thank(c, endpoint, body);
});

function limit(c: Ctx, name: string): void {
  const address = c.req.header("cf-connecting-ip");
  const wait = (address && rate.take(`${name} ${address}`, PER_ADDRESS)) || rate.take(name, PER_FORM);
  if (wait > 0)
    throw new FaultError("rate.limited", "This form was sent too often; try again in a moment.", {
      headers: { "retry-after": `${wait}` },
    });
}

/** Sandboxed pages have the origin `null`, the bot's own among them: only where the list is empty they may send as well. */
function checkOrigin(c: Ctx, { origins }: Endpoint): void {
  c.set("embedOrigins", origins);
  const origin = c.req.header("origin");
  if (origin === undefined || origins.length === 0 || origins.includes(origin)) return;
  const isOwn = URL.canParse(origin) && new URL(origin).host === new URL(c.req.url).host;
  // A page of the bot's .gbui is sandboxed: its address is told by the referrer alone, as far as it is told.
  const referrer = c.req.header("referer") ?? "";
  const isOwnPage = origin === "null" && URL.canParse(referrer) && new URL(referrer).host === new URL(c.req.url).host;
  if (!isOwn && !isOwnPage)
    throw new FaultError(
      "auth.forbidden",
      "This form may not be sent from that page; the bot's config lists form-origins.",
    );
}

async function submissionOf(c: Ctx): Promise<string> {
  const given = c.req.header("idempotency-key");
  if (given === undefined) return crypto.randomUUID();
  if (given.length > MAX_ID)
    throw new FaultError("request.invalid", `Idempotency-Key has at most ${MAX_ID} characters.`);
  return (await sha256Hex(given)).slice(0, 40);
}

function metadataOf(c: Ctx, body: JsonObject): JsonObject {
  const query = Object.fromEntries(new URL(c.req.url).searchParams);
  const campaign = Object.entries({ ...query, ...body }).filter(([name]) => UTM.test(name));
  const header = (name: string): string | null => c.req.header(name)?.slice(0, 1_000) ?? null;
  return {
    ...Object.fromEntries(campaign),
    ip: header("cf-connecting-ip"),
    referrer: header("referer"),
    origin: header("origin"),
    user_agent: header("user-agent"),
    language: header("accept-language"),
    submitted_at: new Date(systemClock.now()).toISOString(),
  };
}

/** JSON for programs; for a page that sent its form itself the next page: `_next`, a path of this host, before `form-redirect`. */
async function thank(c: Ctx, { redirect }: Endpoint, body: JsonObject): Promise<Response> {
  if (!(c.req.header("accept") ?? "").includes("text/html")) return c.json({ status: "ok" });
  const next = localPath(c, body[NEXT]) ?? redirect;
  if (next !== null && isAddress(next)) return c.redirect(next, 303);
  const text = "<main><p>Thank you. Your form has been sent.</p></main>";
  return htmlPage(c, {
    title: "Thank you",
    description: "",
    language: "en",
    styles: [],
    scripts: [],
    body: text,
    frameAncestors: [],
  });
}

/** Nobody can be sent to another host by what a form says. */
function localPath(c: Ctx, next: JsonValue | undefined): string | null {
  if (typeof next !== "string" || !/^\/(?![/\\])/.test(next) || next.length > 2_000) return null;
  const { origin } = new URL(c.req.url);
  if (!URL.canParse(next, origin)) return null;
  const url = new URL(next, origin);
  return url.origin === origin ? `${url.pathname}${url.search}${url.hash}` : null;
}

const isAddress = (next: string): boolean =>
  /^\/(?![/\\])/.test(next) || (URL.canParse(next) && /^https?:$/.test(new URL(next).protocol));
