/**
 * From the files of a package to a release that can be switched to. In order: the files are placed, config.csv is read,
 * the files are read and hashed, every script is compiled; only then anything is stored, under its hash, and what storage
 * has already is not sent again.
 */

import { ANSWER_SOURCE } from "../answers/script.ts";
import "../answers/keywords.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import {
  ANSWER_SCRIPT,
  blobKey,
  programKey,
  type ReleaseFile,
  type ReleaseManifest,
  type ReleaseScript,
  releaseFileKey,
} from "../../contracts/release.ts";
import { compileScripts, type ScriptSource } from "./compile-scripts.ts";
import { readConfigCsv } from "./config-csv.ts";
import { type OtherBots, pinDependencies } from "./dependencies.ts";
import { type PackageDiagnostic, warning } from "./diagnostics.ts";
import { checkHandlers } from "./handlers.ts";
import { sha256 } from "./hash.ts";
import { type Layout, layOut, type PlacedFile } from "./layout.ts";
import { PackageError, type PackageFile } from "./package-file.ts";
import { checkFiles, checkScripts, checkSizes, isReadable } from "./package-limits.ts";
import type { Declared } from "./table-directives.ts";

/** Changes what a release is made of: a package published before then is another release afterwards. */
const MANIFEST_GENERATION = 1;
const MAX_CONFIG = 1024 * 1024;
const MAX_PROMPT = 256 * 1024;
const PARALLEL = 6;

export interface BuiltRelease {
  manifest: ReleaseManifest;
  files: ReleaseFile[];
  diagnostics: PackageDiagnostic[];
  /** Tables and indexes that its scripts declare. */
  declared: Declared;
  /** Hashes of what `store` puts under the bot: knowledge lies under the tenant, because no release looks after it. */
  objects: { programs: string[]; files: string[] };
  /** Puts files and programs into storage; to be awaited before the switch. */
  store(): Promise<void>;
}

/** Hashes of what is in storage for certain, because a release that is kept has it. */
export interface StoredAlready {
  programs: ReadonlySet<string>;
  files: ReadonlySet<string>;
  knowledge: ReadonlySet<string>;
}

export interface BuildOptions {
  tenant: string;
  bot: string;
  files: R2Bucket;
  /** ms since the epoch. */
  now: number;
  stored: StoredAlready;
  others: OtherBots;
  /** Names of the bot's secrets. */
  secrets: ReadonlySet<string>;
  /** The configuration in effect where the package has this config.csv, and its limits. */
  effective(config: Readonly<Record<string, string>>): PackageConfig;
}

/** Throws a PackageError when the package cannot be published at all. */
export async function buildRelease(source: readonly PackageFile[], options: BuildOptions): Promise<BuiltRelease> {
  const layout = layOut(source);
  const diagnostics: PackageDiagnostic[] = layout.notices.map(({ path, message }) =>
    warning(path, "PKG101", `${path} is ${message}.`),
  );
  const config = await readConfig(layout, options.secrets, diagnostics);
  const limits = options.effective(config);
  checkFiles(source, layout, limits);
  const knowledge = layout.knowledge.filter((item) => isReadable(item, limits, diagnostics));
  const placed = [
    ...layout.scripts,
    ...layout.bot,
    ...knowledge,
    ...layout.data,
    ...layout.theme,
    ...layout.pages,
    ...layout.tables,
  ];
  const scripts = new Set(layout.scripts);
  const hashes = new Map<PlacedFile, ReleaseFile>();
  const sources: ScriptSource[] = [];
  let prompt: string | null = null;
  // One file at a time is in memory, whatever the package holds, and one whose hash is known is not read at all.
  for (const item of placed) {
    const { hash, size } = item.file;
    const isText: boolean = scripts.has(item) || (isPrompt(layout, item) && prompt === null);
    const bytes: Uint8Array<ArrayBuffer> | null = hash === undefined || isText ? await item.file.read() : null;
    hashes.set(item, { path: item.path, hash: hash ?? (await sha256(bytes ?? new Uint8Array())), size });
    if (!isText || bytes === null) continue;
    if (scripts.has(item))
      sources.push({ path: item.path, inner: item.inner, text: decode(item.path, bytes, diagnostics) });
    else {
      if (bytes.length > MAX_PROMPT) throw new PackageError(`${item.path} is longer than ${MAX_PROMPT / 1024} KB.`);
      prompt = decode(item.path, bytes, diagnostics).trim() || null;
    }
  }
  const pinned = await pinDependencies(options.bot, config, options.others);
  checkScripts(sources.length, pinned.scripts.length);
  const compiled = await compileScripts(
    sources,
    pinned.scripts.map(({ name }) => name),
  );
  compiled.scripts.push(...pinned.scripts);
  const answering = await compileScripts([ANSWER_SOURCE]);
  compiled.scripts.push(...answering.scripts.map((script) => ({ ...script, name: ANSWER_SCRIPT })));
  for (const [hash, bytes] of answering.programs) compiled.programs.set(hash, bytes);
  for (const [hash, bytes] of pinned.programs) compiled.programs.set(hash, bytes);
  diagnostics.push(...compiled.diagnostics);
  const pathOf = (name: string): string => compiled.scripts.find((script) => script.name === name)?.path ?? name;
  diagnostics.push(...checkHandlers(compiled.handlers, config, pathOf));
  const listed = (items: readonly PlacedFile[]): ReleaseFile[] => items.flatMap((item) => hashes.get(item) ?? []);
  const files = listed(placed).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: ReleaseManifest = {
    hash: await releaseHash(files, compiled.programs),
    bot: options.bot,
    createdAt: new Date(options.now).toISOString(),
    scripts: compiled.scripts.map(({ name, path, program }): ReleaseScript => ({ name, path, program })),
    config,
    systemPrompt: prompt ?? config["system-prompt"] ?? null,
    knowledge: knowledge.flatMap((item) => {
      const file = hashes.get(item);
      return file === undefined ? [] : [{ ...file, collection: collectionOf(item, layout, options.bot) }];
    }),
    data: listed(layout.data),
    theme: listed(layout.theme),
    ...(layout.pages.length > 0 ? { pages: listed(layout.pages) } : {}),
    ...(layout.tables.length > 0 ? { tables: listed(layout.tables) } : {}),
    ...(compiled.handlers.length > 0 ? { handlers: compiled.handlers } : {}),
    ...(compiled.websites.length > 0 ? { websites: compiled.websites } : {}),
  };
  checkSizes(manifest, files, compiled.declared, limits);
  const documents = new Map(knowledge.map((item) => [hashes.get(item)?.hash ?? "", item.file]));
  const own = placed.filter((item) => item.kind !== "gbkb");
  const owned = new Map(own.map((item) => [hashes.get(item)?.hash ?? "", item.file]));
  return {
    manifest,
    files,
    diagnostics,
    declared: compiled.declared,
    objects: { programs: [...compiled.programs.keys()], files: [...owned.keys()] },
    async store() {
      const { tenant, bot, files: bucket, stored } = options;
      const put = (key: string, hash: string, read: PackageFile["read"]) => () => putOnce(bucket, key, hash, read);
      await inParallel([
        ...missing(documents, stored.knowledge).map(([hash, file]) =>
          put(blobKey(tenant, hash), hash, () => file.read()),
        ),
        ...missing(owned, stored.files).map(([hash, file]) =>
          put(releaseFileKey(tenant, bot, hash), hash, () => file.read()),
        ),
        ...missing(compiled.programs, stored.programs).map(
          ([hash, bytes]) =>
            async () =>
              putOnce(bucket, programKey(tenant, bot, hash), await sha256(bytes), () => bytes),
        ),
      ]);
    },
  };
}

const missing = <T>(items: ReadonlyMap<string, T>, stored: ReadonlySet<string>): [string, T][] =>
  [...items].filter(([hash]) => !stored.has(hash));

/** What storage holds under a hash is right: R2 compares the checksum when it is put. */
async function putOnce(files: R2Bucket, key: string, hash: string, read: PackageFile["read"]): Promise<void> {
  if ((await files.head(key)) !== null) return;
  await files.put(key, await read(), { sha256: hash });
}

async function inParallel(work: (() => Promise<void>)[]): Promise<void> {
  const queue = work[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (const task of queue) await task();
    }),
  );
}

/** Covers every file, and the programs that the compiler of today made of the scripts. */
async function releaseHash(files: readonly ReleaseFile[], programs: ReadonlyMap<string, unknown>): Promise<string> {
  const lines = [
    `manifest ${MANIFEST_GENERATION}`,
    ...files.map(({ path, hash }) => `${hash} ${path}`),
    ...[...programs.keys()].sort(),
  ];
  return sha256(new TextEncoder().encode(lines.join("\n")));
}

const isConfig = (layout: Layout, item: PlacedFile): boolean =>
  layout.bot.includes(item) && item.inner.toLowerCase() === "config.csv";
const isPrompt = (layout: Layout, item: PlacedFile): boolean =>
  layout.bot.includes(item) && /^prompt\.(md|txt)$/i.test(item.inner);

/** config.csv of the folder that comes first. */
async function readConfig(
  layout: Layout,
  secrets: ReadonlySet<string>,
  diagnostics: PackageDiagnostic[],
): Promise<Record<string, string>> {
  const item = layout.bot.find((one) => isConfig(layout, one));
  if (item === undefined) return {};
  if (item.file.size > MAX_CONFIG) throw new PackageError(`${item.path} is longer than ${MAX_CONFIG / 1024} KB.`);
  const read = readConfigCsv(decode(item.path, await item.file.read(), diagnostics), item.path, secrets);
  diagnostics.push(...read.diagnostics);
  return read.config;
}

/** UTF-8; a text that is none was written by an old editor of Western Windows, whose code every byte is valid in. */
function decode(path: string, bytes: Uint8Array, diagnostics: PackageDiagnostic[]): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    if (bytes.includes(0)) throw new PackageError(`${path} is no text: save it as UTF-8.`);
    const said = `${path} is not UTF-8; it was read as Windows-1252.`;
    diagnostics.push(warning(path, "PKG104", said, "Save it as UTF-8."));
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Each first-level folder is a collection; loose files form the one that is named like the package. */
function collectionOf(item: PlacedFile, layout: Layout, bot: string): string {
  const [folder, ...rest] = item.inner.split("/");
  return (rest.length > 0 && folder !== undefined ? folder : (layout.name ?? bot)).trim().toLowerCase();
}
