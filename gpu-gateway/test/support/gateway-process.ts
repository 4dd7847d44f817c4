// Starts the real gateway as a child process and speaks to it, with good tokens and with bad ones.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { EXTRACT_PATH } from "../../../contracts/gateway.ts";
import { createGatewayClient, type GatewayClient } from "../../../platform/gateway-client.ts";
import {
  bodyHash,
  importServiceKey,
  type ServiceTokenInput,
  signServiceToken,
} from "../../../platform/service-token.ts";

const ENTRY = new URL("../../src/index.ts", import.meta.url).pathname;
export const AUDIENCE = "test-gateway";

export interface TestKeys {
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

export async function makeKeys(kid: string): Promise<TestKeys> {
  const pair = await generateKeyPair("EdDSA", { extractable: true });
  return {
    privateJwk: { ...(await exportJWK(pair.privateKey)), kid },
    publicJwk: { ...(await exportJWK(pair.publicKey)), kid },
  };
}

export interface RunningGateway {
  readonly url: string;
  readonly process: ChildProcess;
  readonly state: string;
  /** All that it has written so far, stdout and stderr. */
  output(): string;
  /** Log lines of requests, newest last. */
  requests(): Record<string, unknown>[];
  /** Resolves with the exit status, or with the signal's name. */
  stop(signal?: NodeJS.Signals): Promise<number | string>;
}

export interface GatewaySetup {
  readonly keys: readonly TestKeys[];
  readonly port: number;
  readonly state?: string;
  readonly environment?: Record<string, string>;
}

const children = new Set<ChildProcess>();
const folders: string[] = [];

export function makeStateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "basalt-gateway-"));
  folders.push(folder);
  return folder;
}

/** For afterAll: a test that failed before its end must not leave a gateway behind on its port. */
export function endAllGateways(): void {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

export function spawnGateway(environment: Record<string, string>): {
  child: ChildProcess;
  output: () => string;
  exit: Promise<number | string>;
} {
  const child = spawn(process.execPath, [ENTRY], {
    env: { PATH: process.env["PATH"] ?? "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  const parts: string[] = [];
  child.stdout?.on("data", (data: Buffer) => parts.push(data.toString()));
  child.stderr?.on("data", (data: Buffer) => parts.push(data.toString()));
  const exit = new Promise<number | string>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown")),
  );
  return { child, output: () => parts.join(""), exit };
}

export async function startGateway(setup: GatewaySetup): Promise<RunningGateway> {
  const state = setup.state ?? makeStateFolder();
  const { child, output, exit } = spawnGateway({
    BASALT_GATEWAY_PORT: String(setup.port),
    BASALT_GATEWAY_PUBLIC_JWKS: JSON.stringify({ keys: setup.keys.map((key) => key.publicJwk) }),
    BASALT_GATEWAY_AUDIENCE: AUDIENCE,
    BASALT_GATEWAY_STATE: state,
    BASALT_GATEWAY_CLOCK_TOLERANCE_S: "0",
    ...setup.environment,
  });
  const deadline = Date.now() + 20_000;
  while (!output().includes('"listening"')) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The gateway did not start: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url: `http://127.0.0.1:${setup.port}`,
    process: child,
    state,
    output,
    requests: () =>
      output()
        .split("\n")
        .filter((line) => line.includes('"msg":"request"'))
        .map((line): Record<string, unknown> => JSON.parse(line)),
    stop(signal = "SIGTERM") {
      child.kill(signal);
      return exit;
    },
  };
}

export function clientOf(gateway: RunningGateway, keys: TestKeys): GatewayClient {
  return createGatewayClient({ baseUrl: gateway.url, privateJwk: keys.privateJwk, audience: AUDIENCE, clock: Date });
}

/** A good token for a body, with whatever is to be wrong about it. */
export async function tokenFor(
  keys: TestKeys,
  body: Uint8Array<ArrayBuffer>,
  wrong: Partial<ServiceTokenInput> = {},
): Promise<string> {
  return signServiceToken({
    key: await importServiceKey(keys.privateJwk),
    audience: AUDIENCE,
    method: "POST",
    path: EXTRACT_PATH,
    bodySha256: await bodyHash(body),
    now: Date.now(),
    ttl: 30,
    ...wrong,
  });
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export async function post(
  gateway: RunningGateway,
  token: string | null,
  body: BodyInit,
  more: { path?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const answer = await fetch(gateway.url + (more.path ?? EXTRACT_PATH), {
    method: "POST",
    body,
    headers: {
      "content-type": "text/plain",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...more.headers,
    },
    // Node's fetch asks for this where the body is a stream.
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) };
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
