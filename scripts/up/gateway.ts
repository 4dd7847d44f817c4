/** The GPU gateway as a supervised child on the loopback address. */
import fs from "node:fs";
import path from "node:path";
import type { DataFolder } from "./data-folder.ts";
import { freePort } from "./ports.ts";
import type { Secrets } from "./secrets.ts";
import { type SupervisedChild, supervise } from "./supervise.ts";

export interface GatewayPlan {
  root: string;
  data: DataFolder;
  key: Secrets["gatewayKey"];
  env: Record<string, string>;
  note(name: string, pid: number | undefined): void;
  isEnding(): boolean;
  say(line: string): void;
}

export interface LocalGateway {
  child: SupervisedChild;
  url: string;
}

/** Returns undefined when this copy of the product has no gateway. */
export async function startGateway(plan: GatewayPlan): Promise<LocalGateway | undefined> {
  const program = path.join(plan.root, "gpu-gateway/src/index.ts");
  if (!fs.existsSync(program)) return undefined;
  const port = await freePort();
  // The gateway verifies: it gets the public half alone.
  const { kty, crv, kid, x } = plan.key;
  const child = supervise({
    name: "gateway",
    program,
    cwd: plan.root,
    env: {
      ...plan.env,
      BASALT_GATEWAY_HOST: "127.0.0.1",
      BASALT_GATEWAY_PORT: String(port),
      BASALT_GATEWAY_PUBLIC_JWKS: JSON.stringify({ keys: [{ kty, crv, kid, x, alg: "EdDSA", use: "sig" }] }),
      BASALT_GATEWAY_STATE: plan.data.gateway,
    },
    logFolder: plan.data.logs,
    note: plan.note,
    isEnding: plan.isEnding,
    say: plan.say,
  });
  return { child, url: `http://127.0.0.1:${port}` };
}
