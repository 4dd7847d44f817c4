/**
 * The product's worker as a test wants it: with the pay keywords of this installation, and with passages of its source replaced
 * (a later instruction set, say). The result is a configuration for BASALT_CONFIG with a finished bundle, which `basalt up`
 * runs as it would the one that it builds from the root folder.
 */
import fs from "node:fs";
import path from "node:path";
import { buildOnce } from "../../scripts/up/build-once.ts";
import { WORKER_BUILD } from "../../scripts/up/bundle.ts";
import { sourceWith } from "../mutation/mutant.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** Stands in the bundle for the vendor's address, which is another one in each test: what differs by it alone is built once. */
const VENDOR = "http://vendor.invalid";

const ENTRY = `
  import { registerExtensions } from "./basic/index.ts";
  import { httpVendor, payKeywords } from "./test/support/pay-keywords.ts";
  import worker from "./worker/index.ts";
  registerExtensions(payKeywords(httpVendor(${JSON.stringify(VENDOR)})));
  export * from "./worker/index.ts";
  export default worker;
`;

export interface WorkerBuild {
  /** Where the pay keywords call. */
  vendor: string;
  /** Each `from` stands exactly once in its file; paths from the root. */
  replace?: readonly { file: string; from: string; to: string }[];
}

/** Writes worker and configuration into the folder, over what an earlier call left. Yields the configuration's path. */
export async function writeWorker(folder: string, { vendor, replace = [] }: WorkerBuild): Promise<string> {
  fs.mkdirSync(folder, { recursive: true });
  const outfile = path.join(folder, "test-worker.js");
  await buildOnce({
    ...WORKER_BUILD,
    variant: JSON.stringify(replace),
    stdin: { contents: ENTRY, resolveDir: ROOT, sourcefile: "test-worker.ts", loader: "ts" },
    outfile,
    plugins: [
      {
        name: "replace",
        setup(bundle) {
          const contents = new Map<string, string>();
          for (const { file, from, to } of replace) {
            const place = path.join(ROOT, file);
            const before = contents.get(place);
            if (before !== undefined) throw new Error(`${file} is replaced twice: join the passages`);
            contents.set(place, sourceWith({ what: file, file, from, to }));
          }
          bundle.onLoad({ filter: /\.ts$/ }, ({ path: place }) => {
            const text = contents.get(place);
            return text === undefined ? undefined : { contents: text, loader: "ts" };
          });
        },
      },
    ],
  });
  fs.writeFileSync(outfile, fs.readFileSync(outfile, "utf8").replaceAll(VENDOR, vendor));
  const config = path.join(folder, "wrangler.toml");
  const own = fs.readFileSync(path.join(ROOT, "wrangler.toml"), "utf8");
  fs.writeFileSync(
    config,
    own
      .replace('main = "worker/index.ts"', `main = ${JSON.stringify(outfile)}\nno_bundle = true`)
      .replace('directory = "dist/public"', `directory = ${JSON.stringify(path.join(ROOT, "dist/public"))}`),
  );
  return config;
}
