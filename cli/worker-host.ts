/**
 * The product's own worker for one conversation in the terminal: the same bundle, objects and gateway as `up`, on a port of
 * the loopback that lives as long as the command. There is no second implementation of any effect.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundleEdge } from "../scripts/up/bundle.ts";
import { openDataFolder } from "../scripts/up/data-folder.ts";
import { startEdge } from "../scripts/up/edge.ts";
import { startGateway } from "../scripts/up/gateway.ts";
import { lockFolder, OWNER_VARIABLE } from "../scripts/up/lock.ts";
import { createOperator, type Operator, operatorToken } from "../scripts/up/operator.ts";
import { freePort } from "../scripts/up/ports.ts";
import { keyBindings, openSecrets } from "../scripts/up/secrets.ts";
import { MissingPartError } from "./exit.ts";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const GATEWAY_GRACE_MS = 2_000;

export interface WorkerHost {
  /** http://127.0.0.1:PORT */
  url: string;
  operator: Operator;
  /** For calls of the API that the operator has no word for. */
  token(): Promise<string>;
  stop(): Promise<void>;
}

export interface WorkerHostPlan {
  folder: string;
  /** A file with the replies of a scripted model. */
  scriptedModel: string | null;
  note(line: string): void;
  /** Variables of the worker beside those that every host has. */
  settings?: Record<string, string>;
}

/** Starts the worker on a data folder. Throws a StartProblem when the folder is in use or damaged. */
export async function startWorkerHost(plan: WorkerHostPlan): Promise<WorkerHost> {
  const ends: (() => Promise<void> | void)[] = [];
  let ending = false;
  const stop = async () => {
    ending = true;
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const data = openDataFolder(plan.folder);
    const lock = await lockFolder(data.root);
    ends.push(() => lock.release());
    const secrets = openSecrets(data.secretsFile);
    const children = {
      env: { [OWNER_VARIABLE]: lock.owner },
      note: (name: string, pid: number | undefined) => lock.note(name, pid),
      say: plan.note,
      isEnding: () => ending,
    };
    const gateway = await startGateway({ ...children, root: ROOT, data, key: secrets.gatewayKey });
    ends.push(() => gateway?.child.stop(GATEWAY_GRACE_MS));
    const module = await bundleEdge(path.join(ROOT, "worker/index.ts"), data.build);
    const port = await freePort();
    const bindings: Record<string, string> = {
      ...keyBindings(secrets),
      // This machine stands in a network with addresses of its own, which names could lead to.
      EGRESS: "gateway",
      ...plan.settings,
    };
    if (gateway)
      Object.assign(bindings, { GATEWAY_URL: gateway.url, GATEWAY_PRIVATE_JWK: JSON.stringify(secrets.gatewayKey) });
    if (plan.scriptedModel !== null) bindings["SCRIPTED_MODEL"] = readFileSync(plan.scriptedModel, "utf8");
    const edge = await startEdge({
      ...children,
      config: path.join(ROOT, "wrangler.toml"),
      module,
      port,
      stateFolder: data.state,
      tmpFolder: path.join(data.build, "tmp"),
      logFolder: data.logs,
      bindings,
    });
    ends.push(() => edge.stop());
    const url = `http://127.0.0.1:${port}`;
    const operator = createOperator(url, secrets.operatorKey);
    if (!(await operator.untilAlive()))
      throw new MissingPartError(`the worker does not answer; its log is in ${data.logs}`);
    return { url, operator, token: () => operatorToken(secrets.operatorKey), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
