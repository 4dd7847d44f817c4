/**
 * Publishing a package: build, store, switch. Each step can fail without having changed what conversations see. Nothing
 * else stores or deletes a release meanwhile: the bot object does these things one after the other.
 */
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { DataApi, PublishReport } from "../../contracts/objects.ts";
import { readPackageConfig } from "../../contracts/package-config.ts";
import { type PublishOptions, type ReleaseFile, type ReleaseManifest, releaseKey } from "../../contracts/release.ts";
import { type BuiltRelease, buildRelease, type StoredAlready } from "../packages/build-release.ts";
import type { OtherBots } from "../packages/dependencies.ts";
import { boundDiagnostics, type PackageDiagnostic } from "../packages/diagnostics.ts";
import { PackageError, type PackageFile } from "../packages/package-file.ts";
import { type Declared, placeOf } from "../packages/table-directives.ts";
import { readZip } from "../packages/zip.ts";
import { planIndexing } from "./index-jobs.ts";
import {
  beginStoring,
  currentHash,
  currentRelease,
  difference,
  findLife,
  findRelease,
  keepRelease,
  type StoredObject,
  type StoredRelease,
  switchRelease,
} from "./releases.ts";
import { readMeta, writeMeta } from "./schema.ts";
import { secretNames } from "./settings.ts";

export interface PublishParts {
  storage: DurableObjectStorage;
  files: R2Bucket;
  /** ms since the epoch. */
  now: number;
  /** The layer of the configuration that goes before a package's. */
  environment: Readonly<Record<string, unknown>>;
  /** The layer that goes before both. */
  overrides: Readonly<Record<string, string>>;
  /** The bot's tables. */
  data: Pick<DataApi, "use" | "plan" | "declare">;
  /** The tenant's bots, which this one may depend on. */
  others: OtherBots;
}

/** Set while a release with TABLE blocks is current: the next one may have fewer of them. */
const DECLARES = "declares";
/** Where the data object was told to keep the tables. */
const DATA_STORE = "data-store";
const NOTHING_DECLARED: Declared = { tables: [], indexes: [] };

/**
 * The same content again switches nothing and says so; documents that could not be read get another chance.
 * Publishing what an earlier release held goes back to that very release. A candidate is stored alone: no table is made
 * and no document read before it is switched to.
 */
export const publishArchive = (
  parts: PublishParts,
  tenant: string,
  bot: string,
  zip: ArrayBuffer,
  options: PublishOptions = {},
): Promise<Result<PublishReport>> => publishFiles(parts, tenant, bot, () => readZip(new Uint8Array(zip)), options);

/** `source` throws a PackageError where there are no files that a package could have. */
export async function publishFiles(
  parts: PublishParts,
  tenant: string,
  bot: string,
  source: () => readonly PackageFile[],
  options: PublishOptions,
): Promise<Result<PublishReport>> {
  try {
    const { storage, now } = parts;
    const built = await build(parts, tenant, bot, source());
    const release = await store(parts, tenant, bot, built);
    const { hash } = release.manifest;
    const before = currentRelease(storage.sql);
    const candidate = options.candidate === true && before?.manifest.hash !== hash;
    const diagnostics = [...built.diagnostics];
    let changed = false;
    if (candidate) {
      storage.transactionSync(() => {
        keepRelease(storage.sql, release);
        note(parts, release.manifest, built.declared, options);
        storage.sql.exec("UPDATE lives SET candidate_at = ? WHERE hash = ?", now, hash);
      });
    } else {
      const switched = await switchTo(parts, release, built.declared, options);
      if (!switched.ok) return switched;
      changed = switched.value.changed;
      diagnostics.push(...switched.value.diagnostics);
    }
    return ok({
      release: hash,
      changed,
      candidate,
      ...difference(before?.files ?? [], built.files),
      diagnostics: boundDiagnostics(diagnostics),
    });
  } catch (error) {
    if (error instanceof PackageError) return fail("release.invalid", error.message);
    throw error;
  }
}

/** Stores nothing yet. Throws a PackageError. */
export function build(
  parts: PublishParts,
  tenant: string,
  bot: string,
  source: readonly PackageFile[],
): Promise<BuiltRelease> {
  const { storage, files, now, others } = parts;
  return buildRelease(source, {
    tenant,
    bot,
    files,
    now,
    stored: storedAlready(storage.sql),
    others,
    secrets: secretNames(storage.sql),
    effective: (config) => readPackageConfig(config, parts.environment, parts.overrides).config,
  });
}

/** What the current release has in storage for certain: it is kept, and nothing is collected while something is published. */
export function storedAlready(sql: SqlStorage): StoredAlready {
  const current = currentRelease(sql);
  const knowledge = new Set(current?.manifest.knowledge.map(({ hash }) => hash));
  const documents = new Set(current?.manifest.knowledge.map(({ path }) => path));
  return {
    programs: new Set(current?.manifest.scripts.flatMap(({ program }) => program ?? [])),
    files: new Set(current?.files.filter(({ path }) => !documents.has(path)).map(({ hash }) => hash)),
    knowledge,
  };
}

/** Switches to a release that is stored. */
export async function makeCurrent(
  parts: PublishParts,
  tenant: string,
  bot: string,
  hash: string,
): Promise<Result<PublishReport>> {
  const found = await keptRelease(parts, tenant, bot, hash);
  if (!found.ok) return found;
  const { release, declared } = found.value;
  const before = currentRelease(parts.storage.sql);
  const switched = await switchTo(parts, { ...release, publishedAt: parts.now }, declared, null);
  if (!switched.ok) return switched;
  return ok({
    release: hash,
    changed: switched.value.changed,
    candidate: false,
    ...difference(before?.files ?? [], release.files),
    diagnostics: boundDiagnostics(switched.value.diagnostics),
  });
}

/** A release that can be switched to, and the tables that it declares. */
export async function keptRelease(
  { storage: { sql }, files }: PublishParts,
  tenant: string,
  bot: string,
  hash: string,
): Promise<Result<{ release: StoredRelease; declared: Declared }>> {
  if (findLife(sql, hash)?.state !== "kept")
    return fail("release.unknown", "This bot has no such release in store: publish the package again.");
  const release = findRelease(sql, hash) ?? (await fetchRelease(files, tenant, bot, hash));
  if (release === null) return fail("release.unknown", "The release's manifest is not in storage: publish it again.");
  const [row] = sql.exec<{ declared: string }>("SELECT declared FROM declarations WHERE release = ?", hash).toArray();
  return ok({ release, declared: row === undefined ? NOTHING_DECLARED : JSON.parse(row.declared) });
}

/** A manifest as object storage has it. */
export async function fetchRelease(
  files: Pick<R2Bucket, "get">,
  tenant: string,
  bot: string,
  hash: string,
): Promise<StoredRelease | null> {
  const object = await files.get(releaseKey(tenant, bot, hash));
  if (object === null) return null;
  // The list of all files stands beside the manifest; releases of an earlier version lack it.
  const { files: all = [], ...manifest } = await object.json<ReleaseManifest & { files?: ReleaseFile[] }>();
  return { manifest, files: all, publishedAt: Date.parse(manifest.createdAt) };
}

async function store(parts: PublishParts, tenant: string, bot: string, built: BuiltRelease): Promise<StoredRelease> {
  const { storage, files, now } = parts;
  const { hash } = built.manifest;
  const isKept = findLife(storage.sql, hash)?.state === "kept";
  storage.transactionSync(() => {
    writeMeta(storage.sql, "tenant", tenant);
    writeMeta(storage.sql, "bot", bot);
    beginStoring(storage.sql, hash, objectsOf(built), now);
  });
  await built.store();
  const manifest = findRelease(storage.sql, hash)?.manifest ?? built.manifest;
  if (!isKept)
    await files.put(releaseKey(tenant, bot, hash), JSON.stringify({ ...built.manifest, files: built.files }));
  return { manifest, files: built.files, publishedAt: now };
}

function* objectsOf({ objects }: BuiltRelease): Generator<StoredObject> {
  for (const hash of objects.programs) yield { kind: "program", hash };
  for (const hash of objects.files) yield { kind: "file", hash };
}

/** `options` null: the release stays what it was published as. */
async function switchTo(
  parts: PublishParts,
  release: StoredRelease,
  declared: Declared,
  options: PublishOptions | null,
): Promise<Result<{ changed: boolean; diagnostics: PackageDiagnostic[] }>> {
  const { storage, now } = parts;
  const { manifest } = release;
  const placed = await placeData(parts, manifest);
  if (!placed.ok) return placed;
  const diagnostics = await declareTables(parts, manifest.hash, declared);
  if (!diagnostics.ok) return diagnostics;
  const changed = currentHash(storage.sql) !== manifest.hash;
  storage.transactionSync(() => {
    if (changed) switchRelease(storage.sql, release);
    else storage.sql.exec("UPDATE lives SET state = 'kept' WHERE hash = ?", manifest.hash);
    if (options !== null) note(parts, manifest, declared, options);
    planIndexing(storage.sql, manifest, now);
  });
  return ok({ changed, diagnostics: diagnostics.value });
}

/** What is known of a release beside its content. */
function note(parts: PublishParts, manifest: ReleaseManifest, declared: Declared, options: PublishOptions): void {
  const { sql } = parts.storage;
  const { config } = readPackageConfig(manifest.config, parts.environment, parts.overrides);
  sql.exec(
    "UPDATE lives SET development = ?, replay_days = ? WHERE hash = ?",
    options.development === true ? 1 : 0,
    config["replay-days"],
    manifest.hash,
  );
  if (declared.tables.length + declared.indexes.length > 0)
    sql.exec(
      "INSERT OR REPLACE INTO declarations (release, declared) VALUES (?, ?)",
      manifest.hash,
      JSON.stringify(declared),
    );
}

/** The data object is told only of another place than before: most packages say nothing of it. */
async function placeData({ storage, data, ...parts }: PublishParts, manifest: ReleaseManifest): Promise<Result<null>> {
  const { sql } = storage;
  const { config } = readPackageConfig(manifest.config, parts.environment, parts.overrides);
  const store = config["data-store"];
  if ((readMeta(sql, DATA_STORE) ?? "sqlite") !== store) {
    const used = await data.use(store);
    if (!used.ok) return fail("release.invalid", used.detail);
    writeMeta(sql, DATA_STORE, store);
  }
  return ok(null);
}

/** Before the switch, so that no conversation meets a script whose tables are not there yet. Nothing is ever dropped. */
async function declareTables(
  { storage, data }: PublishParts,
  release: string,
  declared: Declared,
): Promise<Result<PackageDiagnostic[]>> {
  const declares = declared.tables.length + declared.indexes.length > 0;
  if (!declares && readMeta(storage.sql, DECLARES) === null) return ok([]);
  writeMeta(storage.sql, DECLARES, release);
  const result = await data.declare(release, declared.tables, declared.indexes);
  if (!result.ok) return fail("release.invalid", result.detail);
  return ok(
    result.value.warnings.map(({ table, message }) => ({
      file: placeOf(declared, table)?.file ?? "",
      line: placeOf(declared, table)?.line ?? 1,
      column: 1,
      severity: "warning" as const,
      code: "PKG105",
      message,
      hint: "",
    })),
  );
}
