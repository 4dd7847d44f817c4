/**
 * A file as an answer: ranges, conditions (RFC 9110), and headers under which a browser runs nothing of it on this origin.
 * Of several ranges in one request none is given: the whole file is, as the standard allows.
 */
import { nameOf } from "../../contracts/drive-path.ts";
import type { Ctx } from "../context.ts";
import { FaultError } from "../problem.ts";

export interface ShownFile {
  path: string;
  hash: string;
  size: number;
  type: string;
  /** ms since the epoch; null = not known. */
  modified: number | null;
  version: number | null;
  /** Where the bytes lie, the first that has them. */
  keys: string[];
}

/** Shown in the page; everything else is saved. Neither pages nor SVG, which can hold scripts, nor what a plug-in runs. */
const INLINE = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+|text\/plain)$/;

export const entityTag = (hash: string): string => `"${hash}"`;

export async function answerFile(
  c: Ctx,
  file: ShownFile,
  options: { download?: boolean; policy?: "cross-origin" } = {},
) {
  const tag = entityTag(file.hash);
  const headers = new Headers({
    etag: tag,
    "accept-ranges": "bytes",
    "cache-control": "private, no-cache",
    "content-type": file.type.startsWith("text/") ? `${file.type}; charset=utf-8` : file.type,
    "content-disposition": disposition(file.path, options.download === true || !INLINE.test(file.type)),
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": options.policy ?? "same-origin",
    // Where it leads on to is not told its address, which can hold a token.
    "referrer-policy": "no-referrer",
    ...(file.modified === null ? {} : { "last-modified": new Date(file.modified).toUTCString() }),
    ...(file.version === null ? {} : { "x-file-version": String(file.version) }),
  });
  if (isUnchanged(c, tag, file.modified)) return new Response(null, { status: 304, headers });
  const range = rangeOf(c, file, tag);
  if (range === "beyond") {
    throw new FaultError("drive.range", `The file has ${file.size} bytes.`, {
      headers: { "content-range": `bytes */${file.size}` },
    });
  }
  headers.set("content-length", String(range?.length ?? file.size));
  if (range) headers.set("content-range", `bytes ${range.offset}-${range.offset + range.length - 1}/${file.size}`);
  const status = range ? 206 : 200;
  if (c.req.raw.method === "HEAD") return new Response(null, { status, headers });
  for (const key of file.keys) {
    const object = await c.env.FILES.get(key, range ? { range } : {});
    if (object) return new Response(object.body, { status, headers });
  }
  throw new FaultError("service.unavailable", "The file's bytes cannot be reached at the moment.");
}

function isUnchanged(c: Ctx, tag: string, modified: number | null): boolean {
  const tags = c.req.header("if-none-match");
  if (tags !== undefined) return matchesTag(tags, tag);
  const since = Date.parse(c.req.header("if-modified-since") ?? "");
  // Headers carry whole seconds.
  return modified !== null && Math.floor(modified / 1000) * 1000 <= since;
}

/** A list of entity tags, or `*`. */
export const matchesTag = (list: string, tag: string): boolean =>
  list.trim() === "*" || list.split(",").some((one) => one.trim().replace(/^W\//, "") === tag);

function rangeOf(
  c: Ctx,
  { size, modified }: ShownFile,
  tag: string,
): { offset: number; length: number } | "beyond" | null {
  const [, from = "", to = ""] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(c.req.header("range") ?? "") ?? [];
  if (from === "" && to === "") return null;
  const only = c.req.header("if-range");
  const isSame = only === undefined || only === tag || Date.parse(only) === Math.floor((modified ?? 0) / 1000) * 1000;
  if (!isSame) return null;
  const offset = from === "" ? Math.max(size - Number(to), 0) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== "" && to !== "" && Number(to) < Number(from)) return null;
  if (offset >= size || (from === "" && Number(to) === 0)) return "beyond";
  return { offset, length: last - offset + 1 };
}

/** RFC 6266, with the name in UTF-8 (RFC 8187) beside a plain one. */
export function disposition(path: string, download: boolean): string {
  const name = nameOf(path).toWellFormed();
  const plain = name.replace(/[^\x20-\x7e]|["\\%;]/g, "_");
  const coded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${download ? "attachment" : "inline"}; filename="${plain}"; filename*=UTF-8''${coded}`;
}
