/**
 * The drive as a second layer above the files of a release: a file of the drive goes before one of the release at the same
 * path, and a deleted one hides it. Files of `.gbdrive` lie at the drive's root, those of `.gbdata` and `.gbkb` in folders of
 * these names.
 */
import type { DriveApi, DriveFile } from "../contracts/drive.ts";
import { drivePath, foldedPath } from "../contracts/drive-path.ts";
import { fail, ok, type Result } from "../contracts/faults.ts";
import type { ReleaseFile, ReleaseManifest } from "../contracts/release.ts";

export type LayeredFile =
  | { layer: "drive"; path: string; size: number; file: DriveFile }
  | { layer: "release"; path: string; size: number; file: ReleaseFile };

/** Files of a release by the folded path that they have in the drive. */
export type ReleaseLayer = ReadonlyMap<string, ReleaseFile>;

type Files = Pick<ReleaseManifest, "data" | "knowledge">;
const layers = new WeakMap<Files, ReleaseLayer>();

/** Made once for each manifest that is at hand. */
export function releaseLayer(release: Files): ReleaseLayer {
  const known = layers.get(release);
  if (known) return known;
  const layer = new Map<string, ReleaseFile>();
  for (const file of [...release.data, ...release.knowledge]) {
    const { path } = drivePath(file.path);
    if (path) layer.set(foldedPath(path), file);
  }
  layers.set(release, layer);
  return layer;
}

/** The file that a reader of this release finds at exactly this path; null when there is none. */
export async function findLayered(
  drive: Pick<DriveApi, "stat">,
  release: ReleaseLayer,
  path: string,
): Promise<LayeredFile | null> {
  const parsed = drivePath(path);
  if (!parsed.path) return null;
  const there = await drive.stat(parsed.path);
  if (there === "removed") return null;
  if (there !== null) return { layer: "drive", path: there.path, size: there.size, file: there };
  const file = release.get(foldedPath(parsed.path));
  return file === undefined ? null : { layer: "release", path: parsed.path, size: file.size, file };
}

export interface LayeredListing {
  files: LayeredFile[];
  /** Names of the folders directly below; empty where recursive. */
  folders: string[];
  /** There is more than was asked for. */
  isCut: boolean;
  nextCursor: string | null;
}

/**
 * A page of a folder, of both layers: folders first, then files, in the order of their paths. Both layers have keys of the
 * form of the drive's cursor (`d` or `f` and the folded path), so a page of the drive is a range that the release's files
 * are laid into.
 */
export async function listLayered(
  drive: Pick<DriveApi, "list">,
  release: ReleaseLayer,
  folder: string,
  options: { recursive: boolean; limit: number; cursor?: string | null },
): Promise<Result<LayeredListing>> {
  const { path, problem } = drivePath(folder);
  if (path === undefined) return fail("drive.path-invalid", problem);
  const { recursive, limit, cursor = null } = options;
  const listed = await drive.list(path, { recursive, limit, cursor });
  if (!listed.ok) return listed;
  const { files, removed, folders, nextCursor } = listed.value;
  const prefix = path === "" ? "" : `${foldedPath(path)}/`;
  const found = new Map<string, LayeredFile | string>();
  const hidden = new Set(removed.map(foldedPath));
  for (const [folded, file] of release) {
    if (!folded.startsWith(prefix) || hidden.has(folded)) continue;
    const shown = drivePath(file.path).path ?? file.path;
    const slash = folded.indexOf("/", prefix.length);
    if (recursive || slash < 0) found.set(`f${folded}`, { layer: "release", path: shown, size: file.size, file });
    else found.set(`d${folded.slice(0, slash)}`, shown.split("/")[prefix.split("/").length - 1] ?? shown);
  }
  for (const name of folders) found.set(`d${prefix}${foldedPath(name)}`, name);
  for (const file of files)
    found.set(`f${foldedPath(file.path)}`, { layer: "drive", path: file.path, size: file.size, file });
  const inRange = [...found.entries()]
    .filter(([key]) => (cursor === null || key > cursor) && (nextCursor === null || key <= nextCursor))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const page = inRange.slice(0, limit);
  const isCut = nextCursor !== null || inRange.length > page.length;
  return ok({
    files: page.flatMap(([, entry]) => (typeof entry === "string" ? [] : [entry])),
    folders: page.flatMap(([, entry]) => (typeof entry === "string" ? [entry] : [])),
    isCut,
    nextCursor: isCut ? (page.at(-1)?.[0] ?? nextCursor) : null,
  });
}
