/** A web site and a server whose certificate is its own, on ports of this machine: what the product's way out leads to in tests. */
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSigned } from "./self-signed.ts";

const PAGES: Readonly<Record<string, string>> = {
  "/robots.txt": "User-agent: *\nDisallow: /private",
  "/": '<title>Home</title>The otter swims. <a href="/a">a</a> <a href="/private">p</a> <a href="/inside">i</a> <a href="/moved">m</a>',
  "/a": '<title>A</title>The badger digs. <a href="/deep">d</a>',
  "/b": "<title>B</title>The heron waits.",
  "/deep": "<title>Deep</title>The mole maps.",
  "/private": "<title>Private</title>Nobody reads this.",
};
const REDIRECTS: Readonly<Record<string, string>> = { "/moved": "/b", "/inside": "http://169.254.169.254/latest/" };

export class OutsideWorld {
  /** Paths and methods in the order of the requests. */
  readonly asked: { path: string; method: string; headers: Record<string, unknown> }[] = [];
  secureRequests = 0;
  private readonly plain = createServer((request, response) => {
    const path = request.url ?? "";
    this.asked.push({ path, method: request.method ?? "", headers: request.headers });
    const [to, page] = [REDIRECTS[path], PAGES[path]];
    if (to !== undefined) response.writeHead(302, { location: to }).end();
    else if (page === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": path === "/robots.txt" ? "text/plain" : "text/html" }).end(page);
  });
  private readonly secure = createTlsServer(selfSigned(), (_, response) => {
    this.secureRequests += 1;
    response.end("never");
  });

  async start(): Promise<void> {
    for (const server of [this.plain, this.secure])
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  }

  get host(): string {
    return hostOf(this.plain.address());
  }

  get secureHost(): string {
    return hostOf(this.secure.address());
  }

  async stop(): Promise<void> {
    for (const server of [this.plain, this.secure]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }
}

function hostOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === "string") throw new Error("the server does not listen");
  return `127.0.0.1:${address.port}`;
}
