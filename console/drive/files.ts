/** The drive's API as the console speaks it. */
import { call } from "../api.ts";

export interface FolderEntry {
  kind: "folder";
  path: string;
  name: string;
}
export interface FileEntry {
  kind: "file";
  layer: "drive" | "release";
  path: string;
  name: string;
  size: number;
  /** Of the drive's own files. */
  version?: number;
  modified?: number;
}

/** Pages that are read at most; beyond it the API is the better tool. */
const MAX_PAGES = 5;
const PAGE = 500;

export const filePath = (bot: string, path: string): string =>
  `/api/v1/bots/${bot}/files/${path.split("/").map(encodeURIComponent).join("/")}`;

export async function listFolder(
  bot: string,
  folder: string,
): Promise<{ items: (FileEntry | FolderEntry)[]; isCut: boolean }> {
  const items: (FileEntry | FolderEntry)[] = [];
  let cursor: string | null = null;
  for (let count = 0; count < MAX_PAGES; count++) {
    const query = new URLSearchParams({ folder, limit: String(PAGE), ...(cursor === null ? {} : { cursor }) });
    const page: { items: (FileEntry | FolderEntry)[]; nextCursor: string | null } = await call(
      "GET",
      `/api/v1/bots/${bot}/files?${query}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return { items, isCut: cursor !== null };
}

/** Sends a file; `onProgress` hears of 0 to 1. Rejects with words for the person. */
export function uploadFile(
  bot: string,
  path: string,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<void> {
  // By the older means: fetch says nothing of how far a body has come.
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", filePath(bot, path));
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(new Error(String(request.response?.detail ?? `The server answered ${request.status}.`)));
    };
    request.onerror = () => reject(new Error("The server cannot be reached."));
    request.onabort = () => reject(new Error("Stopped."));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
