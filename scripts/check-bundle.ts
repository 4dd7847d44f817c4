/** Builds each worker as `wrangler deploy` does, without deploying it, and holds its size against the promise. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** architecture.md 6 */
const LIMIT_BYTES = 700 * 1024;

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const kib = (count: number): string => `${(count / 1024).toFixed(1)} KiB`;

for (const [name, config] of [
  ["Worker", "wrangler.toml"],
  ["Models worker", "wrangler.models.toml"],
] as const) {
  const { bytes, zipped } = built(config, path.join(root, "dist", path.basename(config, ".toml")));
  process.stdout.write(`${name}: ${kib(bytes)}, ${kib(zipped)} gzip (limit ${kib(LIMIT_BYTES)}).\n`);
  if (zipped > LIMIT_BYTES) {
    process.stderr.write(`It is larger than promised: find what came in with \`esbuild --analyze\`.\n`);
    process.exitCode = 1;
  }
}

function built(config: string, out: string): { bytes: number; zipped: number } {
  fs.rmSync(out, { recursive: true, force: true });
  execFileSync(
    process.execPath,
    [
      path.join(root, "node_modules/wrangler/bin/wrangler.js"),
      ...["deploy", "--config", config, "--dry-run", "--outdir", out],
    ],
    {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
    },
  );
  const modules = fs
    .readdirSync(out, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(m?js|wasm)$/.test(name));
  if (modules.length === 0) throw new Error(`wrangler wrote no module to ${out}`);
  const raw = modules.map((name) => fs.readFileSync(path.join(out, name)));
  return {
    bytes: raw.reduce((sum, module) => sum + module.length, 0),
    zipped: raw.reduce((sum, module) => sum + gzipSync(module, { level: 9 }).length, 0),
  };
}
