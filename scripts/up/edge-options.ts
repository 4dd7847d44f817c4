/** What Miniflare is told to run: the configuration that deploys the worker, with a bundle, a port and places of this machine. */
import path from "node:path";
import { convertV4MiniflareOptions, Miniflare, type MiniflareOptions } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { modelsBeside } from "./bundle.ts";
import { type EdgeLog, FileLog } from "./edge-log.ts";

export interface WorkerPlan {
  /** wrangler.toml; paths in it are relative to its folder. */
  config: string;
  /** The bundled worker, with the models worker beside it (bundle.ts). */
  module: string;
  /** 0: any free one. */
  port: number;
  stateFolder: string;
  tmpFolder: string;
  /** Variables and secrets, over those of the configuration. */
  bindings: Record<string, string>;
  /** Environment of the workerd process. */
  env: Record<string, string>;
  /** Workers beside the product in the same workerd, each with a route of its own (benchmarks). */
  beside?: V4Workers;
  /** Opens workerd's inspector on this port of the loopback address (profiling). */
  inspectorPort?: number;
}

type V4Workers = Extract<Parameters<typeof convertV4MiniflareOptions>[0], { workers: unknown }>["workers"];

/** Reads the configuration anew at each call: a deploy may bring another one. */
export function edgeOptions(plan: WorkerPlan, log: EdgeLog): MiniflareOptions {
  const { workerOptions, externalWorkers } = unstable_getMiniflareWorkerOptions(plan.config);
  const root = path.dirname(plan.config);
  return {
    ...convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: plan.port,
      // No request to the outside at start, and no report about the use.
      cf: false,
      telemetry: { enabled: false },
      log: new FileLog(log),
      handleStructuredLogs: ({ level, message }) => log.line(`${level}: ${message}`),
      workers: [
        {
          ...workerOptions,
          name: "edge",
          rootPath: root,
          modulesRoot: path.dirname(plan.module),
          modules: [{ type: "ESModule", path: plan.module }],
          bindings: Object.assign({}, workerOptions.bindings, plan.bindings),
        },
        modelsWorker(plan),
        ...externalWorkers,
        ...(plan.beside ?? []),
      ],
      ...(plan.inspectorPort === undefined ? {} : { inspectorPort: plan.inspectorPort, inspectorHost: "127.0.0.1" }),
    }),
    logRequests: false,
    enableDevRegistry: false,
    resourcePersistencePath: plan.stateFolder,
    resourceTmpPath: plan.tmpFolder,
    unsafeRuntimeEnv: plan.env,
  };
}

/** As wrangler.models.toml says it, with the words of this start about what may be called. */
function modelsWorker({ module, bindings }: WorkerPlan): V4Workers[number] {
  const { workerOptions } = unstable_getMiniflareWorkerOptions(MODELS_CONFIG);
  const own = modelsBeside(module);
  return {
    ...workerOptions,
    name: "basalt-models",
    modulesRoot: path.dirname(own),
    modules: [{ type: "ESModule", path: own }],
    bindings: Object.fromEntries(Object.entries(bindings).filter(([name]) => MODELS_BINDINGS.has(name))),
  };
}

const MODELS_CONFIG = path.resolve(import.meta.dirname, "../../wrangler.models.toml");
const MODELS_BINDINGS = new Set(["LLM_URL", "OUTBOUND_PRIVATE_HOSTS", "OUTBOUND_TENANTS"]);

/**
 * Miniflare ends the process at the first signal, in the middle of everybody else's work (seen 2026-11-23): what it
 * registers while it is made is taken off again. It still ends its workerd when the process exits.
 */
export function makeMiniflare(plan: WorkerPlan, log: EdgeLog): Miniflare {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const before = signals.map((signal) => process.listeners(signal));
  const made = new Miniflare(edgeOptions(plan, log));
  signals.forEach((signal, i) => {
    for (const listener of process.listeners(signal)) {
      if (before[i]?.includes(listener) !== true) process.off(signal, listener);
    }
  });
  return made;
}
