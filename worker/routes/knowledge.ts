/** A bot's knowledge: collections and the state of their documents, questions, and documents that are put beside a package. */
import { type Context, Hono } from "hono";
import type { Page } from "../../contracts/admin.ts";
import {
  type CollectionStatus,
  collectionName,
  type DocumentStatus,
  documentName,
  KNOWLEDGE_LIMITS,
  type KnowledgeAnswer,
  knowledgeKey,
  knowledgeQuestion,
} from "../../contracts/knowledge.ts";
import type { Scope } from "../../contracts/scopes.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { readBytes, readJson } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { botStub, callObject } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { pageCursor, wholeNumber } from "../query.ts";

const MAX_TITLE = 300;
const MEDIA_TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/;

export function knowledge(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const allow = async (c: Context<AppEnv>, scope: Scope): Promise<{ bot: string; collection: string }> => {
    const bot = botOf(c);
    await requireScope(c, scope, tokensOf(c));
    const collection = collectionName.safeParse(c.req.param("collection") ?? "-");
    if (!collection.success) throw new FaultError("knowledge.unknown", "No collection has a name of this form.");
    return { bot, collection: collection.data };
  };
  const stubOf = (c: Ctx, bot: string) => botStub(c.env, c.get("tenant"), bot);

  routes.get("/bots/:bot/knowledge", async (c) => {
    const { bot } = await allow(c, "knowledge:read");
    const items = await callObject(() => stubOf(c, bot).knowledgeCollections());
    const page: Page<CollectionStatus> = { items, nextCursor: null };
    return c.json(page);
  });

  routes.get("/bots/:bot/knowledge/:collection/documents", async (c) => {
    const { bot, collection } = await allow(c, "knowledge:read");
    const limit = wholeNumber(c.req.query("limit")) ?? KNOWLEDGE_LIMITS.page;
    if (limit < 1 || limit > KNOWLEDGE_LIMITS.page)
      throw new FaultError("request.invalid", `limit is a number from 1 to ${KNOWLEDGE_LIMITS.page}.`);
    const cursor = pageCursor(c.req.query("cursor"), /^[^\p{Cc}]{1,1200}$/u);
    const page: Page<DocumentStatus> = await callObject(() =>
      stubOf(c, bot).knowledgeDocuments(collection, limit, cursor),
    );
    return c.json(page);
  });

  routes.post("/bots/:bot/knowledge/:collection/search", async (c) => {
    const { bot, collection } = await allow(c, "knowledge:read");
    const question = await readJson(c.req.raw, knowledgeQuestion);
    const answer: KnowledgeAnswer = expectOk(
      await callObject(() => stubOf(c, bot).searchKnowledge(collection, question)),
    );
    return c.json(answer);
  });

  routes.put("/bots/:bot/knowledge/:collection/documents/:name", async (c) => {
    const { bot, collection } = await allow(c, "knowledge:write");
    const name = nameOf(c);
    const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
    if (!MEDIA_TYPE.test(type))
      throw new FaultError("request.unsupported-type", "Send the document with its media type, such as text/markdown.");
    const title = c.req.query("title")?.trim() || null;
    if (title !== null && title.length > MAX_TITLE)
      throw new FaultError("request.invalid", `title has at most ${MAX_TITLE} characters.`);
    const bytes = new Uint8Array(await readBytes(c.req.raw, KNOWLEDGE_LIMITS.upload));
    if (bytes.byteLength === 0) throw new FaultError("request.invalid", "The document is empty.");
    const hash = await sha256(bytes);
    const tenant = c.get("tenant");
    // Bytes first: a row never names what is not there.
    await callObject(() => stubOf(c, bot).current()).then(expectOk);
    await c.env.FILES.put(knowledgeKey(tenant, bot, hash), bytes);
    const upload = { name, hash, size: bytes.byteLength, type, title, origin: "upload" as const };
    const put = await callObject(() => stubOf(c, bot).putDocument(collection, upload));
    return c.json(expectOk(put), 202);
  });

  routes.delete("/bots/:bot/knowledge/:collection/documents/:name", async (c) => {
    const { bot, collection } = await allow(c, "knowledge:write");
    const name = nameOf(c);
    expectOk(await callObject(() => stubOf(c, bot).removeDocument(collection, name)));
    return c.body(null, 204);
  });

  return routes;
}

function nameOf(c: Ctx): string {
  const name = documentName.safeParse(c.req.param("name"));
  if (!name.success)
    throw new FaultError(
      "request.invalid",
      `A document's name has 1 to ${KNOWLEDGE_LIMITS.name} characters and no slash; its ending tells its kind.`,
    );
  return name.data;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
