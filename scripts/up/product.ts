/** The running product: its parts in the order of their start, and their end in the opposite order. */
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { missingSecrets } from "../../platform/secret-names.ts";
import { fileLimit, openFiles, startAdmission } from "./admission.ts";
import { buildPublic, bundleEdge } from "./bundle.ts";
import { startCron } from "./cron.ts";
import { openDataFolder } from "./data-folder.ts";
import { planDatabase } from "./database.ts";
import { createDeployer } from "./deploy.ts";
import { startEdge } from "./edge.ts";
import { startGateway } from "./gateway.ts";
import { type FolderLock, lockFolder, OWNER_VARIABLE } from "./lock.ts";
import { mountPackages } from "./mount.ts";
import { createOperator, type Operator } from "./operator.ts";
import type { UpOptions } from "./options.ts";
import { checkPort } from "./ports.ts";
import { isSystemError, reasonOf, StartProblem } from "./problem.ts";
import { startRedisEndpoint } from "./redis/endpoint.ts";
import { Reprojection } from "./reproject.ts";
import { keyBindings, openSecrets } from "./secrets.ts";
import type { SupervisedChild } from "./supervise.ts";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const CHILD_GRACE_MS = 4_000;
const PORT_PATIENCE_MS = 3_000;
/** Longer than the example takes; a large package is read on in the background. */
const READING_LIMIT_MS = 6_000;

export interface Product {
  /** Starts everything and prints the links. Throws a StartProblem when that cannot be, with nothing left running. */
  start(): Promise<void>;
  /** Builds the worker again and puts it in the place of the running one; deploy.ts. */
  deploy(): void;
  /** Ends every part in order and gives the folder back. */
  stop(): Promise<void>;
  /** Ends the children at once and without order. */
  abandon(): void;
}

export function createProduct(options: UpOptions, say: (line: string) => void): Product {
  /** What has been started, to be ended in the opposite order. */
  const ends: (() => Promise<void> | undefined | void)[] = [];
  const running = new Map<string, number>();
  let lock: FolderLock | undefined;
  let ending = false;
  let deployer: { request(): void } | undefined;
  const note = (name: string, pid: number | undefined): void => {
    if (pid === undefined) running.delete(name);
    else running.set(name, pid);
    lock?.note(name, pid);
  };

  const start = async (): Promise<void> => {
    const began = Date.now();
    const config = wranglerConfig();
    const data = openDataFolder(options.data);
    const held = await lockFolder(data.root);
    lock = held;
    ends.push(() => held.release());
    if (held.ended.length > 0) say(`An earlier run had left ${held.ended.join(", ")} running on ${data.root}; ended.`);
    // The system may take a killed process's sockets down a moment after the process itself.
    await checkPort(options.port, held.ended.length > 0 ? PORT_PATIENCE_MS : 0);
    const secrets = openSecrets(data.secretsFile);
    const env = { [OWNER_VARIABLE]: held.owner };
    const common = { root: ROOT, data, env, note, say, isEnding: () => ending };

    const builds = Promise.all([
      bundleEdge(config.main, data.build, config.isBundle),
      config.hasAssets ? buildPublic(ROOT) : undefined,
    ]);
    builds.catch(() => {}); // heard below; the parts in between must not be left running by an unheard failure
    const reprojection = new Reprojection(data.root, data.state, say);
    const database = await planDatabase({
      ...common,
      password: secrets.databasePassword,
      onRebuilt: () => reprojection.ask(),
    });
    let databaseChild: SupervisedChild | undefined;
    ends.push(() => databaseChild?.stop(CHILD_GRACE_MS));
    const gateway = await startGateway({ ...common, key: secrets.gatewayKey });
    ends.push(() => gateway?.child.stop(CHILD_GRACE_MS));
    const redis = await startRedisEndpoint({ token: secrets.redisToken, redisUrl: process.env["REDIS_URL"], say });
    ends.push(() => redis.stop());
    const [module] = await builds;

    const bindings = {
      ...keyBindings(secrets),
      DATABASE_URL: database.url,
      NEON_PROXY: database.proxy,
      UPSTASH_REDIS_REST_URL: redis.url,
      UPSTASH_REDIS_REST_TOKEN: secrets.redisToken,
      ...(gateway === undefined
        ? {}
        : { GATEWAY_URL: gateway.url, GATEWAY_PRIVATE_JWK: JSON.stringify(secrets.gatewayKey) }),
      // This machine stands in a network with addresses of its own, which names could lead to.
      EGRESS: "gateway",
      ...fileLimitOf(process.pid),
      ...settingsOfEnvironment(),
      ...testSwitches(),
    };
    const missing = missingSecrets(bindings);
    if (missing.length > 0)
      throw new StartProblem(
        `The worker would start without ${missing.map(({ name, purpose }) => `${name} (${purpose})`).join(", ")}.`,
      );

    const edge = await startEdge({
      config: config.file,
      module,
      port: options.port,
      stateFolder: data.state,
      tmpFolder: emptyFolder(path.join(data.build, "tmp")),
      logFolder: data.logs,
      bindings,
      env,
      note,
      say,
    });
    ends.push(() => edge.stop());
    // Last, because a first start computes for seconds: who opens the chat must not wait for it.
    databaseChild = database.start();

    const url = `http://127.0.0.1:${options.port}`;
    announce(path.join(data.root, "addresses.json"), {
      edge: url,
      database: database.proxy,
      gateway: gateway?.url ?? null,
      redis: redis.url,
    });
    const operator = createOperator(url, secrets.operatorKey);
    if (!(await operator.untilAlive()))
      throw new StartProblem(`The worker started but does not answer: its log is ${path.join(data.logs, "edge.log")}.`);
    reprojection.begin(operator);
    deployer = createDeployer({
      build: (folder) => buildAgain(folder),
      rehearse: (file) => edge.rehearse(file),
      replace: (file) => edge.replace(file),
      buildFolder: data.build,
      dataFolder: data.root,
      say,
    });
    const admission = startAdmission({
      count: () => openFiles(running.get("workerd")),
      tell: (files) => operator.admission(files),
      say,
    });
    ends.push(() => admission.stop());
    const examples = path.join(ROOT, "examples");
    const mount = await mountPackages(
      [...(options.examples && fs.existsSync(examples) ? [examples] : []), ...options.bots],
      options.bots,
      operator,
      say,
    );
    ends.push(() => mount.stop());
    const cron = startCron(
      (at) => edge.scheduled("* * * * *", at),
      (error) => say(`The scheduled work of this minute did not run: ${reasonOf(error)}`),
    );
    ends.push(() => cron.stop());

    await untilRead(mount.bots, operator, say);
    await printLinks(url, mount.bots, () => operator.administratorLink(), say);
    say(
      `Started in ${((Date.now() - began) / 1000).toFixed(1)} s. Everything is kept in ${data.root}; Ctrl-C ends it.`,
    );
  };

  const stop = async (): Promise<void> => {
    ending = true;
    lock?.markEnding();
    for (const end of ends.splice(0).reverse()) await end();
  };

  return {
    async start() {
      try {
        await start();
      } catch (error) {
        await stop();
        throw error;
      }
    },
    deploy: () => deployer?.request(),
    stop,
    abandon() {
      for (const pid of running.values()) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It is gone already.
        }
      }
    },
  };
}

/** As at the start: the configuration may name another worker by now. */
async function buildAgain(folder: string): Promise<string> {
  const config = wranglerConfig();
  const [module] = await Promise.all([
    bundleEdge(config.main, folder, config.isBundle),
    config.hasAssets ? buildPublic(ROOT) : undefined,
  ]);
  return module;
}

/** Where the parts listen, for tools that look into a running product. Holds no secret. */
function announce(file: string, addresses: Record<string, string | null>): void {
  fs.writeFileSync(file, `${JSON.stringify(addresses, null, 2)}\n`);
}

/** What workerd, which inherits the limit, may have open: known to the worker from its first moment on. */
function fileLimitOf(pid: number): Record<string, string> {
  const limit = fileLimit(pid);
  return limit === null ? {} : { OPEN_FILES_LIMIT: String(limit) };
}

/** Where traces go (docs/observability.md). */
const TRACES = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_HEADERS"];

/** What requests of scripts may call (docs/http.md). */
const REQUESTS = ["OUTBOUND_PRIVATE_HOSTS", "OUTBOUND_TENANTS"];

/** Settings of the worker that this process was given: the model's, which go before those of any package, where channels may call, where traces go. */
function settingsOfEnvironment(): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of ["LLM_URL", "LLM_MODEL", "LLM_KEY", "CHANNEL_PRIVATE_HOSTS", ...REQUESTS, ...TRACES]) {
    const value = process.env[name];
    if (value) given[name] = value;
  }
  return given;
}

/** What a test that runs the product as a process may switch; the worker heeds it only with BASALT_TEST=1. */
function testSwitches(): Record<string, string> {
  const { BASALT_TEST, BASALT_TEST_BREAK } = process.env;
  return BASALT_TEST === "1" ? { BASALT_TEST, BASALT_TEST_BREAK: BASALT_TEST_BREAK ?? "" } : {};
}

/** wrangler.toml of this folder, or the configuration that BASALT_CONFIG names. */
function wranglerConfig(): { file: string; main: string; isBundle: boolean; hasAssets: boolean } {
  const file = path.resolve(process.env["BASALT_CONFIG"] ?? path.join(ROOT, "wrangler.toml"));
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new StartProblem(
      `${file} cannot be read (${isSystemError(error) ? error.code : reasonOf(error)}): check the folder out again.`,
    );
  }
  const main = /^main\s*=\s*"([^"]+)"/m.exec(text)?.[1];
  if (main === undefined) throw new StartProblem(`${file} names no worker: it needs a line main = "FILE".`);
  return {
    file,
    main: path.resolve(path.dirname(file), main),
    isBundle: /^no_bundle\s*=\s*true\s*$/m.test(text),
    hasAssets: /^\[assets\]/m.test(text),
  };
}

/** Miniflare leaves its temporary files behind when it is killed. */
function emptyFolder(folder: string): string {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

/** On a first start a visitor's first question should find the documents read. Chat is up meanwhile. */
async function untilRead(bots: readonly string[], operator: Operator, say: (line: string) => void): Promise<void> {
  const until = Date.now() + READING_LIMIT_MS;
  for (const bot of bots) {
    // Only a courtesy: a worker that does not answer now is the supervisor's business.
    while ((await operator.pendingDocuments(bot).catch(() => 0)) > 0) {
      if (Date.now() > until) {
        say(`Documents of ${bot} are still being read; answers from them come in a moment.`);
        break;
      }
      await sleep(100);
    }
  }
}

async function printLinks(
  url: string,
  bots: readonly string[],
  administratorLink: () => Promise<string>,
  say: (line: string) => void,
): Promise<void> {
  const bot = bots.includes("helpdesk") ? "helpdesk" : bots[0];
  say("");
  if (bot === undefined) say("  No bot is mounted: put a package under a folder and name the folder with --bots DIR.");
  else {
    say(`  Chat            ${url}/${bot}`);
    say(`  In a page       ${url}/embed/demo/${bot}`);
  }
  try {
    say(`  Administrator   ${await administratorLink()}   (works once)`);
  } catch (error) {
    say(`  Administrator   no link could be made: ${reasonOf(error)}`);
  }
  say("");
}
