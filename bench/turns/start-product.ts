/**
 * The product as `basalt up` starts its edge, with the echo floor and an agent of the `agents` SDK beside it in the same
 * workerd process, and without the parts that an ordinary turn does not use: Postgres, Redis, the gateway.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundleEdge, bundleWorker } from "../../scripts/up/bundle.ts";
import { openDataFolder } from "../../scripts/up/data-folder.ts";
import { startEdge } from "../../scripts/up/edge.ts";
import { createOperator } from "../../scripts/up/operator.ts";
import { packPackage } from "../../scripts/up/packages.ts";
import { freePort } from "../../scripts/up/ports.ts";
import { keyBindings, openSecrets } from "../../scripts/up/secrets.ts";
import { bundleAgents } from "./agents-bundle.ts";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.resolve(HERE, "../..");
const ECHO_PATH = "/bench-echo";
/** The SDK's own: /agents/CLASS/NAME. */
const AGENTS_PATH = "/agents";
export const BENCH_BOT = "bench";

export interface BenchProduct {
  /** http://127.0.0.1:PORT */
  origin: string;
  /** Web socket address of the echo objects; `/NAME` is appended. */
  echo: string;
  /** Web socket address of the agents; `/NAME` is appended. */
  agent: string;
  /** Process id of workerd. */
  pid: number;
  /** OPERATOR_KEY, base64url. */
  operatorKey: string;
  stop(): Promise<void>;
}

export interface BenchProductOptions {
  /** Free port when absent. */
  port?: number;
  /** Opens workerd's inspector there. */
  inspectorPort?: number;
}

/** Starts it on a new temporary folder, which is removed at the end. Throws an Error when it does not start. */
export async function startBenchProduct(options: BenchProductOptions = {}): Promise<BenchProduct> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-bench-"));
  const remove = (): void => {
    process.off("exit", remove);
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  process.on("exit", remove);
  try {
    return await start(folder, options, remove);
  } catch (error) {
    remove();
    throw error;
  }
}

async function start(folder: string, options: BenchProductOptions, remove: () => void): Promise<BenchProduct> {
  const data = openDataFolder(folder);
  const secrets = openSecrets(data.secretsFile);
  const port = options.port ?? (await freePort());
  const [module, echo, agent] = await Promise.all([
    bundleEdge(path.join(ROOT, "worker/index.ts"), data.build),
    bundleWorker(path.join(HERE, "echo-worker.ts"), path.join(data.build, "echo")),
    bundleAgents(path.join(data.build, "agents")),
  ]);
  let pid = 0;
  const edge = await startEdge({
    config: path.join(ROOT, "wrangler.toml"),
    module,
    port,
    stateFolder: data.state,
    tmpFolder: path.join(data.build, "tmp"),
    logFolder: data.logs,
    bindings: {
      ...keyBindings(secrets),
      // A thousand conversations are opened at once.
      LIMIT_NEW_CONVERSATIONS: "1000000",
    },
    env: {},
    beside: [
      {
        name: "echo",
        rootPath: path.dirname(echo),
        modulesRoot: path.dirname(echo),
        modules: [{ type: "ESModule", path: echo }],
        compatibilityDate: "2026-10-01",
        durableObjects: { ECHO: { className: "EchoObject", useSQLite: true } },
        routes: [`127.0.0.1${ECHO_PATH}/*`],
      },
      {
        name: "agents",
        rootPath: path.dirname(agent),
        modulesRoot: path.dirname(agent),
        modules: [{ type: "ESModule", path: agent }],
        compatibilityDate: "2026-10-01",
        compatibilityFlags: ["nodejs_compat"],
        durableObjects: { EchoAgent: { className: "EchoAgent", useSQLite: true } },
        routes: [`127.0.0.1${AGENTS_PATH}/*`],
      },
    ],
    ...(options.inspectorPort === undefined ? {} : { inspectorPort: options.inspectorPort }),
    note: (_, started) => {
      if (started !== undefined) pid = started;
    },
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const stop = async (): Promise<void> => {
    await edge.stop();
    remove();
  };
  try {
    const origin = `http://127.0.0.1:${port}`;
    const operator = createOperator(origin, secrets.operatorKey);
    if (!(await operator.untilAlive())) throw new Error("the worker started but does not answer");
    const { diagnostics } = await operator.publish(BENCH_BOT, packPackage(path.join(HERE, `${BENCH_BOT}.gbai`)));
    const [finding] = diagnostics;
    if (finding !== undefined) throw new Error(`the bench bot has a finding: ${finding.code} ${finding.message}`);
    const socket = `ws://127.0.0.1:${port}`;
    const { operatorKey } = secrets;
    return {
      origin,
      echo: `${socket}${ECHO_PATH}`,
      agent: `${socket}${AGENTS_PATH}/echo-agent`,
      pid,
      operatorKey,
      stop,
    };
  } catch (error) {
    await edge.stop();
    throw error;
  }
}
