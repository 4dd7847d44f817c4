/** A file as readers of the current release see it, of whichever layer, with where its bytes lie. */
import { driveKey } from "../../contracts/drive.ts";
import { nameOf } from "../../contracts/drive-path.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import { readPackageConfig } from "../../contracts/package-config.ts";
import { blobKey, releaseFileKey } from "../../contracts/release.ts";
import { findLayered, type LayeredFile, type ReleaseLayer, releaseLayer } from "../../platform/drive-layers.ts";
import { mediaTypeOf, SNIFFED_BYTES } from "../../platform/media-type.ts";
import { manifestOf } from "../bot-settings.ts";
import type { Ctx } from "../context.ts";
import { callObject, driveStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import type { ShownFile } from "./answer.ts";

/** Throws 404 where the bot has never been published. */
export async function layerOf(c: Ctx, bot: string): Promise<{ release: ReleaseLayer; config: PackageConfig }> {
  const manifest = expectOk(await manifestOf(c.env, c.get("tenant"), bot));
  return { release: releaseLayer(manifest), config: readPackageConfig(manifest.config, { ...c.env }).config };
}

/** Throws `drive.not-found`. */
export async function requireFile(c: Ctx, bot: string, path: string): Promise<LayeredFile> {
  const { release } = await layerOf(c, bot);
  const found = await callObject(() => findLayered(driveStub(c.env, c.get("tenant"), bot), release, path));
  if (found) return found;
  throw new FaultError("drive.not-found", `There is no file "${path.slice(0, 200)}".`);
}

export async function shownFile(c: Ctx, bot: string, found: LayeredFile): Promise<ShownFile> {
  const tenant = c.get("tenant");
  if (found.layer === "drive") {
    const { hash, type, modified, version } = found.file;
    return { path: found.path, size: found.size, hash, type, modified, version, keys: [driveKey(tenant, bot, hash)] };
  }
  const { hash } = found.file;
  const keys = [releaseFileKey(tenant, bot, hash), blobKey(tenant, hash)];
  // A release does not say what its files are.
  let head = new Uint8Array();
  for (const key of keys) {
    const range = { offset: 0, length: SNIFFED_BYTES };
    const object = found.size === 0 ? null : await c.env.FILES.get(key, { range });
    if (!object) continue;
    head = new Uint8Array(await object.arrayBuffer());
    break;
  }
  const type = mediaTypeOf(head, nameOf(found.path));
  return { path: found.path, size: found.size, hash, type, modified: null, version: null, keys };
}
