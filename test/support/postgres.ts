/** A PostgreSQL server for tests, from Debian's package, in a folder of its own. */
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

export interface TestPostgres {
  /** Connection string of a superuser. */
  url: string;
  stop(): Promise<void>;
}

const PACKAGES = "/usr/lib/postgresql";

/** The folder of the newest installed server's programs; undefined when there is none. */
export function postgresPrograms(): string | undefined {
  if (!fs.existsSync(PACKAGES)) return undefined;
  const versions = fs.readdirSync(PACKAGES).sort((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => path.join(PACKAGES, version, "bin"))
    .find((bin) => fs.existsSync(path.join(bin, "initdb")));
}

/** Starts a server on a port of the loopback address. Takes about two seconds. */
export async function startPostgres(port: number): Promise<TestPostgres> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error("PostgreSQL is not installed: sudo apt-get install postgresql");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-postgres-"));
  // The server refuses to run as root; Debian's package brings a user for it.
  const owner = process.getuid?.() === 0 ? idsOf("postgres") : undefined;
  if (owner !== undefined) fs.chownSync(folder, owner.uid, owner.gid);
  const data = path.join(folder, "data");
  const password = path.join(folder, "password");
  fs.writeFileSync(password, "secret", { mode: 0o644 });
  execFileSync(
    path.join(programs, "initdb"),
    ["-D", data, "-U", "basalt_owner", "-A", "scram-sha-256", `--pwfile=${password}`, "-E", "UTF8", "--no-sync"],
    { ...owner, stdio: "ignore", cwd: folder },
  );
  const server = spawn(
    path.join(programs, "postgres"),
    ["-D", data, "-p", String(port), "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"],
    { ...owner, stdio: "ignore", cwd: folder },
  );
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const url = `postgresql://basalt_owner:secret@127.0.0.1:${port}/postgres`;
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      await client.end();
      break;
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(100);
    }
  }
  return {
    url,
    async stop() {
      server.kill("SIGINT");
      await ended;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function idsOf(user: string): { uid: number; gid: number } {
  const id = (flag: string): number => Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
