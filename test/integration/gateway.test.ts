// The gateway's door: who gets in, once, with which body. Against the real service as a child process.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request as rawRequest } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { EXTRACT_PATH } from "../../contracts/gateway.ts";
import { gpuStateOf } from "../../gpu-gateway/src/health/gpu.ts";
import {
  type Answer,
  AUDIENCE,
  bytesOf,
  clientOf,
  endAllGateways,
  makeKeys,
  makeStateFolder,
  post,
  type RunningGateway,
  spawnGateway,
  startGateway,
  type TestKeys,
  tokenFor,
} from "../../gpu-gateway/test/support/gateway-process.ts";
import { makeBombPdf } from "../../gpu-gateway/test/support/pdf-fixtures.ts";
import { createGatewayClient, type GatewayError } from "../../platform/gateway-client.ts";
import { bodyHash, importServiceKey } from "../../platform/service-token.ts";
import { freePort } from "../support/product.ts";

/** A port for each gateway that is started here. */
const [PORT, RESTARTED, BOUNDED, SMALL, SLOW, SILENT, WRONG] = await Promise.all([
  freePort(),
  freePort(),
  freePort(),
  freePort(),
  freePort(),
  freePort(),
  freePort(),
]);

const BODY = bytesOf("What the token was signed for.");
const MAX_BODY = 64 * 1024;
const sentTokens: string[] = [];
let keys: TestKeys;
let secondKeys: TestKeys;
let foreignKeys: TestKeys;
let gateway: RunningGateway;

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

beforeAll(async () => {
  keys = await makeKeys("worker-1");
  secondKeys = await makeKeys("worker-2");
  // The same key id, another key: what somebody would make who knows the public set.
  foreignKeys = await makeKeys("worker-1");
  gateway = await startGateway({
    keys: [keys, secondKeys],
    port: PORT,
    environment: { BASALT_GATEWAY_MAX_BODY_BYTES: String(MAX_BODY) },
  });
  // A new ledger refuses tokens of the same second in which it was made.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
});
afterAll(endAllGateways);

/** The log line of a call; it comes through another pipe than the answer, and may come later. */
async function logOf(running: RunningGateway, answer: Answer): Promise<Record<string, unknown> | undefined> {
  const requestId = answer.headers.get("x-request-id");
  return vi.waitUntil(() => running.requests().find((line) => line["requestId"] === requestId), { timeout: 5_000 });
}

async function send(token: string | null, body: BodyInit = BODY, more: Parameters<typeof post>[3] = {}) {
  if (token !== null) sentTokens.push(token);
  const answer = await post(gateway, token, body, more);
  return { ...answer, log: await logOf(gateway, answer) };
}

async function expectRefused(
  token: string | null,
  reason: string,
  more: { body?: BodyInit; path?: string } = {},
): Promise<void> {
  const answer = await send(token, more.body ?? BODY, more.path === undefined ? {} : { path: more.path });
  expect(answer.status).toBe(401);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("www-authenticate")).toContain("Bearer");
  expect(answer.body).toMatchObject({ status: 401, code: token === null ? "auth.required" : "auth.invalid" });
  expect(answer.log).toMatchObject({ status: 401, reason });
  expect(answer.body["instance"]).toBe(`urn:basalt:request:${answer.log?.["requestId"]}`);
}

/** A token signed by hand, for what `signServiceToken` refuses to make. */
async function handMade(
  change: (jwt: SignJWT, now: number) => SignJWT,
  header: { alg: string; kid?: string; typ?: string } = { alg: "EdDSA" },
) {
  const now = Math.floor(Date.now() / 1000);
  const jwt = new SignJWT({ htm: "POST", htu: EXTRACT_PATH, bsh: await bodyHash(BODY) })
    .setIssuer("basalt-worker")
    .setAudience(AUDIENCE)
    .setIssuedAt(now)
    .setExpirationTime(now + 30)
    .setJti(crypto.randomUUID())
    .setProtectedHeader({ kid: "worker-1", typ: "basalt-service+jwt", ...header });
  return change(jwt, now);
}
const signed = async (
  change: (jwt: SignJWT, now: number) => SignJWT,
  header?: { alg: string; kid?: string; typ?: string },
) => (await handMade(change, header)).sign((await importServiceKey(keys.privateJwk)).key);

describe("who gets in", () => {
  test("a call with a good token, by each known key", async () => {
    expect((await send(await tokenFor(keys, BODY))).status).toBe(200);
    expect((await send(await tokenFor(secondKeys, BODY))).status).toBe(200);
  });

  test("not without a token, and not with something else", async () => {
    await expectRefused(null, "token-missing");
    await expectRefused("not.a.token", "token-malformed");
    const answer = await fetch(gateway.url + EXTRACT_PATH, {
      method: "POST",
      body: BODY,
      headers: { authorization: "Basic dXNlcjpwYXNz" },
    });
    expect(answer.status).toBe(401);
  });

  test("not when expired, not yet valid, issued in the future or valid for too long", async () => {
    const now = Date.now();
    await expectRefused(await tokenFor(keys, BODY, { now: now - 31_000, ttl: 30 }), "expired");
    await expectRefused(await tokenFor(keys, BODY, { now: now + 10_000 }), "issued-in-future");
    await expectRefused(await signed((jwt, seconds) => jwt.setNotBefore(seconds + 20)), "not-yet-valid");
    await expectRefused(await signed((jwt, seconds) => jwt.setExpirationTime(seconds + 61)), "lifetime-too-long");
    await expectRefused(await signed((jwt, seconds) => jwt.setIssuedAt(seconds - 3_600)), "lifetime-too-long");
  });

  test("not for another audience, issuer or kind of token", async () => {
    await expectRefused(await tokenFor(keys, BODY, { audience: "another-gateway" }), "claim-aud");
    await expectRefused(await signed((jwt) => jwt.setIssuer("somebody")), "claim-iss");
    await expectRefused(await signed((jwt) => jwt, { alg: "EdDSA", typ: "JWT" }), "claim-typ");
  });

  test("not with another key, an unknown key id, or none", async () => {
    await expectRefused(await tokenFor(foreignKeys, BODY), "signature");
    await expectRefused(await signed((jwt) => jwt, { alg: "EdDSA", kid: "worker-9" }), "unknown-key");
    await expectRefused(await signed((jwt) => jwt, { alg: "EdDSA", kid: "worker-2" }), "signature");
  });

  test("not with alg none, nor with HS256 keyed by the public key", async () => {
    const now = Math.floor(Date.now() / 1000);
    const none = new UnsecuredJWT({ htm: "POST", htu: EXTRACT_PATH, bsh: await bodyHash(BODY) })
      .setIssuer("basalt-worker")
      .setAudience(AUDIENCE)
      .setIssuedAt(now)
      .setExpirationTime(now + 30)
      .setJti(crypto.randomUUID())
      .encode();
    await expectRefused(none, "algorithm");
    for (const secret of [
      bytesOf(keys.publicJwk.x ?? ""),
      new Uint8Array(Buffer.from(keys.publicJwk.x ?? "", "base64url")),
    ]) {
      await expectRefused(await (await handMade((jwt) => jwt, { alg: "HS256" })).sign(secret), "algorithm");
    }
  });

  test("not with another body, method, path or query than those signed", async () => {
    await expectRefused(await tokenFor(keys, BODY), "body-mismatch", { body: bytesOf("Something else.") });
    await expectRefused(await tokenFor(keys, BODY), "body-mismatch", { body: "" });
    await expectRefused(await tokenFor(keys, BODY, { method: "PUT" }), "method-mismatch");
    await expectRefused(await tokenFor(keys, BODY, { path: "/v1/other" }), "path-mismatch");
    await expectRefused(await tokenFor(keys, BODY), "path-mismatch", { path: `${EXTRACT_PATH}?maxPages=1` });
  });

  test("not when a claim is missing", async () => {
    const key = (await importServiceKey(keys.privateJwk)).key;
    const now = Math.floor(Date.now() / 1000);
    const bare = new SignJWT({ htm: "POST", htu: EXTRACT_PATH }).setProtectedHeader({
      alg: "EdDSA",
      kid: "worker-1",
      typ: "basalt-service+jwt",
    });
    const token = bare
      .setIssuer("basalt-worker")
      .setAudience(AUDIENCE)
      .setIssuedAt(now)
      .setExpirationTime(now + 30)
      .setJti(crypto.randomUUID());
    await expectRefused(await token.sign(key), "claim-bsh");
  });
});

describe("single use", () => {
  test("a token opens one call, whatever became of it", async () => {
    const token = await tokenFor(keys, BODY);
    expect((await send(token)).status).toBe(200);
    await expectRefused(token, "replayed");
    const failed = await tokenFor(keys, BODY);
    await expectRefused(failed, "body-mismatch", { body: "another" });
    await expectRefused(failed, "replayed");
  });

  test("ten at once: one gets in", async () => {
    const token = await tokenFor(keys, BODY);
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(gateway, token, BODY)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 401)]);
  });

  test("also after a restart: drained, killed, and with a ledger that is lost, damaged or of another boot", async () => {
    const state = makeStateFolder();
    const start = () => startGateway({ keys: [keys], port: RESTARTED, state });
    let running = await start();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const token = await tokenFor(keys, BODY, { ttl: 60 });
    expect((await post(running, token, BODY)).status).toBe(200);

    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      await running.stop(signal);
      running = await start();
      const replayed = await post(running, token, BODY);
      expect(replayed.body).toMatchObject({ code: "auth.invalid" });
      expect(await logOf(running, replayed)).toMatchObject({ reason: "replayed" });
      // A restart on a whole ledger costs nobody anything: tokens from before it that were not used are still good.
      const unused = await tokenFor(keys, BODY, { now: Date.now() - 5_000 });
      expect((await post(running, unused, BODY)).status).toBe(200);
    }

    const ledger = join(state, "used-tokens.sqlite");
    await running.stop();
    writeFileSync(ledger, "this is no database, and it is long enough to have a header of its own".repeat(100));
    running = await start();
    expect((await post(running, token, BODY)).body).toMatchObject({ code: "auth.before-start" });
    expect(running.output()).toContain("the ledger was damaged");
    expect(readdirSync(state).some((name) => name.includes(".damaged-"))).toBe(true);

    // After a crash of the machine the last writes may be missing; another boot is all that can be seen of it.
    await running.stop();
    const database = new DatabaseSync(ledger);
    database.exec("UPDATE ledger SET boot = 'an earlier one'; DELETE FROM used_tokens");
    database.close();
    running = await start();
    expect((await post(running, token, BODY)).body).toMatchObject({ code: "auth.before-start" });
    expect(running.output()).toContain("the machine was restarted");

    await running.stop("SIGKILL");
    running = await startGateway({ keys: [keys], port: RESTARTED });
    const lost = await post(running, token, BODY);
    expect(lost.body).toMatchObject({ code: "auth.before-start" });
    expect(Number(lost.headers.get("retry-after"))).toBeGreaterThan(0);
    await running.stop();
  });
});

describe("bodies", () => {
  test("too large: declared, and sent in pieces without a declaration", async () => {
    const large = new Uint8Array(MAX_BODY + 1);
    const declared = await send(await tokenFor(keys, large), large);
    expect(declared.status).toBe(413);
    expect(declared.body).toMatchObject({ code: "request.too-large" });
    const pieces = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(16 * 1024));
      },
    });
    const chunked = await send(await tokenFor(keys, BODY), pieces);
    expect(chunked.status).toBe(413);
    expect((await send(await tokenFor(keys, large.subarray(1)), large.subarray(1))).status).toBe(415);
  });

  test("declared as huge and never sent", async () => {
    const token = await tokenFor(keys, BODY);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = rawRequest(gateway.url + EXTRACT_PATH, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-length": 10_000_000_000 },
      });
      call.on("response", (answer) => {
        resolve(answer.statusCode);
        call.destroy();
      });
      call.on("error", reject);
      call.flushHeaders();
    });
    expect(status).toBe(413);
  });

  test("a caller that goes away in the middle harms nobody", async () => {
    const token = await tokenFor(keys, BODY);
    const socket = connect(PORT, "127.0.0.1");
    socket.write(
      `POST ${EXTRACT_PATH} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-length: 1000\r\n\r\nhalf`,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    socket.destroy();
    expect((await send(await tokenFor(keys, BODY))).status).toBe(200);
    expect(await placesTaken(gateway)).toBe(0);
  });

  test("a PDF bomb", async () => {
    const bomb = makeBombPdf();
    const bounded = await startGateway({
      keys: [keys],
      port: BOUNDED,
      environment: { BASALT_GATEWAY_DOCUMENT_MEMORY_MB: "128" },
    });
    const fault = await clientOf(bounded, keys)
      .extract({ body: bomb, fileName: "bomb.pdf" })
      .catch((error: GatewayError) => error);
    expect(fault).toMatchObject({ code: "document.too-complex", status: 422 });
    if (process.platform === "linux") {
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${bounded.process.pid}/status`, "utf8"))?.[1];
      expect(Number(peak) / 1024).toBeLessThan(600);
    }
    expect((await clientOf(bounded, keys).extract({ body: BODY })).type).toBe("text");
    await bounded.stop();
  });
});

async function placesTaken(running: RunningGateway): Promise<number> {
  const health = await (await fetch(`${running.url}/healthz`)).json();
  return health.parts.documents.running + health.parts.documents.waiting;
}

describe("load", () => {
  // HTML that takes the reader a while: bounded by the time limit set here.
  const slow = bytesOf(`<p>${"<b>x</b> ".repeat(400_000)}`);

  test("what does not fit into the queue gets 503 with Retry-After, and all others their answer", async () => {
    const small = await startGateway({
      keys: [keys],
      port: SMALL,
      environment: { BASALT_GATEWAY_DOCUMENT_THREADS: "1", BASALT_GATEWAY_DOCUMENT_QUEUE: "2" },
    });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () =>
        post(small, await tokenFor(keys, slow), slow, { headers: { "content-type": "text/html" } }),
      ),
    );
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect(statuses.filter((status) => status === 503)).toHaveLength(5);
    const refused = answers.find((answer) => answer.status === 503);
    expect(refused?.body).toMatchObject({ code: "service.unavailable" });
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    // The client's own retries carry a burst over the full queue.
    const client = clientOf(small, keys);
    const burst = await Promise.all(
      Array.from({ length: 5 }, (_, index) => client.extract({ body: bytesOf(`text ${index}`) })),
    );
    expect(burst.map((document) => document.pages[0]?.text)).toEqual([0, 1, 2, 3, 4].map((index) => `text ${index}`));
    expect(await placesTaken(small)).toBe(0);
    await small.stop();
  });

  test("a document that takes too long is ended, and a drain waits for the one that runs", async () => {
    const running = await startGateway({
      keys: [keys],
      port: SLOW,
      environment: { BASALT_GATEWAY_DOCUMENT_TIMEOUT_MS: "100" },
    });
    const fault = await clientOf(running, keys)
      .extract({ body: slow, fileName: "a.html" })
      .catch((error: GatewayError) => error);
    expect(fault).toMatchObject({ code: "document.too-complex" });
    await vi.waitUntil(() => running.requests().some((line) => line["reason"] === "thread-timeout"));
    await running.stop();

    const draining = await startGateway({ keys: [keys], port: SLOW, state: running.state });
    const call = clientOf(draining, keys).extract({ body: slow, fileName: "a.html" });
    while ((await placesTaken(draining)) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const stopped = draining.stop();
    expect((await call).type).toBe("html");
    expect(await stopped).toBe(0);
    expect(draining.output()).not.toContain("cut off");
  });
});

describe("the client", () => {
  test("says which way a call failed", async () => {
    const options = { privateJwk: keys.privateJwk, audience: AUDIENCE, clock: Date };
    const closed = createGatewayClient({ ...options, baseUrl: "http://127.0.0.1:19198" });
    expect(await closed.extract({ body: BODY }).catch((error) => error)).toMatchObject({
      code: "gateway.unreachable",
      status: 0,
    });

    const silent = createServer(() => undefined).listen(SILENT, "127.0.0.1");
    const hanging = createGatewayClient({ ...options, baseUrl: `http://127.0.0.1:${SILENT}` });
    expect(await hanging.extract({ body: BODY, timeoutMs: 100 }).catch((error) => error)).toMatchObject({
      code: "gateway.timeout",
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    expect(await hanging.extract({ body: BODY, signal: stop.signal }).catch((error) => error)).toMatchObject({
      code: "gateway.aborted",
    });
    silent.closeAllConnections();
    silent.close();
  });

  test("tries again, under a new token, only where that is safe", async () => {
    const seen: (string | null)[] = [];
    const statuses = [503, 503, 200];
    const scripted = (_: RequestInfo | URL, init?: RequestInit) => {
      seen.push(new Headers(init?.headers).get("authorization"));
      const status = statuses.shift() ?? 500;
      const body = status === 200 ? { type: "text", title: null, pages: [], warnings: [] } : {};
      return Promise.resolve(new Response(JSON.stringify(body), { status }));
    };
    const options = { privateJwk: keys.privateJwk, clock: Date, baseUrl: "http://127.0.0.1", fetch: scripted };
    expect((await createGatewayClient(options).extract({ body: BODY })).type).toBe("text");
    expect(new Set(seen).size).toBe(3);

    seen.length = 0;
    statuses.push(422, 200);
    expect(
      await createGatewayClient(options)
        .extract({ body: BODY })
        .catch((error) => error),
    ).toMatchObject({ status: 422 });
    expect(seen).toHaveLength(1);
  });
});

describe("the service", () => {
  test("health is open, tells its parts and no secret", async () => {
    const answer = await fetch(`${gateway.url}/healthz`);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ status: "ok", parts: { documents: { state: "ok" }, gpu: {} } });
    expect(text).not.toContain(keys.publicJwk.x);
  });

  test("nvidia-smi's answer is read", () => {
    expect(gpuStateOf("NVIDIA H100 80GB HBM3, 81559, 4, 0\nNVIDIA H100 80GB HBM3, 81559, 512, [N/A]\n")).toEqual({
      state: "ok",
      devices: [
        { name: "NVIDIA H100 80GB HBM3", memoryTotalMiB: 81559, memoryUsedMiB: 4, utilisationPercent: 0 },
        { name: "NVIDIA H100 80GB HBM3", memoryTotalMiB: 81559, memoryUsedMiB: 512, utilisationPercent: null },
      ],
    });
    expect(gpuStateOf("No devices were found\n")).toEqual({ state: "none" });
  });

  test("an unknown address is a problem too, and its text is not logged", async () => {
    const answer = await fetch(`${gateway.url}/no/such/secret-looking-path`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "route.unknown" });
    expect(gateway.output()).not.toContain("secret-looking-path");
  });

  test("a wrong configuration ends with 3 and a sentence for each mistake", async () => {
    const set = JSON.stringify({ keys: [keys.publicJwk] });
    const good = {
      BASALT_GATEWAY_PORT: String(WRONG),
      BASALT_GATEWAY_PUBLIC_JWKS: set,
      BASALT_GATEWAY_STATE: makeStateFolder(),
    };
    const cases: [Record<string, string>, RegExp[]][] = [
      [
        { BASALT_GATEWAY_PORT: "x" },
        [
          /^BASALT_GATEWAY_PORT .+\.$/m,
          /^BASALT_GATEWAY_PUBLIC_JWKS is missing.+\.$/m,
          /^BASALT_GATEWAY_STATE is missing.+\.$/m,
        ],
      ],
      [{ ...good, BASALT_GATEWAY_PUBLIC_JWKS: "{" }, [/PUBLIC_JWKS is not JSON/]],
      [{ ...good, BASALT_GATEWAY_PUBLIC_JWKS: JSON.stringify({ keys: [keys.privateJwk] }) }, [/private part/]],
      [
        { ...good, BASALT_GATEWAY_PUBLIC_JWKS: JSON.stringify({ keys: [keys.publicJwk, keys.publicJwk] }) },
        [/same "kid"/],
      ],
      [
        { ...good, BASALT_GATEWAY_STATE: "/proc/no-such-folder" },
        [/BASALT_GATEWAY_STATE: the folder \/proc\/no-such-folder cannot be used/],
      ],
      [{ ...good, BASALT_GATEWAY_PORT: String(PORT) }, [new RegExp(`127\\.0\\.0\\.1:${PORT}: the port is in use`)]],
    ];
    for (const [environment, sentences] of cases) {
      const { output, exit } = spawnGateway(environment);
      expect(await exit).toBe(3);
      for (const sentence of sentences) expect(output()).toMatch(sentence);
      expect(output()).not.toContain(keys.privateJwk.d);
    }
  });

  test("no token, and no part of one, was ever logged", () => {
    expect(sentTokens.length).toBeGreaterThan(20);
    for (const token of sentTokens) {
      for (const part of token.split(".").filter((piece) => piece.length > 12))
        expect(gateway.output()).not.toContain(part);
    }
    expect(gateway.output()).not.toContain("Bearer");
  });
});
