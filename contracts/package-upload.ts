/**
 * A package that is uploaded file by file, so that only what the product does not have travels: the list of its files
 * first, then the bytes that are missing, then the word that it is whole. Everything can be said again: the same list is
 * the same upload, bytes that are there are not asked for, and completing twice publishes once.
 */
import * as z from "zod";

export const UPLOAD_LIMITS = {
  files: 5_000,
  /** Bytes of all files; `package-max-size` is looked at when the upload is complete, because config.csv says it. */
  bytes: 512 * 1024 * 1024,
  /** Bytes of the list itself, as JSON. */
  list: 2 * 1024 * 1024,
  /** A file up to this size is sent in one piece. */
  whole: 8 * 1024 * 1024,
  /** Bytes of one piece, and how small a piece may be that is not the last. */
  piece: 32 * 1024 * 1024,
  smallestPiece: 256 * 1024,
  /** Uploads of a bot that are under way; the oldest gives way. */
  open: 20,
  /** Without a call for so long an upload is forgotten. */
  idleMs: 86_400_000,
} as const;

export const uploadRequest = z.object({
  files: z
    .array(
      z.object({
        path: z.string().min(1).max(1_000),
        size: z.int().min(0).max(UPLOAD_LIMITS.bytes),
        sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits in lower case"),
      }),
    )
    .min(1)
    .max(UPLOAD_LIMITS.files),
});
export type UploadFile = z.output<typeof uploadRequest>["files"][number];

export interface UploadStatus {
  /** Made of the list: the same list has the same id. */
  id: string;
  state: "open" | "done";
  expiresAt: string;
  files: number;
  bytes: number;
  /** What has to be sent before the upload is complete; `offset` bytes of it are there. */
  missing: { sha256: string; size: number; offset: number }[];
}

/** Where the bytes of a file go; for the worker, which sends them to storage itself. */
export interface UploadTarget {
  /** Key in object storage. */
  key: string;
  size: number;
  /** Bytes that are there in pieces, and the first key of each piece, in order. */
  offset: number;
  pieces: string[];
  isStored: boolean;
}
