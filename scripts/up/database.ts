/** The local Postgres as a supervised child. */
import path from "node:path";
import { PROXY_USER } from "../../db/local/credentials.ts";
import type { DatabaseReport } from "../../db/local/server.ts";
import type { DataFolder } from "./data-folder.ts";
import { freePort } from "./ports.ts";
import { type SupervisedChild, supervise } from "./supervise.ts";

export interface DatabasePlan {
  root: string;
  data: DataFolder;
  password: string;
  env: Record<string, string>;
  note(name: string, pid: number | undefined): void;
  isEnding(): boolean;
  say(line: string): void;
  /** The embedded database is a new, empty one. */
  onRebuilt(): void;
}

export interface LocalDatabase {
  /** Starts the child. It makes itself ready in the background; nothing waits for it. */
  start(): SupervisedChild;
  /** For the worker: with the proxy's password in it. */
  url: string;
  /** host:port */
  proxy: string;
}

/** Names the place where the database will be. */
export async function planDatabase(plan: DatabasePlan): Promise<LocalDatabase> {
  const port = await freePort();
  let lastFailure = "";
  const start = (): SupervisedChild =>
    supervise({
      name: "database",
      program: path.join(plan.root, "db/local/server.ts"),
      cwd: plan.root,
      env: {
        ...plan.env,
        BASALT_DB_PORT: String(port),
        BASALT_DB_FOLDER: plan.data.database,
        BASALT_DB_PASSWORD: plan.password,
      },
      logFolder: plan.data.logs,
      note: plan.note,
      isEnding: plan.isEnding,
      say: plan.say,
      onMessage: (message) => {
        if (!isReport(message)) return;
        if (message.type === "failed") {
          if (message.message !== lastFailure) plan.say(`Chat goes on without Postgres: ${message.message}`);
          lastFailure = message.message;
        } else if (message.moved !== undefined) {
          plan.say(
            `The embedded database did not open (${message.moved.reason}). Its folder is kept as ${message.moved.to}; a fresh one was made and is filled again from the conversations.`,
          );
          plan.onRebuilt();
        }
      },
    });
  return { start, url: `postgresql://${PROXY_USER}:${plan.password}@127.0.0.1/basalt`, proxy: `127.0.0.1:${port}` };
}

function isReport(message: unknown): message is DatabaseReport {
  return (
    typeof message === "object" &&
    message !== null &&
    "type" in message &&
    (message.type === "ready" || message.type === "failed")
  );
}
