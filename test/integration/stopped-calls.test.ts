/** A call that is stopped, or takes too long, is ended for real: the vendor at the other end sees the connection close. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import { compile, encodeProgram, parse, registerExtensions } from "../../basic/index.ts";
import { programKey } from "../../contracts/release.ts";
import { base32hex } from "../../platform/ids.ts";
import { httpVendor, payKeywords } from "../support/pay-keywords.ts";
import { Vendor } from "../support/vendor.ts";

const SCRIPT = `
HEAR x
TRY
  PAY RAISE 5 WITH x
  TALK "paid"
CATCH e
  TALK "error " + e.number
END TRY
`;

let folder: string;
let miniflare: Miniflare;
let url: URL;
const vendor = new Vendor();

beforeAll(async () => {
  await vendor.start();
  registerExtensions(payKeywords(httpVendor(vendor.url)));
  folder = mkdtempSync(path.join(tmpdir(), "basalt-stopped-"));
  const outfile = path.join(folder, "worker.js");
  await build({
    stdin: {
      contents: `import { registerExtensions } from "./basic/index.ts";
        import { httpVendor, payKeywords } from "./test/support/pay-keywords.ts";
        registerExtensions(payKeywords(httpVendor(${JSON.stringify(vendor.url)})));
        export * from "./test/worker/fixtures/session-worker.ts";
        export { default } from "./test/worker/fixtures/session-worker.ts";`,
      resolveDir: path.resolve(import.meta.dirname, "../.."),
      loader: "ts",
    },
    outfile,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser", "import"],
    mainFields: ["module", "main"],
    external: ["cloudflare:*", "node:*"],
    logLevel: "error",
  });
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      telemetry: { enabled: false },
      name: "session",
      modulesRoot: folder,
      modules: [{ type: "ESModule", path: outfile }],
      compatibilityDate: "2026-10-01",
      compatibilityFlags: ["nodejs_compat"],
      bindings: { CONVERSATION_KEYS: "{}" },
      durableObjects: {
        SESSION: { className: "SessionObject", useSQLite: true },
        BOT: { className: "BotObject", useSQLite: true },
      },
      r2Buckets: ["FILES"],
    }),
  );
  url = await miniflare.ready;
  const files = await miniflare.getR2Bucket("FILES");
  const hash = createHash("sha256").update(SCRIPT).digest("hex");
  const { program } = compile(parse(SCRIPT, "b.gbdialog/start.bas").script, { hash });
  if (!program) throw new Error("the script does not compile");
  await files.put(programKey("t", "b", hash), encodeProgram(program));
  const scripts = [{ name: "start", path: "b.gbdialog/start.bas", program: hash }];
  const manifest = { hash, bot: "b", createdAt: "", scripts, config: {}, systemPrompt: null };
  await files.put("manifest", JSON.stringify({ ...manifest, knowledge: [], data: [], theme: [] }));
});

afterAll(async () => {
  await miniflare?.dispose();
  await vendor.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A device of a new conversation. */
async function device() {
  const conversation = base32hex(crypto.getRandomValues(new Uint8Array(16)));
  const body = JSON.stringify({ channel: "web", user: null, locale: null, args: {} });
  await fetch(new URL(`/open/${conversation}`, url), { method: "POST", body });
  const got: { type: string; text?: string }[] = [];
  const connect = async (): Promise<WebSocket> => {
    const socket = new WebSocket(new URL(`/socket/${conversation}`, url.href.replace("http", "ws")));
    socket.on("message", (data) => got.push(JSON.parse(String(data))));
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return socket;
  };
  return { got, connect };
}

test("stop from a device that has come back closes the vendor's connection", async () => {
  vendor.behave = () => ({ fault: "hang" });
  const { got, connect } = await device();
  const first = await connect();
  first.send('{"type":"message","id":"m1","text":"tea"}');
  await expect.poll(() => vendor.calls.length, { timeout: 5_000 }).toBe(1);
  first.terminate();
  const again = await connect();
  expect(vendor.abandoned).toBe(0);
  again.send('{"type":"stop"}');
  await expect.poll(() => got.filter(({ type }) => type === "talk").map(({ text }) => text)).toEqual(["error 18"]);
  await expect.poll(() => vendor.abandoned, { timeout: 5_000 }).toBe(1);
  expect(vendor.calls).toHaveLength(1);
  again.close();
});
