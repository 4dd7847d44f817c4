/** The files of a bot over HTTP: those of the drive, above those of the current release (docs/drive.md). */
import { Hono } from "hono";
import { DRIVE_LIMITS, type DriveActor, type DriveFile, driveKey } from "../../contracts/drive.ts";
import { drivePath, foldedPath, nameOf } from "../../contracts/drive-path.ts";
import type { BotUsage } from "../../contracts/usage.ts";
import { systemClock } from "../../platform/clock.ts";
import { findLayered, type LayeredFile, listLayered } from "../../platform/drive-layers.ts";
import { mintFileToken } from "../../platform/file-token.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf, keysOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { sha256Hex } from "../auth/secrets.ts";
import { readJson } from "../body.ts";
import { manifestOf } from "../bot-settings.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { fileAction } from "../files/actions.ts";
import { answerFile, disposition, entityTag, matchesTag, type ShownFile } from "../files/answer.ts";
import { zipStream } from "../files/archive.ts";
import { safeName } from "../files/attachment.ts";
import { layerOf, requireFile, shownFile } from "../files/find.ts";
import { filesOfForm, isForm } from "../files/form.ts";
import { answerPreview } from "../files/preview.ts";
import { nameStored, storeStream } from "../files/receive.ts";
import { botStub, callObject, dataStub, driveStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { flag, pageCursor, wholeNumber } from "../query.ts";

const PAGE = 100;
const ARCHIVE_FILES = 5_000;
const ARCHIVE_BYTES = 2 * 1024 ** 3;

export function drive(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const reader = (c: Ctx) => requireScope(c, "files:read", tokensOf(c));
  const writer = async (c: Ctx): Promise<DriveActor> => ({
    kind: "api",
    id: (await requireScope(c, "files:write", tokensOf(c))).slice(0, 100),
  });
  const stub = (c: Ctx, bot: string) => driveStub(c.env, c.get("tenant"), bot);

  routes.get("/bots/:bot/files", async (c) => {
    const bot = botOf(c);
    await reader(c);
    const { release } = await layerOf(c, bot);
    const limit = Math.min(Math.max(wholeNumber(c.req.query("limit")) ?? PAGE, 1), DRIVE_LIMITS.page);
    const cursor = pageCursor(c.req.query("cursor"), /^[df].{1,1100}$/su);
    const recursive = flag("recursive", c.req.query("recursive"));
    const folder = c.req.query("folder") ?? "";
    const page = expectOk(
      await callObject(() => listLayered(stub(c, bot), release, folder, { recursive, limit, cursor })),
    );
    const inside = drivePath(folder).path ?? "";
    const folders = page.folders.map((name) => ({
      kind: "folder",
      path: inside === "" ? name : `${inside}/${name}`,
      name,
    }));
    return c.json({ items: [...folders, ...page.files.map(listed)], nextCursor: page.nextCursor });
  });

  routes.post("/bots/:bot/files", async (c) => {
    const bot = botOf(c);
    const by = await writer(c);
    if (!isForm(c)) throw new FaultError("request.unsupported-type", "Send files as multipart/form-data, or PUT each.");
    const { config } = await layerOf(c, bot);
    const limit = config["drive-max-file-size"];
    const effect = await effectOf(c, bot);
    const items = [];
    for (const [index, file] of (await filesOfForm(c, limit)).entries()) {
      const named = `${c.req.query("folder") ?? ""}/${safeName(file.name)}`;
      const path = requirePath(named, config["drive-allowed-extensions"]);
      const stored = await storeStream(c, bot, file.stream(), limit, undefined);
      const write = { path, by, effect: `${effect}/${index}`, declared: file.type };
      items.push(described(expectOk(await nameStored(c, bot, stored, write))));
    }
    return c.json({ items, nextCursor: null }, 201);
  });

  routes.get("/bots/:bot/drive", async (c) => {
    const bot = botOf(c);
    await reader(c);
    return c.json(await callObject(() => stub(c, bot).usage()));
  });

  // Of all stores, the drive among them: who counts the room looks at one page.
  routes.get("/bots/:bot/usage", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:read", tokensOf(c));
    const { env } = c;
    const tenant = c.get("tenant");
    expectOk(await manifestOf(env, tenant, bot));
    const [files, own, tables] = await Promise.all([
      callObject(() => driveStub(env, tenant, bot).usage()),
      callObject(() => botStub(env, tenant, bot).usage()),
      callObject(() => dataStub(env, tenant, bot).usage()),
    ]);
    const usage: BotUsage = { ...own, files, tables };
    return c.json(usage);
  });

  routes.get("/bots/:bot/drive/changes", async (c) => {
    const bot = botOf(c);
    await reader(c);
    const limit = Math.min(Math.max(wholeNumber(c.req.query("limit")) ?? PAGE, 1), DRIVE_LIMITS.page);
    const after = wholeNumber(c.req.query("after")) ?? 0;
    return c.json(await callObject(() => stub(c, bot).changes(after, limit)));
  });

  routes.get("/bots/:bot/drive/links", async (c) => {
    const bot = botOf(c);
    await reader(c);
    const links = await callObject(() => stub(c, bot).links(c.req.query("path") ?? null));
    return c.json({
      items: await Promise.all(links.map(async (link) => ({ ...link, url: await linkUrl(c, bot, link) }))),
      nextCursor: null,
    });
  });

  routes.delete("/bots/:bot/drive/links/:link", async (c) => {
    const bot = botOf(c);
    await writer(c);
    await callObject(() => stub(c, bot).revoke(c.req.param("link")));
    return c.body(null, 204);
  });

  routes.get("/bots/:bot/drive/archive", async (c) => {
    const bot = botOf(c);
    await reader(c);
    const { release } = await layerOf(c, bot);
    const folder = c.req.query("folder") ?? "";
    const inside = drivePath(folder).path ?? "";
    const all = expectOk(
      await callObject(() => listLayered(stub(c, bot), release, folder, { recursive: true, limit: ARCHIVE_FILES })),
    );
    const bytes = all.files.reduce((sum, file) => sum + file.size, 0);
    if (all.isCut || bytes > ARCHIVE_BYTES)
      throw new FaultError(
        "request.too-large",
        `An archive holds at most ${ARCHIVE_FILES} files and ${ARCHIVE_BYTES} bytes: ask for a folder below.`,
      );
    if (all.files.length === 0) throw new FaultError("drive.not-found", "This folder holds no file.");
    const entries = await Promise.all(all.files.map((file) => shownFile(c, bot, file)));
    return new Response(zipStream(c.env.FILES, entries, inside === "" ? 0 : inside.length + 1), {
      headers: {
        "content-type": "application/zip",
        "content-disposition": disposition(`${nameOf(inside) || bot}.zip`, true),
      },
    });
  });

  routes.get("/bots/:bot/files/:path{.+}", async (c) => {
    const bot = botOf(c);
    await reader(c);
    const wanted = c.req.param("path");
    if (c.req.query("versions") !== undefined)
      return c.json({ items: expectOk(await callObject(() => stub(c, bot).versions(wanted))), nextCursor: null });
    const download = c.req.query("download") !== undefined;
    const answer = (file: ShownFile) =>
      c.req.query("preview") === undefined ? answerFile(c, file, { download }) : answerPreview(c, file);
    const number = wholeNumber(c.req.query("version"));
    if (number === undefined) return answer(await shownFile(c, bot, await requireFile(c, bot, wanted)));
    const version = expectOk(await callObject(() => stub(c, bot).versions(wanted))).find(
      (one) => one.version === number && !one.deleted,
    );
    if (!version) throw new FaultError("drive.not-found", `The file has no version ${number} with bytes.`);
    return answer({ ...version, path: wanted, keys: [driveKey(c.get("tenant"), bot, version.hash)] });
  });

  routes.put("/bots/:bot/files/:path{.+}", async (c) => {
    const bot = botOf(c);
    const by = await writer(c);
    const { config } = await layerOf(c, bot);
    const wanted = requirePath(c.req.param("path"), config["drive-allowed-extensions"]);
    const ifVersion = await expectedVersion(c, bot, wanted);
    const stored = await storeStream(
      c,
      bot,
      c.req.raw.body,
      config["drive-max-file-size"],
      c.req.header("content-length"),
    );
    const file = expectOk(
      await nameStored(c, bot, stored, {
        path: wanted,
        by,
        effect: await effectOf(c, bot),
        declared: c.req.header("content-type") ?? "",
        ...(ifVersion === undefined ? {} : { ifVersion }),
      }),
    );
    return c.json(described(file), file.version === 1 ? 201 : 200, { etag: entityTag(file.hash) });
  });

  routes.delete("/bots/:bot/files/:path{.+}", async (c) => {
    const bot = botOf(c);
    const by = await writer(c);
    const wanted = requirePath(c.req.param("path"));
    await expectedVersion(c, bot, wanted);
    const effect = await effectOf(c, bot);
    const { release } = await layerOf(c, bot);
    const hides = release.has(foldedPath(wanted));
    const done = expectOk(await callObject(() => stub(c, bot).remove(effect, wanted, by, hides)));
    if (!done.removed) throw new FaultError("drive.not-found", `There is no file "${wanted.slice(0, 200)}".`);
    return c.body(null, 204);
  });

  routes.post("/bots/:bot/files/:path{.+}", async (c) => {
    const bot = botOf(c);
    const by = await writer(c);
    const wanted = requirePath(c.req.param("path"));
    const request = await readJson(c.req.raw, fileAction);
    const effect = await effectOf(c, bot);
    if (request.action === "share") {
      const found = await requireFile(c, bot, wanted);
      const expires = systemClock.now() + request.hours * 3_600_000;
      const link = expectOk(await callObject(() => stub(c, bot).share(effect, found.path, expires, by)));
      return c.json({ ...link, url: await linkUrl(c, bot, link) }, 201);
    }
    if (request.action === "restore")
      return c.json(
        described(expectOk(await callObject(() => stub(c, bot).restore(effect, wanted, request.version, by)))),
      );
    const { config, release } = await layerOf(c, bot);
    const to = requirePath(request.to, config["drive-allowed-extensions"]);
    const found = await callObject(() => findLayered(stub(c, bot), release, wanted));
    const isReleases = found?.layer === "release";
    if (isReleases) {
      const file = expectOk(await copyOfRelease(c, bot, found, to, by, effect));
      if (request.action === "move") await callObject(() => stub(c, bot).remove(`${effect}/from`, wanted, by, true));
      return c.json(described(file), 201);
    }
    const hides = release.has(foldedPath(wanted));
    const file = expectOk(
      await callObject(() =>
        request.action === "copy"
          ? stub(c, bot).copy(effect, wanted, to, by)
          : stub(c, bot).move(effect, wanted, to, by, hides),
      ),
    );
    return c.json(described(file), 201);
  });

  return routes;
}

/** The release's bytes lie elsewhere: they become the drive's own. */
async function copyOfRelease(c: Ctx, bot: string, found: LayeredFile, to: string, by: DriveActor, effect: string) {
  const file = await shownFile(c, bot, found);
  for (const key of file.keys) {
    const object = await c.env.FILES.get(key);
    if (!object) continue;
    const stored = await storeStream(c, bot, object.body, file.size, undefined);
    return nameStored(c, bot, stored, { path: to, by, effect, declared: file.type });
  }
  throw new FaultError("service.unavailable", "The file's bytes cannot be reached at the moment.");
}

/** A file's path, with one of these endings where there are any. Throws `drive.path-invalid`. */
export function requirePath(text: string, endings: readonly string[] = []): string {
  const { path: parsed, problem } = drivePath(text);
  if (!parsed) throw new FaultError("drive.path-invalid", problem ?? "A file has a name.");
  const ending = /\.([^./]+)$/.exec(parsed)?.[1]?.toLowerCase() ?? "";
  if (endings.length > 0 && !endings.some((one) => one.replace(/^\./, "").toLowerCase() === ending))
    throw new FaultError(
      "drive.path-invalid",
      `This drive takes files that end in ${endings.join(", ")} (drive-allowed-extensions).`,
    );
  return parsed;
}

/** What `If-Match` and `If-None-Match` say of the file, as its version. Throws `drive.conflict`. */
async function expectedVersion(c: Ctx, bot: string, wanted: string): Promise<number | undefined> {
  const [match, none] = [c.req.header("if-match"), c.req.header("if-none-match")];
  if (match === undefined && none === undefined) return undefined;
  const { release } = await layerOf(c, bot);
  const found = await callObject(() => findLayered(driveStub(c.env, c.get("tenant"), bot), release, wanted));
  const tag = found ? entityTag(found.file.hash) : null;
  const fits =
    (match === undefined || (tag !== null && matchesTag(match, tag))) &&
    (none === undefined || tag === null || !matchesTag(none, tag));
  if (!fits)
    throw new FaultError("drive.conflict", "The file is not what If-Match or If-None-Match says: read it again.");
  return found?.layer === "drive" ? found.file.version : 0;
}

/** Names the change: of the `Idempotency-Key` where there is one, so that a repeat changes nothing. */
export async function effectOf(c: Ctx, bot: string): Promise<string> {
  const given = c.req.header("idempotency-key");
  if (given === undefined) return `api/${crypto.randomUUID()}`;
  if (!/^[\x20-\x7e]{1,255}$/.test(given))
    throw new FaultError("request.invalid", "Idempotency-Key has 1 to 255 printable ASCII characters.");
  return `api/${await sha256Hex(`${bot}\n${c.req.method}\n${c.req.path}\n${given}`)}`;
}

async function linkUrl(c: Ctx, bot: string, link: { id: string; expires: number }): Promise<string> {
  const subject = { kind: "link", bot, link: link.id, expires: Math.ceil(link.expires) } as const;
  return `${new URL(c.req.url).origin}/shared/${await mintFileToken(keysOf(c.env), c.get("tenant"), subject)}`;
}

const described = (file: DriveFile) => ({ kind: "file", layer: "drive", name: nameOf(file.path), ...file });

function listed(found: LayeredFile) {
  if (found.layer === "drive") return described(found.file);
  return {
    kind: "file",
    layer: "release",
    name: nameOf(found.path),
    path: found.path,
    size: found.size,
    hash: found.file.hash,
  };
}
