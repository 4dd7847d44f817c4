/** Web sites: what is read and what is not, rounds, bounds, and what scripts take from pages. The gateway's own readers answer. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { zipSync } from "fflate";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readParts } from "../../contracts/gateway-sheets.ts";
import { WEB_PATH, type WebQuestion } from "../../contracts/gateway-web.ts";
import type { CollectionStatus } from "../../contracts/knowledge.ts";
import type { BotApi } from "../../contracts/objects.ts";
import type { BotObject } from "../../durable-objects/bot-object.ts";
import { replayAll } from "./support-replay.ts";
import { open, TENANT, told } from "./support-session.ts";

afterAll(replayAll, 120_000);

/**
 * The gateway's readers, which need nothing of Node's that workerd does not have. Imported by a text, because its types are
 * those of Node and this project's are not.
 */
const reader = async <T>(path: Promise<unknown>): Promise<T> => (await path) as T;
interface Site {
  rules(): object;
  among(urls: readonly string[], base: string): string[];
}
const { createSite } = await reader<{ createSite(scope: object): Site }>(
  import("../../gpu-gateway/src/web/site.ts" as string),
);
type Read = (bytes: Uint8Array, question: object, site: Site) => object;
const { readPage } = await reader<{ readPage: Read }>(import("../../gpu-gateway/src/web/page.ts" as string));
const { readSitemap } = await reader<{ readSitemap: Read }>(import("../../gpu-gateway/src/web/sitemap.ts" as string));
const { readTexts } = await reader<{ readTexts(bytes: Uint8Array, question: object, most: number): string[] }>(
  import("../../gpu-gateway/src/web/page-parts.ts" as string),
);

const SITE = "https://site.example";
interface Asked {
  path: string;
  headers: Headers;
}
let asked: Asked[] = [];
let site: (path: string, headers: Headers) => Response = () => new Response(null, { status: 404 });
const html = (body: string, init: ResponseInit = {}) =>
  new Response(body, { ...init, headers: { "content-type": "text/html", ...init.headers } });
const paths = () => asked.map(({ path }) => path);

beforeEach(async () => {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const jwk = { ...(await crypto.subtle.exportKey("jwk", pair.privateKey)), kid: "k" };
  Object.assign(env, { GATEWAY_URL: "http://gateway.test", GATEWAY_PRIVATE_JWK: JSON.stringify(jwk) });
  asked = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const url = new URL(String(input));
    if (url.host === "gateway.test") return gateway(url.pathname, init?.body as Uint8Array<ArrayBuffer>);
    const headers = new Headers(init?.headers);
    asked.push({ path: url.href.slice(SITE.length), headers });
    return site(url.href.slice(SITE.length), headers);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(env, { GATEWAY_URL: undefined, GATEWAY_PRIVATE_JWK: undefined });
});

function gateway(path: string, body: Uint8Array<ArrayBuffer>): Response {
  if (path !== WEB_PATH) {
    const text = new TextDecoder().decode(body).replaceAll(/<[^>]*>/g, " ");
    return Response.json({ type: "html", title: null, pages: [{ page: 1, text, headings: [] }], warnings: [] });
  }
  const parts = readParts(body, 1_000_000);
  const question = parts?.head as WebQuestion;
  const bytes = parts?.bytes ?? new Uint8Array();
  if (question.kind === "robots") return Response.json(createSite(question.scope).rules());
  if (question.kind === "urls")
    return Response.json(createSite(question.scope).among(question.urls, question.scope.start));
  if (question.kind === "sitemap") return Response.json(readSitemap(bytes, question, createSite(question.scope)));
  if (question.kind === "page") return Response.json(readPage(bytes, question, createSite(question.scope)));
  if (question.kind === "text") return Response.json(readTexts(bytes, question, 1)[0] ?? null);
  throw new Error(`no answer to ${question.kind}`);
}

let bots = 0;
const stubOf = (bot: string) => env.BOT.getByName(`${TENANT}/${bot}`);
const botOf = (bot: string) => stubOf(bot) as unknown as BotApi;

async function publish(bot: string, start: string, config: Record<string, string> = {}): Promise<string> {
  const rows = Object.entries(config).map(([key, value]) => `${key},${value}\n`);
  const files = { "k.gbdialog/start.bas": start, "k.gbot/config.csv": `name,value\n${rows.join("")}` };
  const zip = zipSync(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)])),
  );
  const published = await botOf(bot).publish(TENANT, bot, zip.slice().buffer);
  if (!published.ok) throw new Error(published.detail);
  return bot;
}

/** Alarms until the site waits, as if there were no pauses between requests. */
async function crawl(bot: string, rounds = 200): Promise<CollectionStatus[]> {
  const at = stubOf(bot) as unknown as DurableObjectStub<BotObject>;
  const isBusy = () =>
    runInDurableObject(at, (_, state) => {
      const { sql } = state.storage;
      sql.exec("UPDATE websites SET due_at = 0 WHERE state = 'reading' OR finished_at IS NULL");
      sql.exec("DELETE FROM web_hosts");
      sql.exec("UPDATE index_jobs SET due_at = 0");
      return (
        sql
          .exec<{ n: number }>(
            `SELECT (SELECT count(*) FROM websites WHERE state = 'reading' OR finished_at IS NULL)
             + (SELECT count(*) FROM index_jobs WHERE state = 'pending') AS n`,
          )
          .one().n > 0
      );
    });
  for (let round = 0; round < rounds && (await isBusy()); round += 1) {
    await runInDurableObject(at, (_, state) => state.storage.setAlarm(Date.now() + 60_000));
    await runDurableObjectAlarm(stubOf(bot));
  }
  return botOf(bot).knowledgeCollections();
}

/** The next round, as if the period were over. */
async function again(bot: string): Promise<CollectionStatus[]> {
  asked = [];
  await runInDurableObject(stubOf(bot) as unknown as DurableObjectStub<BotObject>, (_, state) => {
    state.storage.sql.exec("UPDATE websites SET finished_at = NULL");
  });
  return crawl(bot);
}

const documents = async (bot: string, collection = "web:site.example") =>
  (await botOf(bot).knowledgeDocuments(collection, 200, null)).items.map(({ path }) => path.slice(SITE.length));

describe("a web site", () => {
  const PAGES: Record<string, string> = {
    "/": '<title>Home</title>The otter swims. <a href="/a">a</a> <a href="/private/x">x</a> <a href="/moved">m</a> <a href="/out">o</a>',
    "/a": '<title>A</title>The badger digs. <a href="/b">b</a> <a href="/hidden">h</a> <a href="https://other.example/">o</a>',
    "/b": "<title>B</title>The heron waits.",
    "/hidden": '<meta name="robots" content="noindex">Nobody. <a href="/c">c</a>',
    "/c": "<title>C</title>The lynx listens.",
    "/from-map": "<title>M</title>The mole maps.",
  };
  const serve = (path: string, headers: Headers): Response => {
    if (path === "/robots.txt") return new Response("User-agent: *\nDisallow: /private\nCrawl-delay: 2");
    if (path === "/sitemap.xml") return new Response(`<urlset><url><loc>${SITE}/from-map</loc></url></urlset>`);
    if (path === "/moved") return new Response(null, { status: 301, headers: { location: "/b" } });
    if (path === "/out") return new Response(null, { status: 302, headers: { location: "http://169.254.169.254/" } });
    const page = PAGES[path];
    if (page === undefined) return new Response(null, { status: 404 });
    const etag = `"${page.length}"`;
    if (headers.get("if-none-match") === etag) return new Response(null, { status: 304 });
    return html(page, { headers: { etag } });
  };

  test("is read as it allows, answers, changes, shrinks, and goes with the line that names it", async () => {
    site = serve;
    const script = `USE WEBSITE "${SITE}" REFRESH "7d"\nr = THINK KB "badger"\nTALK r.total_results, " ", r.sources[0]\nCLEAR WEBSITES\nr = THINK KB "badger"\nTALK r.total_results`;
    const bot = await publish(`web-${++bots}`, script);
    const [status] = await crawl(bot);
    expect(await documents(bot)).toEqual(["/", "/a", "/b", "/c", "/from-map"]);
    expect(status).toMatchObject({ name: "web:site.example", documents: 5, pending: 0, failed: 0 });
    expect(status?.website).toMatchObject({ url: `${SITE}/`, state: "waiting", pages: 5, reason: null, failures: [] });
    expect(Date.parse(status?.website?.nextAt ?? "") - Date.now()).toBeGreaterThan(6 * 86_400_000);
    expect(paths().slice(0, 2)).toEqual(["/robots.txt", "/sitemap.xml"]);
    expect(new Set(paths()).size).toBe(paths().length);
    expect(paths().filter((path) => path.includes("private") || path.includes("169.254"))).toEqual([]);
    expect(asked[0]?.headers.get("user-agent")).toBe("Basalt/0.1");

    const talk = await open(bot);
    expect(told(talk.first.frames)).toEqual(expect.arrayContaining([`bot: 1 ${SITE}/a`, "bot: 0"]));

    // Unchanged pages answer 304; what is gone answers no more.
    delete PAGES["/c"];
    PAGES["/a"] += " And sleeps.";
    const [after] = await again(bot);
    expect(await documents(bot)).toEqual(["/", "/a", "/b", "/from-map"]);
    expect(after).toMatchObject({ documents: 4, website: { state: "waiting", pages: 4 } });

    await publish(bot, "TALK 1");
    await crawl(bot);
    expect(await botOf(bot).knowledgeCollections()).toEqual([]);
    expect(await documents(bot)).toEqual([]);
  });

  test("waits between requests as long as it is asked to, and backs off from one that fails", async () => {
    site = serve;
    const bot = await publish(`web-${++bots}`, `USE WEBSITE "${SITE}"`);
    const at = stubOf(bot) as unknown as DurableObjectStub<BotObject>;
    const step = async () => {
      await runInDurableObject(at, (_, state) => state.storage.setAlarm(Date.now() + 60_000));
      await runDurableObjectAlarm(stubOf(bot));
    };
    await step();
    await step();
    await step();
    expect(paths()).toEqual(["/robots.txt"]);
    const [status] = await botOf(bot).knowledgeCollections();
    expect(Date.parse(status?.website?.nextAt ?? "") - Date.now()).toBeGreaterThan(500);

    site = () => new Response(null, { status: 503, headers: { "retry-after": "120" } });
    await runInDurableObject(at, (_, state) => {
      state.storage.sql.exec("UPDATE websites SET due_at = 0");
      state.storage.sql.exec("DELETE FROM web_hosts");
    });
    await step();
    const [busy] = await botOf(bot).knowledgeCollections();
    expect(busy?.website).toMatchObject({ state: "reading", reason: "The site answers with status 503." });
    expect(Date.parse(busy?.website?.nextAt ?? "") - Date.now()).toBeGreaterThan(100_000);
    const [failed] = await crawl(bot);
    expect(failed?.website).toMatchObject({ state: "failed", pages: 0 });
    expect(asked.length).toBeLessThan(15);
  });

  test("with traps in it is read within its bounds", async () => {
    site = (path) => {
      if (path === "/robots.txt") return new Response(null, { status: 404 });
      if (path === "/huge") return html("x".repeat(6_000_000));
      const day = Number(/day=(\d+)/.exec(path)?.[1] ?? "0");
      const deep = `${path.split("?")[0]?.replace(/\/$/, "")}/p${path.length}`;
      return html(`Page ${path} <a href="?day=${day + 1}">next</a> <a href="${deep}">deep</a> <a href="/huge">h</a>`);
    };
    const bot = await publish(`web-${++bots}`, `USE WEBSITE "${SITE}"`, {
      "website-max-pages": "12",
      "website-max-depth": "4",
    });
    const [status] = await crawl(bot);
    expect(status?.website).toMatchObject({ state: "waiting", pages: 12 });
    expect(asked.length).toBeLessThan(60);
    const found = await documents(bot);
    expect(found.filter((path) => path.split("/").length > 6)).toEqual([]);
  });

  test("that does not want us, or leads elsewhere, says so", async () => {
    const reason = async (answer: typeof site, url = SITE) => {
      site = answer;
      asked = [];
      const [status] = await crawl(await publish(`web-${++bots}`, `USE WEBSITE "${url}"`));
      return status?.website;
    };
    expect(await reason(() => new Response("User-agent: Basalt\nDisallow: /"))).toMatchObject({
      state: "failed",
      reason: "The site's robots.txt does not let Basalt read this address.",
    });
    expect(paths()).toEqual(["/robots.txt"]);
    const away = (path: string) =>
      path === "/robots.txt"
        ? new Response("")
        : new Response(null, { status: 301, headers: { location: "https://www.site.example/" } });
    expect((await reason(away))?.reason).toBe(
      "No page could be read: leads out of the site, to https://www.site.example/.",
    );
    expect((await reason(serve, "http://10.0.0.7/x"))?.reason).toMatch(/not an address of the public internet/);
    expect(asked).toEqual([]);
  });
});

test("scripts name sites at run time, and take texts of pages", async () => {
  site = (path) => (path === "/price" ? html('<b class="p">12 €</b>') : new Response(null, { status: 500 }));
  const bot = await publish(
    `web-${++bots}`,
    `u = "${SITE}/help"\nUSE WEBSITE u\nTALK SCRAPE("${SITE}/price", ".p")\nx = SCRAPE "${SITE}/none", ".p"\nTALK x IS NULL, " ", ERR\n` +
      `TRY\n  USE WEBSITE u REFRESH "1s"\nCATCH e\n  TALK ERROR MESSAGE\nEND TRY`,
    { "http-retry-count": "0" },
  );
  const talk = await open(bot);
  expect(told(talk.first.frames).filter((line) => line.startsWith("bot"))).toEqual([
    "bot: 12 €",
    "bot: true 500",
    "bot: REFRESH takes a period of 1h to 366d, such as 12h, 7d or daily.",
  ]);
  expect(await botOf(bot).knowledgeNames()).toEqual(["web:site.example|help"]);
});
