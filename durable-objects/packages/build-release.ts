/**
 * From the bytes of a package to a release that can be switched to. In order: the archive is checked, its files are
 * placed, read and hashed, config.csv is read, every script is compiled; only then anything is stored, under its hash,
 * and what storage has already is not sent again.
 */
import {
  blobKey,
  programKey,
  type ReleaseFile,
  type ReleaseManifest,
  type ReleaseScript,
  releaseFileKey,
} from "../../contracts/release.ts";
import { compileScripts, type ScriptSource } from "./compile-scripts.ts";
import { readConfigCsv } from "./config-csv.ts";
import type { PackageDiagnostic } from "./diagnostics.ts";
import { sha256 } from "./hash.ts";
import { type Layout, layOut, type PlacedFile } from "./layout.ts";
import type { Declared } from "./table-directives.ts";
import { PackageError, readZip } from "./zip.ts";

/** Changes what a release is made of: a package published before then is another release afterwards. */
const MANIFEST_GENERATION = 1;
const MAX_SCRIPT = 1024 * 1024;
/** A script may CALL any other by a name that it computes, so a conversation holds them all: the isolate's cache must fit them. */
const MAX_SCRIPTS = 300;
const MAX_PROMPT = 256 * 1024;
const MAX_COLLECTIONS = 50;
const MAX_MANIFEST = 1_500_000;
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

export interface BuildOptions {
  tenant: string;
  bot: string;
  files: R2Bucket;
  /** ms since the epoch. */
  now: number;
}

/** Throws a PackageError when the package cannot be published at all. */
export async function buildRelease(zip: ArrayBuffer, options: BuildOptions): Promise<BuiltRelease> {
  const layout = layOut(readZip(new Uint8Array(zip)));
  if (layout.scripts.length > MAX_SCRIPTS) {
    throw new PackageError(`The package has ${layout.scripts.length} scripts; ${MAX_SCRIPTS} is the most.`);
  }
  const diagnostics: PackageDiagnostic[] = layout.notices.map(({ path, message }) => ({
    file: path,
    line: 1,
    column: 1,
    severity: "warning",
    code: "PKG101",
    message: `${path} is ${message}.`,
    hint: "",
  }));
  const placed = [...layout.scripts, ...layout.bot, ...layout.knowledge, ...layout.data, ...layout.theme];
  const hashes = new Map<PlacedFile, ReleaseFile>();
  const sources: ScriptSource[] = [];
  let config: Record<string, string> = {};
  let prompt: string | null = null;
  // One file at a time is in memory, whatever the package holds.
  for (const item of placed) {
    const bytes = item.file.read();
    hashes.set(item, { path: item.path, hash: await sha256(bytes), size: bytes.length });
    if (layout.scripts.includes(item))
      sources.push({ path: item.path, inner: item.inner, text: scriptText(item, bytes, diagnostics) });
    else if (isConfig(layout, item)) {
      const read = readConfigCsv(decode(item.path, bytes, diagnostics), item.path);
      config = read.config;
      diagnostics.push(...read.diagnostics);
    } else if (isPrompt(layout, item) && prompt === null) {
      if (bytes.length > MAX_PROMPT) throw new PackageError(`${item.path} is longer than ${MAX_PROMPT / 1024} KB.`);
      prompt = decode(item.path, bytes, diagnostics).trim() || null;
    }
  }
  const compiled = await compileScripts(sources);
  diagnostics.push(...compiled.diagnostics);
  const listed = (items: readonly PlacedFile[]): ReleaseFile[] => items.flatMap((item) => hashes.get(item) ?? []);
  const files = listed(placed).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: ReleaseManifest = {
    hash: await releaseHash(files, compiled.programs),
    bot: options.bot,
    createdAt: new Date(options.now).toISOString(),
    scripts: compiled.scripts.map(({ name, path, program }): ReleaseScript => ({ name, path, program })),
    config,
    systemPrompt: prompt ?? config["system-prompt"] ?? null,
    knowledge: layout.knowledge.flatMap((item) => {
      const file = hashes.get(item);
      return file === undefined ? [] : [{ ...file, collection: collectionOf(item, layout, options.bot) }];
    }),
    data: listed(layout.data),
    theme: listed(layout.theme),
  };
  checkSizes(manifest, files, compiled.declared);
  const knowledge = new Map(layout.knowledge.map((item) => [hashes.get(item)?.hash ?? "", item]));
  const own = placed.filter((item) => !layout.knowledge.includes(item));
  const owned = new Map(own.map((item) => [hashes.get(item)?.hash ?? "", item]));
  return {
    manifest,
    files,
    diagnostics,
    declared: compiled.declared,
    objects: { programs: [...compiled.programs.keys()], files: [...owned.keys()] },
    async store() {
      const { tenant, bot } = options;
      const work = [
        ...[...knowledge].map(
          ([hash, item]) =>
            () =>
              putOnce(options.files, blobKey(tenant, hash), hash, () => item.file.read()),
        ),
        ...[...owned].map(
          ([hash, item]) =>
            () =>
              putOnce(options.files, releaseFileKey(tenant, bot, hash), hash, () => item.file.read()),
        ),
        ...[...compiled.programs].map(
          ([hash, bytes]) =>
            async () =>
              putOnce(options.files, programKey(tenant, bot, hash), await sha256(bytes), () => bytes),
        ),
      ];
      await inParallel(work);
    },
  };
}

/** What storage holds under a hash is right: R2 compares the checksum when it is put. */
async function putOnce(files: R2Bucket, key: string, hash: string, read: () => Uint8Array<ArrayBuffer>): Promise<void> {
  if ((await files.head(key)) !== null) return;
  await files.put(key, read(), { sha256: hash });
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

function scriptText(item: PlacedFile, bytes: Uint8Array, diagnostics: PackageDiagnostic[]): string {
  if (bytes.length > MAX_SCRIPT)
    throw new PackageError(`The script ${item.path} is longer than ${MAX_SCRIPT / 1024} KB.`);
  return decode(item.path, bytes, diagnostics);
}

/** UTF-8; a text that is none was written by an old editor of Western Windows, whose code every byte is valid in. */
function decode(path: string, bytes: Uint8Array, diagnostics: PackageDiagnostic[]): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    if (bytes.includes(0)) throw new PackageError(`${path} is no text: save it as UTF-8.`);
    diagnostics.push({
      file: path,
      line: 1,
      column: 1,
      severity: "warning",
      code: "PKG104",
      message: `${path} is not UTF-8; it was read as Windows-1252.`,
      hint: "Save it as UTF-8.",
    });
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Each first-level folder is a collection; loose files form the one that is named like the package. */
function collectionOf(item: PlacedFile, layout: Layout, bot: string): string {
  const [folder, ...rest] = item.inner.split("/");
  return (rest.length > 0 && folder !== undefined ? folder : (layout.name ?? bot)).trim().toLowerCase();
}

function checkSizes(manifest: ReleaseManifest, files: readonly ReleaseFile[], declared: Declared): void {
  const collections = new Set(manifest.knowledge.map(({ collection }) => collection)).size;
  if (collections > MAX_COLLECTIONS) {
    throw new PackageError(`The package has ${collections} knowledge collections; ${MAX_COLLECTIONS} is the most.`);
  }
  if (JSON.stringify(manifest).length > MAX_MANIFEST || JSON.stringify(files).length > MAX_MANIFEST) {
    throw new PackageError("The package's list of files and configuration is too long: use fewer files.");
  }
  if (JSON.stringify(declared).length > MAX_MANIFEST) {
    throw new PackageError("The package's TABLE blocks are too long together: declare fewer tables.");
  }
}
