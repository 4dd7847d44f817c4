/** COMPRESS and EXTRACT: ZIP archives (reference 3.11). */
import { type Zippable, zipSync } from "fflate";
import { BasicError, ERR } from "../../../basic/errors.ts";
import { readArchive } from "../../../basic/keywords/files.ts";
import { listOf } from "../../../basic/operations/compare.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import type { Value } from "../../../basic/values.ts";
import { PackageError } from "../../packages/package-file.ts";
import { readZip, ZIP_LIMITS, type ZipFile } from "../../packages/zip.ts";
import { filesOf, splitPattern, valuesOf } from "./drive-listings.ts";
import { fileValue, givenFile, pathArgument, storeFile } from "./drive-writes.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { fileOrRaise, MAX_BYTES_AT_HAND, pathOrRaise, readBytes } from "./package-files.ts";

const MB = 1024 * 1024;
const MAX_PACKED = 1_000;
/** Writes to storage that are under way at a time. */
const AT_ONCE = 6;
const LIMIT_MS = 120_000;
/** The first moment that an archive can name, so that the same files give the same bytes. */
const WRITTEN = "1980-01-01T00:00:00";

const compress: EffectHandler = {
  limitMs: () => LIMIT_MS,
  async run(args, context) {
    const read = readArchive(args["first"] ?? null, args["second"] ?? null);
    if (typeof read === "string") throw new BasicError(ERR.badCall, `${read}.`);
    const entries: Zippable = {};
    let size = 0;
    for (const { name, load } of await chosen(read.files, context)) {
      const bytes = await load(MAX_BYTES_AT_HAND - size);
      size += bytes.byteLength;
      if (size > MAX_BYTES_AT_HAND)
        throw new BasicError(ERR.memory, `COMPRESS packs ${MAX_BYTES_AT_HAND / MB} MB at most.`);
      entries[freeName(name, entries)] = bytes;
    }
    const bytes = new Uint8Array(zipSync(entries, { level: 6, mtime: WRITTEN }));
    return fileValue(await storeFile(read.archive.trim(), bytes, context, { type: "application/zip" }), context);
  },
};

interface Chosen {
  name: string;
  load(limit: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A list of files by path or value, or a pattern such as `reports/*.pdf`, or a folder with all that is in it. */
async function chosen(files: Value, context: EffectContext): Promise<Chosen[]> {
  const items = listOf(files);
  const found: Chosen[] = [];
  if (items) {
    for (const item of items.slice(0, MAX_PACKED + 1)) {
      const path = pathArgument(item, context);
      const name = path === "" ? (await givenFile(item, context)).name : (path.split("/").at(-1) ?? path);
      found.push({ name, load: async (limit) => (await givenFile(item, context, limit)).bytes });
    }
  } else {
    const text = toText(files, context.values);
    const { folder, pattern } = splitPattern(text);
    const isFolder = pattern === null && (/\/\s*$/.test(text) || text.trim() === "");
    const listed =
      pattern === null && !isFolder
        ? [await fileOrRaise(text, context)]
        : await filesOf(folder, { recursive: isFolder, filter: pattern }, context);
    const values = pattern === null && !isFolder ? [] : valuesOf(folder, listed, context);
    for (const [i, file] of listed.entries())
      found.push({
        name: values[i]?.label || file.name,
        load: (limit) => readBytes(file, context, Math.max(limit, 0)),
      });
  }
  if (found.length === 0) throw new BasicError(ERR.fileNotFound, "COMPRESS found no file to pack.");
  if (found.length > MAX_PACKED) throw new BasicError(ERR.overflow, `COMPRESS packs ${MAX_PACKED} files at most.`);
  return found;
}

/** Two files of one name both go in. */
function freeName(name: string, entries: Zippable): string {
  const taken = new Set(Object.keys(entries).map((key) => key.toLowerCase()));
  if (!taken.has(name.toLowerCase())) return name;
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  for (let number = 2; ; number++) {
    const other = `${stem} (${number})${ending}`;
    if (!taken.has(other.toLowerCase())) return other;
  }
}

const extract: EffectHandler = {
  limitMs: () => LIMIT_MS,
  async run(args, context) {
    const archive = await givenFile(args["archive"], context, archiveLimit(context));
    const folder = pathOrRaise(pathArgument(args["folder"], context));
    const entries = entriesOf(archive.bytes, context);
    const base = folder === "" ? "" : `${folder}/`;
    const waiting = entries.entries();
    const found = new Array<Awaited<ReturnType<typeof storeFile>>>(entries.length);
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const [i, entry] of waiting) {
          context.signal.throwIfAborted();
          found[i] = await storeFile(base + entry.path, unpacked(entry), context, { part: `/${i}` });
        }
      }),
    );
    return valuesOf(folder, found, context);
  },
};

const archiveLimit = ({ config }: EffectContext): number =>
  Math.min(config.keys["extract-archive-max-size"], ZIP_LIMITS.archiveBytes);

/** All is looked at before anything is written. */
function entriesOf(bytes: Uint8Array<ArrayBuffer>, { config }: EffectContext): ZipFile[] {
  const { "extract-max-files": files, "extract-max-depth": depth, "extract-output-max-size": size } = config.keys;
  const entries = asBasicError(() => readZip(bytes));
  if (entries.length > files)
    throw new BasicError(ERR.overflow, `The archive has ${entries.length} files; extract-max-files allows ${files}.`);
  const deep = entries.find((entry) => entry.path.split("/").length - 1 > depth);
  if (deep) throw new BasicError(ERR.overflow, `"${deep.path}" lies deeper than extract-max-depth (${depth}) allows.`);
  if (entries.reduce((sum, entry) => sum + entry.size, 0) > size)
    throw new BasicError(
      ERR.overflow,
      `The files of the archive are larger together than extract-output-max-size allows (${size} bytes).`,
    );
  return entries;
}

const unpacked = (entry: ZipFile): Uint8Array<ArrayBuffer> => asBasicError(() => entry.read());

function asBasicError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof PackageError) throw new BasicError(ERR.badCall, error.message);
    throw error;
  }
}

export const ARCHIVE_EFFECTS: Readonly<Record<string, EffectHandler>> = { COMPRESS: compress, EXTRACT: extract };
