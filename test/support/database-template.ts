/**
 * The embedded database as a first start leaves it, made once and copied into the data folders of tests: making it takes
 * seconds, and the tests of the database itself prove that a first start does.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { runMigrations } from "../../db/local/migrate.ts";
import { openPglite } from "../../db/local/pglite-backend.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const MIGRATIONS = path.join(ROOT, "db/migrations");
const TEMPLATES = path.join(ROOT, "dist/test-databases");

/** Puts it where the data folder has none yet. */
export async function seedDatabase(data: string): Promise<void> {
  const place = path.join(data, "postgres");
  if (fs.existsSync(place)) return;
  const template = path.join(TEMPLATES, recipe());
  if (!fs.existsSync(template)) await make(template);
  fs.mkdirSync(data, { recursive: true, mode: 0o700 });
  fs.cpSync(template, place, { recursive: true });
}

/** Whole or not at all: test files beside this one may make it at the same moment. */
async function make(template: string): Promise<void> {
  const making = `${template}.${process.pid}`;
  fs.mkdirSync(TEMPLATES, { recursive: true });
  for (const name of fs.readdirSync(TEMPLATES))
    if (!name.startsWith(path.basename(template)))
      // of earlier migrations
      fs.rmSync(path.join(TEMPLATES, name), { recursive: true, force: true });
  const { backend } = await openPglite(making, () => {});
  await runMigrations(backend, MIGRATIONS);
  await backend.close();
  try {
    fs.renameSync(making, template);
  } catch (error) {
    fs.rmSync(making, { recursive: true, force: true });
    if (!fs.existsSync(template)) throw error; // another was faster
  }
}

/** Names the engine and the migrations. */
function recipe(): string {
  const hash = createHash("sha256");
  const engine = path.join(ROOT, "node_modules/@electric-sql/pglite/package.json");
  const names = fs.readdirSync(MIGRATIONS, { recursive: true, encoding: "utf8" }).sort();
  for (const file of [engine, ...names.map((name) => path.join(MIGRATIONS, name))])
    if (fs.statSync(file).isFile()) hash.update(fs.readFileSync(file));
  return hash.digest("hex").slice(0, 32);
}
