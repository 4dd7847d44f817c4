/** The database child of the start script, alone: the embedded database or, with DATABASE_URL, a real one behind the same proxy. */
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const TEST_PASSWORD = "a-password-of-the-test";

export interface LocalDatabaseProcess {
  child: ChildProcess;
  reports: { type: string; moved?: { to: string; reason: string } }[];
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts it and waits until it is ready, migrations included. */
export async function startLocalDatabase(
  port: number,
  folder: string,
  env: Record<string, string> = {},
): Promise<LocalDatabaseProcess> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, "../../db/local/server.ts")], {
    env: {
      ...process.env,
      BASALT_DB_PORT: String(port),
      BASALT_DB_FOLDER: folder,
      BASALT_DB_PASSWORD: TEST_PASSWORD,
      ...env,
    },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let errors = "";
  child.stderr?.on("data", (text) => {
    errors += text;
  });
  const reports: LocalDatabaseProcess["reports"] = [];
  child.on("message", (report) => reports.push(report as LocalDatabaseProcess["reports"][number]));
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  for (let tries = 0; !reports.some((report) => report.type === "ready"); tries += 1) {
    if (child.exitCode !== null || tries > 600) throw new Error(`the database did not start: ${errors}`);
    await sleep(50);
  }
  return {
    child,
    reports,
    stop(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
  };
}
