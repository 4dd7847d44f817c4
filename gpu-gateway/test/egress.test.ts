// The egress: names that resolve to what must not be reached, servers that answer badly, and the way there and back.
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTcp, type Socket, type Server as TcpServer } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EgressRequest } from "../../contracts/gateway-egress.ts";
import type { OutboundRequest } from "../../contracts/outbound.ts";
import { systemClock } from "../../platform/clock.ts";
import { encodeFrame } from "../../platform/outbound/frame.ts";
import { gatewayWay } from "../../platform/outbound/gateway-way.ts";
import { outboundFetch } from "../../platform/outbound/outbound-fetch.ts";
import { ATTACKS, BAD_RESOLUTIONS, FINE } from "../../test/support/address-attacks.ts";
import { freePort } from "../../test/support/product.ts";
import { exchange } from "../src/egress/exchange.ts";
import { createEgressBudget } from "../src/egress/memory-budget.ts";
import type { Resolver } from "../src/egress/resolve-host.ts";
import {
  bytesOf,
  clientOf,
  endAllGateways,
  makeKeys,
  type RunningGateway,
  startGateway,
  type TestKeys,
} from "./support/gateway-process.ts";

const PUBLIC = "93.184.216.34";
const never = new AbortController().signal;
const requests: { url: string; method: string; headers: Record<string, unknown>; body: string }[] = [];
let answer: RequestListener = (_request, response) => response.end("fine");
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString();
      requests.push({ url: request.url ?? "", method: request.method ?? "", headers: request.headers, body });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  endAllGateways();
});

const names =
  (table: Record<string, readonly string[]>): Resolver =>
  async (name) => {
    const found = table[name];
    if (!found) throw new Error("ENOTFOUND");
    return found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };

/** The server of these tests, as the program of an installation. */
function ask(more: Partial<EgressRequest> = {}, resolver: Resolver = names({}), body = "") {
  const request: EgressRequest = {
    v: 1,
    method: "GET",
    url: `http://127.0.0.1:${port}/`,
    headers: {},
    hasBody: body !== "",
    timeoutMs: 2_000,
    maxBytes: 10_000,
    privateHosts: [`127.0.0.1:${port}`],
    ...more,
  };
  const budget = createEgressBudget().open();
  return exchange(request, Buffer.from(body), resolver, budget, never).then(({ head, chunks }) => ({
    ...head,
    text: Buffer.concat(chunks).toString(),
  }));
}

describe("addresses that may not be called", () => {
  test.each(ATTACKS)("%j", async (url) => {
    const asked: string[] = [];
    const resolver: Resolver = async (name) => {
      asked.push(name);
      return [{ address: "127.0.0.1", family: 4 }];
    };
    requests.length = 0;
    await expect(ask({ url, privateHosts: [] }, resolver)).rejects.toMatchObject({ name: "OutboundError" });
    expect([requests, asked]).toEqual([[], []]);
  });

  test.each(BAD_RESOLUTIONS.map((addresses) => [addresses]))("a name that leads to %j", async (addresses) => {
    requests.length = 0;
    const url = `http://innocent.example:${port}/`;
    const refusal = ask({ url, privateHosts: [] }, names({ "innocent.example": addresses }));
    await expect(refusal).rejects.toMatchObject({ kind: "refused" });
    await expect(refusal).rejects.not.toThrow(new RegExp(addresses.join("|").replaceAll(".", "\\.")));
    expect(requests).toEqual([]);
  });

  test("a name with no address, with too many, and one that nobody knows", async () => {
    const many = Array.from({ length: 65 }, (_, i) => `93.184.216.${i}`);
    const url = "http://innocent.example/";
    await expect(ask({ url }, names({ "innocent.example": [] }))).rejects.toMatchObject({ kind: "unreachable" });
    await expect(ask({ url }, names({ "innocent.example": many }))).rejects.toMatchObject({ kind: "refused" });
    await expect(ask({ url }, names({}))).rejects.toMatchObject({ kind: "unreachable" });
  });

  test("a name is asked for once: what it leads to later is not connected to", async () => {
    let asked = 0;
    const rebinding: Resolver = async () => {
      asked += 1;
      return [{ address: asked === 1 ? PUBLIC : "127.0.0.1", family: 4 }];
    };
    requests.length = 0;
    // Nothing answers at the address that was checked; a second look-up would reach the server of this test.
    const attempt = ask({ url: `http://innocent.example:${port}/`, privateHosts: [], timeoutMs: 300 }, rebinding);
    await expect(attempt).rejects.toMatchObject({ name: "OutboundError" });
    expect([asked, requests]).toEqual([1, []]);
  });

  test("a private name is one that the installation names, with its port", async () => {
    const resolver = names({ "db.internal": ["127.0.0.1"] });
    const url = `http://db.internal:${port}/`;
    expect(await ask({ url, privateHosts: [`db.internal:${port}`] }, resolver)).toMatchObject({
      status: 200,
      text: "fine",
    });
    expect(requests.at(-1)?.headers["host"]).toBe(`db.internal:${port}`);
    await expect(ask({ url, privateHosts: [`db.internal:${port + 1}`] }, resolver)).rejects.toMatchObject({
      kind: "refused",
    });
  });

  test.each(FINE)("%j gets as far as the connection", async (url) => {
    let asked = 0;
    const resolver: Resolver = async () => {
      asked += 1;
      throw new Error("ENOTFOUND");
    };
    const isLiteral = /\/\/(\[|93)/.test(url);
    const attempt = ask({ url, timeoutMs: isLiteral ? 50 : 2_000 }, resolver);
    await expect(attempt).rejects.toMatchObject({ kind: expect.stringMatching(/unreachable|timeout/) });
    expect(asked).toBe(isLiteral ? 0 : 1);
  });
});

describe("answers", () => {
  test("come with their status, headers and body; hop-by-hop headers stay behind", async () => {
    answer = (_request, response) => {
      response.writeHead(418, { "x-a": "1", "set-cookie": ["a=1", "b=2"], connection: "close", "keep-alive": "x" });
      response.end("teapot");
    };
    const got = await ask(
      { method: "POST", url: `http://127.0.0.1:${port}/a?b=c`, headers: { "x-b": "2" } },
      names({}),
      "body",
    );
    expect(got).toMatchObject({ status: 418, text: "teapot", headers: { "x-a": "1", "set-cookie": "a=1, b=2" } });
    expect(got.headers).not.toHaveProperty("connection");
    expect(got.headers).not.toHaveProperty("keep-alive");
    expect(requests.at(-1)).toMatchObject({ method: "POST", url: "/a?b=c", body: "body" });
    expect(requests.at(-1)?.headers).toMatchObject({ "x-b": "2", "content-length": "4" });
  });

  test("of a redirect are not followed here", async () => {
    answer = (_request, response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end();
    expect(await ask()).toMatchObject({ status: 302, headers: { location: "http://169.254.169.254/" } });
  });

  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["zstd", zstdCompressSync],
  ])("compressed by %s are read, and a bomb is not", async (coding, compress) => {
    answer = (_request, response) =>
      response.writeHead(200, { "content-encoding": coding }).end(compress(Buffer.from("small")));
    expect((await ask()).text).toBe("small");
    const bomb = compress(Buffer.alloc(20_000_000));
    answer = (_request, response) => response.writeHead(200, { "content-encoding": coding }).end(bomb);
    await expect(ask({ maxBytes: 100_000 })).rejects.toMatchObject({ kind: "limit" });
    answer = (_request, response) =>
      response.writeHead(200, { "content-encoding": coding }).end("not compressed at all");
    await expect(ask()).rejects.toMatchObject({ kind: "invalid" });
  });

  test("compressed twice are read, thrice or in an unknown way they are not", async () => {
    const twice = gzipSync(gzipSync(Buffer.from("small")));
    answer = (_request, response) => response.writeHead(200, { "content-encoding": "gzip, gzip" }).end(twice);
    expect((await ask()).text).toBe("small");
    for (const coding of ["gzip, gzip, gzip", "compress"]) {
      answer = (_request, response) => response.writeHead(200, { "content-encoding": coding }).end(twice);
      await expect(ask()).rejects.toMatchObject({ name: "OutboundError" });
    }
  });

  test("that are too large, by what is said and by what comes", async () => {
    answer = (_request, response) => response.writeHead(200, { "content-length": "99999" }).end("x".repeat(99_999));
    await expect(ask()).rejects.toMatchObject({ kind: "limit" });
    answer = (_request, response) => {
      const timer = setInterval(() => response.write("x".repeat(5_000)), 1);
      response.once("close", () => clearInterval(timer));
    };
    await expect(ask()).rejects.toMatchObject({ kind: "limit" });
  });

  test("that never begin, that drip, and that break off", async () => {
    answer = () => {};
    await expect(ask({ timeoutMs: 100 })).rejects.toMatchObject({ kind: "timeout" });
    answer = (_request, response) => {
      const timer = setInterval(() => response.write("x"), 20);
      response.once("close", () => clearInterval(timer));
    };
    await expect(ask({ timeoutMs: 200 })).rejects.toMatchObject({ kind: "timeout" });
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": "100", "content-encoding": "gzip" });
      response.write(gzipSync(Buffer.from("x")).subarray(0, 5), () => response.destroy());
    };
    await expect(ask()).rejects.toMatchObject({ name: "OutboundError" });
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("x", () => response.destroy());
    };
    await expect(ask()).rejects.toMatchObject({ kind: "unreachable" });
  });

  test("without a body have none", async () => {
    answer = (_request, response) => response.writeHead(204).end();
    expect(await ask({ method: "DELETE" })).toMatchObject({ status: 204, text: "" });
    answer = (_request, response) => response.writeHead(200, { "content-length": "5" }).end();
    expect(await ask({ method: "HEAD" })).toMatchObject({ status: 200, text: "" });
  });
});

describe("what is no web server", () => {
  let tcp: TcpServer;
  let tcpPort = 0;
  let say: (socket: Socket) => void = () => {};
  beforeAll(async () => {
    tcp = createTcp((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => say(socket));
    });
    await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
    const address = tcp.address();
    tcpPort = typeof address === "object" && address !== null ? address.port : 0;
  });
  afterAll(() => new Promise((resolve) => tcp.close(resolve)));
  const raw = (text: string, more: Partial<EgressRequest> = {}) => {
    say = (socket) => socket.end(text);
    return ask({ url: `http://127.0.0.1:${tcpPort}/`, privateHosts: [`127.0.0.1:${tcpPort}`], ...more });
  };

  test.each([
    ["another protocol", "-ERR unknown command\r\n", "invalid"],
    ["headers without an end", `HTTP/1.1 200 OK\r\n${"x-a: 1\r\n".repeat(20_000)}`, "limit"],
    ["one header that is too long", `HTTP/1.1 200 OK\r\nx-a: ${"1".repeat(100_000)}\r\n\r\n`, "limit"],
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "invalid"],
    [
      "a length and chunks",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
      "invalid",
    ],
    [
      "a switch of protocols",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
      "invalid",
    ],
    ["nothing", "", "unreachable"],
  ])("%s", async (_what, text, kind) => {
    await expect(raw(text)).rejects.toMatchObject({ kind });
  });

  test("a server without TLS where TLS is due", async () => {
    const failed = raw("HTTP/1.1 400 Bad Request\r\n\r\n", { url: `https://127.0.0.1:${tcpPort}/` });
    await expect(failed).rejects.toMatchObject({ kind: "unreachable", message: expect.stringContaining("encryption") });
  });

  test("a port at which nobody listens", async () => {
    const free = await freePort();
    const failed = ask({ url: `http://127.0.0.1:${free}/`, privateHosts: [`127.0.0.1:${free}`] });
    await expect(failed).rejects.toThrow(`127.0.0.1:${free} refused the connection.`);
  });
});

test("all exchanges together hold so much, and give it back", () => {
  const budgets = createEgressBudget({ exchanges: 2, bytes: 100 });
  const [one, two] = [budgets.open(), budgets.open()];
  expect(() => budgets.open()).toThrow(expect.objectContaining({ code: "service.unavailable" }));
  one.take(60);
  expect(() => two.take(41)).toThrow(expect.objectContaining({ code: "service.unavailable" }));
  one.close();
  two.take(100);
  budgets.open().close();
});

describe("through the gateway", () => {
  let gateway: RunningGateway;
  let keys: TestKeys;
  beforeAll(async () => {
    keys = await makeKeys("worker-1");
    gateway = await startGateway({
      keys: [keys],
      port: await freePort(),
      // A proxy in the environment must not be asked.
      environment: { HTTP_PROXY: "http://127.0.0.1:9", HTTPS_PROXY: "http://127.0.0.1:9", NODE_USE_ENV_PROXY: "1" },
    });
  });

  const fetchThrough = (more: Partial<OutboundRequest> = {}, privateHosts = [`127.0.0.1:${port}`]) =>
    outboundFetch(
      {},
      {
        method: "GET",
        url: `http://127.0.0.1:${port}/x`,
        headers: {},
        body: null,
        timeoutMs: 5_000,
        maxBytes: 1_000_000,
        maxRedirects: 10,
        retries: 0,
        signal: never,
        ...more,
      },
      { onlyHosts: [], privateHosts },
      systemClock,
      gatewayWay(clientOf(gateway, keys)),
    );

  test("bytes arrive as they were, there and back", async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 256);
    answer = (_request, response) => response.writeHead(200, { "content-type": "application/x-test" }).end(bytes);
    const got = await fetchThrough({ method: "PUT", body: bytes, headers: { "X-Key": "k" } });
    expect(got).toMatchObject({ status: 200, headers: { "content-type": "application/x-test" } });
    expect(Buffer.from(got.body).equals(Buffer.from(bytes))).toBe(true);
    expect(requests.at(-1)?.headers).toMatchObject({ "x-key": "k", "content-length": "100000" });
    expect(requests.at(-1)?.headers).not.toHaveProperty("authorization");
  });

  test("a redirect inside is refused at its hop", async () => {
    answer = (request, response) =>
      request.url === "/x"
        ? response.writeHead(307, { location: "/y" }).end()
        : response.writeHead(302, { location: "http://10.0.0.1/" }).end();
    await expect(fetchThrough()).rejects.toMatchObject({ kind: "refused" });
    expect(requests.at(-1)?.url).toBe("/y");
  });

  test("faults come back as they are, and the log holds neither address nor header", async () => {
    answer = (_request, response) => response.end("x".repeat(1_000));
    await expect(fetchThrough({ maxBytes: 10, headers: { "x-key": "hunter2" } })).rejects.toMatchObject({
      kind: "limit",
    });
    await expect(fetchThrough({}, [])).rejects.toMatchObject({ kind: "refused" });
    await expect(fetchThrough({ url: "https://does-not-exist.invalid.example/" })).rejects.toMatchObject({
      kind: "unreachable",
    });
    answer = () => {};
    await expect(fetchThrough({ timeoutMs: 200 })).rejects.toMatchObject({ kind: "timeout" });
    expect(gateway.output()).not.toMatch(/hunter2|does-not-exist|127\.0\.0\.1:\d+\/x/);
    expect(gateway.requests().some(({ route, code }) => route === "/v1/egress" && code === "egress.limit")).toBe(true);
  });

  test("a frame that is none, and a head of another shape, are refused", async () => {
    const client = clientOf(gateway, keys);
    for (const body of [
      bytesOf("x"),
      bytesOf("\u0000\u0000\u0000\u0002{}"),
      encodeFrame({ v: 1, url: "x" }, new Uint8Array()),
    ])
      await expect(client.egress({ body, maxBytes: 10, signal: never })).rejects.toMatchObject({
        code: "request.invalid",
      });
  });

  test("a caller that stops ends the exchange", async () => {
    const stop = new AbortController();
    const closed = new Promise<void>((resolve) => {
      answer = (request) => {
        request.socket.once("close", () => resolve());
        stop.abort(new Error("stopped"));
      };
    });
    await expect(fetchThrough({ signal: stop.signal })).rejects.toThrow("stopped");
    await closed;
  });
});
