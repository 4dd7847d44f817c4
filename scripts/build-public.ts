/**
 * Builds what browsers load into dist/public: the embed loader, the chat, the pages' style sheets, the console, and the
 * API's description.
 *
 * Files under assets/ carry their content's hash in the name and may be cached for ever; assets/manifest.json tells the
 * worker today's names. The sizes that we promise are checked here: a build that breaks them fails.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const final = join(root, "dist/public");
/** Built aside and moved into place, so that a server never reads half a build. */
const out = join(root, `dist/public.${process.pid}`);

const LOADER_LIMIT = 3 * 1024;
const CHAT_LIMIT = 30 * 1024;

const common: esbuild.BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  write: false,
  outdir: join(out, "assets"),
  entryNames: "[name]-[hash]",
  format: "esm",
  target: ["es2022"],
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  logLevel: "warning",
};
/** Style sheets that scripts import are text; they are minified first. */
const cssText: esbuild.Plugin = {
  name: "css-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async (args) => {
      const css = await esbuild.transform(readFileSync(args.path, "utf8"), { loader: "css", minify: true });
      return { contents: css.code.trim(), loader: "text" };
    });
  },
};

const manifest: Record<string, string> = {};

async function build(name: string, entry: string, options: esbuild.BuildOptions = {}): Promise<number> {
  const result = await esbuild.build({ ...common, entryPoints: { [name]: join(root, entry) }, ...options });
  const file = result.outputFiles?.[0];
  if (!file || result.outputFiles?.length !== 1) throw new Error(`${entry} did not become one file`);
  writeFileSync(file.path, file.contents);
  manifest[`${name}${file.path.endsWith(".css") ? ".css" : ".js"}`] = `/assets/${basename(file.path)}`;
  return gzipSync(file.contents, { level: 9 }).byteLength;
}

/** What the worker's sources say of its routes. */
interface Description {
  openApi(): unknown;
  docsBody(): string;
}

/** The API's description, from the worker's own schemas: they run here once instead of lying in the worker. */
async function describeApi(): Promise<void> {
  const file = join(out, "description.mjs");
  await esbuild.build({
    absWorkingDir: root,
    stdin: {
      contents: 'export * from "./worker/openapi/document.ts"; export * from "./worker/openapi/page.ts";',
      resolveDir: root,
    },
    outfile: file,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  const { openApi, docsBody }: Description = await import(pathToFileURL(file).href);
  writeFileSync(join(out, "openapi.json"), JSON.stringify(openApi()));
  writeFileSync(join(out, "docs-body.txt"), docsBody());
  rmSync(file);
}

mkdirSync(join(out, "assets"), { recursive: true });
mkdirSync(join(out, "embed"), { recursive: true });
try {
  await describeApi();
  const chat = await build("chat", "widget/chat-entry.tsx", { plugins: [cssText] });
  await build("saved", "widget/saved-notice.ts");
  await build("console", "console/main.tsx");
  await build("page", "widget/styles/page.css");
  await build("demo", "widget/styles/demo.css");
  await build("docs", "widget/styles/docs.css");
  await build("console", "console/console.css");

  const loaderBuild = await esbuild.build({
    ...common,
    entryPoints: [join(root, "widget/loader.ts")],
    format: "iife",
    plugins: [cssText],
    define: { CHAT_FILE: JSON.stringify(manifest["chat.js"]) },
  });
  const loaderFile = loaderBuild.outputFiles?.[0];
  if (!loaderFile) throw new Error("the loader was not built");
  writeFileSync(join(out, "embed/v1.js"), loaderFile.contents);
  const loader = gzipSync(loaderFile.contents, { level: 9 }).byteLength;

  writeFileSync(join(out, "assets/manifest.json"), JSON.stringify(manifest));
  writeFileSync(join(out, "favicon.svg"), readFileSync(join(root, "widget/favicon.svg")));
  rmSync(final, { recursive: true, force: true });
  renameSync(out, final);

  const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
  console.log(`embed loader  ${kib(loader)} gzip (limit ${kib(LOADER_LIMIT)})`);
  console.log(`open widget   ${kib(loader + chat)} gzip, loader included (limit ${kib(CHAT_LIMIT)})`);
  if (loader > LOADER_LIMIT || loader + chat > CHAT_LIMIT) {
    console.error(
      "The embed is larger than promised: make it smaller, or change the promise in architecture.md first.",
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
