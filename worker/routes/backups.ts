/** Backups of a bot: made, listed, taken away as a manifest and its parts, brought back the same way, restored. */
import { type Context, Hono } from "hono";
import { BACKUP_LIMITS, backupPartKey, manifestKey, partHash, readManifest } from "../../contracts/backup.ts";
import { conversationId } from "../../contracts/ids.ts";
import type { Scope } from "../../contracts/scopes.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { readBytes } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { botStub, callObject } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";

export function backups(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const allow = (c: Context<AppEnv>, scope: Scope) => requireScope(c, scope, tokensOf(c));
  const stub = (c: Ctx) => botStub(c.env, c.get("tenant"), botOf(c));

  routes.get("/bots/:bot/backups", async (c) => {
    await allow(c, "backups:read");
    return c.json({ items: await callObject(() => stub(c).backups("list")), nextCursor: null });
  });

  routes.post("/bots/:bot/backups", async (c) => {
    const by = await allow(c, "backups:write");
    return c.json(expectOk(await callObject(() => stub(c).backups("start", by))), 202);
  });

  routes.get("/bots/:bot/backups/:id", async (c) => {
    await allow(c, "backups:read");
    const id = idOf(c);
    return c.json(expectOk(await callObject(() => stub(c).backups("get", id))));
  });

  routes.delete("/bots/:bot/backups/:id", async (c) => {
    await allow(c, "backups:write");
    const id = idOf(c);
    expectOk(await callObject(() => stub(c).backups("remove", id)));
    return c.body(null, 204);
  });

  routes.get("/bots/:bot/backups/:id/manifest", async (c) => {
    await allow(c, "backups:read");
    const stored = await c.env.FILES.get(manifestKey(c.get("tenant"), botOf(c), idOf(c)));
    if (stored === null) throw new FaultError("backup.unknown", "There is no such backup, or it is not complete.");
    return c.body(stored.body, 200, { "content-type": "application/jsonl", "cache-control": "no-store" });
  });

  // Parts first or the manifest first: a manifest whose parts are missing is answered with their list.
  routes.put("/bots/:bot/backups/:id/manifest", async (c) => {
    const by = await allow(c, "backups:write");
    const [tenant, bot, id] = [c.get("tenant"), botOf(c), idOf(c)];
    const bytes = await readBytes(c.req.raw, BACKUP_LIMITS.manifest);
    const { head } = manifestOf(bytes);
    if (head.tenant !== tenant || head.bot !== bot || head.id !== id)
      throw new FaultError(
        "backup.damaged",
        `This is backup ${head.id} of the bot ${head.bot} of ${head.tenant}: it is restored under these names.`,
      );
    await c.env.FILES.put(manifestKey(tenant, bot, id), bytes);
    return c.json(expectOk(await callObject(() => stub(c).backups("adopt", tenant, bot, id, by))));
  });

  routes.get("/bots/:bot/backup-parts/:hash", async (c) => {
    await allow(c, "backups:read");
    const stored = await c.env.FILES.get(backupPartKey(c.get("tenant"), botOf(c), hashOf(c)));
    if (stored === null) throw new FaultError("backup.unknown", "No backup has such a part.");
    return c.body(stored.body, 200, { "content-type": "application/octet-stream", "cache-control": "no-store" });
  });

  routes.put("/bots/:bot/backup-parts/:hash", async (c) => {
    await allow(c, "backups:write");
    const [bot, hash] = [botOf(c), hashOf(c)];
    const bytes = new Uint8Array(await readBytes(c.req.raw, BACKUP_LIMITS.part));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const found = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    if (found !== hash)
      throw new FaultError("backup.damaged", `These bytes have the SHA-256 ${found}: the part ${hash} is damaged.`);
    await c.env.FILES.put(backupPartKey(c.get("tenant"), bot, hash), bytes);
    return c.body(null, 204);
  });

  routes.post("/bots/:bot/backups/:id/restore", async (c) => {
    await allow(c, "backups:write");
    const [tenant, bot, id] = [c.get("tenant"), botOf(c), idOf(c)];
    return c.json(expectOk(await callObject(() => stub(c).backups("restore", tenant, bot, id))), 202);
  });

  routes.get("/bots/:bot/restore", async (c) => {
    await allow(c, "backups:read");
    return c.json(expectOk(await callObject(() => stub(c).backups("restoreStatus"))));
  });

  return routes;
}

function manifestOf(bytes: Uint8Array): ReturnType<typeof readManifest> {
  try {
    return readManifest(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch (error) {
    const reason = error instanceof TypeError ? "it is not UTF-8" : error instanceof Error ? error.message : "";
    throw new FaultError("backup.damaged", `The manifest cannot be read: ${reason}.`);
  }
}

function idOf(c: Ctx): string {
  const id = c.req.param("id") ?? "";
  if (!conversationId.safeParse(id).success) throw new FaultError("backup.unknown", "There is no such backup.");
  return id;
}

function hashOf(c: Ctx): string {
  const hash = partHash.safeParse(c.req.param("hash") ?? "");
  if (!hash.success) throw new FaultError("request.invalid", "A part is named by its SHA-256, in hexadecimal digits.");
  return hash.data;
}
