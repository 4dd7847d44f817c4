/** Bundles the agent of the `agents` SDK. Its mail library requires "path" without the prefix that workerd wants. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** Returns the module's file. */
export async function bundleAgents(folder: string): Promise<string> {
  const outfile = path.join(folder, "worker.js");
  await build({
    entryPoints: [path.join(HERE, "agents-worker.ts")],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2024",
    minify: true,
    conditions: ["workerd", "worker", "browser", "import"],
    mainFields: ["module", "main"],
    external: ["cloudflare:*", "node:*"],
    plugins: [
      {
        name: "path",
        setup(builder) {
          builder.onResolve({ filter: /^path$/ }, () => ({ path: "path", namespace: "path" }));
          builder.onLoad({ filter: /.*/, namespace: "path" }, () => ({
            contents: 'export * from "node:path"; export { default } from "node:path";',
          }));
        },
      },
    ],
    logLevel: "silent",
  });
  return outfile;
}
