/** The folder in which everything that the product keeps lives, and the places in it. */
import fs from "node:fs";
import path from "node:path";
import { isSystemError, StartProblem } from "./problem.ts";

export interface DataFolder {
  /** Absolute, links resolved: two ways to write one folder must meet at one lock. */
  root: string;
  /** Durable Objects, R2, KV and queues of the edge worker. */
  state: string;
  database: string;
  gateway: string;
  /** The bundled worker: built at every start, never read by a later one. */
  build: string;
  logs: string;
  secretsFile: string;
}

/** Makes the folder when it is absent and proves that it can be written. Throws a StartProblem. */
export function openDataFolder(folder: string): DataFolder {
  const wanted = path.resolve(folder);
  let root: string;
  try {
    makeFolder(wanted);
    root = fs.realpathSync(wanted);
    const probe = path.join(root, `.probe-${process.pid}`);
    fs.writeFileSync(probe, "");
    fs.rmSync(probe);
  } catch (error) {
    throw new StartProblem(
      `${wanted} cannot be used as the data folder: ${explain(error)}; choose another with --data DIR.`,
    );
  }
  const layout: DataFolder = {
    root,
    state: path.join(root, "state"),
    database: path.join(root, "postgres"),
    gateway: path.join(root, "gateway"),
    build: path.join(root, "build"),
    logs: path.join(root, "logs"),
    secretsFile: path.join(root, "secrets.json"),
  };
  for (const place of [layout.state, layout.gateway, layout.build, layout.logs]) {
    try {
      fs.mkdirSync(place, { recursive: true });
      fs.accessSync(place, fs.constants.W_OK);
    } catch (error) {
      throw new StartProblem(
        `${place} cannot be used: ${explain(error)}; move it away or choose another folder with --data DIR.`,
      );
    }
  }
  return layout;
}

/**
 * Makes the folder and those above it. Not by `recursive`: Node 24 tries for ever where making a folder answers ENOENT
 * below a folder that exists, as in /proc (seen 2026-11-23).
 */
function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  // Secrets and conversations are inside: nobody else on the machine needs to look.
  fs.mkdirSync(folder, { mode: 0o700 });
}

function explain(error: unknown): string {
  if (!isSystemError(error)) return String(error);
  switch (error.code) {
    case "EEXIST":
    case "ENOTDIR":
      return "it, or a part of its path, is a file";
    case "ENOENT":
      return "no folder can be made there";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "it is read-only";
    case "ENOSPC":
      return "the disk is full";
    default:
      return error.code;
  }
}
