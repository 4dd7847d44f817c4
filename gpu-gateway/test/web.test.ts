// Pages, feeds, sitemaps and robots.txt through the real gateway.
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { WebAnswer, WebQuestion } from "../../contracts/gateway-web.ts";
import type { GatewayClient, GatewayError } from "../../platform/gateway-client.ts";
import { readWeb } from "../../platform/gateway-web.ts";
import { freePort } from "../../test/support/product.ts";
import { clientOf, endAllGateways, makeKeys, startGateway } from "./support/gateway-process.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });
let gateway: GatewayClient;

beforeAll(async () => {
  const keys = await makeKeys("web");
  gateway = clientOf(await startGateway({ keys: [keys], port: await freePort() }), keys);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
});
afterAll(endAllGateways);

const BASE = { url: "https://example.com/shop/list.html", contentType: "text/html" };
const SCOPE = { start: "https://example.com/shop/", robots: "", agent: "Basalt" };
const bytesOf = (text: string | Uint8Array) => (typeof text === "string" ? new TextEncoder().encode(text) : text);
function ask<K extends WebQuestion["kind"]>(kind: K, text: string | Uint8Array, more: object = {}) {
  // The tests name what each kind needs.
  const question = { kind, ...BASE, ...more } as unknown as Extract<WebQuestion, { kind: K }>;
  return readWeb(gateway, question, bytesOf(text)) as Promise<WebAnswer<K>>;
}
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "none",
    (error: GatewayError) => error.code,
  );

describe("what scripts take from a page", () => {
  const PAGE = `<base href="/img/"><p class=price> 12,50&nbsp;€ <script>no()</script></p><p class=price>7 €</p>
    <a href="a.html">A <b>b</b></a><a href="javascript:x()">no</a><a href="https://other.example/#x">o</a><a href="a.html">again</a>
    <img src="x.png" alt="An X"><img data-src="y.png"><img alt="none">
    <table id=t><thead><tr><th>Name<th>Price<th>Price</thead><tr><td>Pen<td>1<td><table><tr><td>in</table><tr><td>Ink</table>`;

  test("texts by a selector", async () => {
    expect(await ask("text", PAGE, { selector: ".price" })).toBe("12,50 €");
    expect(await ask("text", PAGE, { selector: ".none" })).toBeNull();
    expect(await ask("texts", PAGE, { selector: "p.price, a:first-of-type" })).toEqual(["12,50 €", "7 €", "A b"]);
    expect(await codeOf(ask("text", PAGE, { selector: "p[" }))).toBe("document.unknown-part");
  });

  test("a table with its header; rows of a table inside are not its own", async () => {
    expect(await ask("table", PAGE, { selector: "table" })).toEqual({
      columns: ["Name", "Price", "Price 2"],
      rows: [
        ["Pen", "1", "in"],
        ["Ink", "", ""],
      ],
    });
    expect(await ask("table", PAGE, { selector: "p" })).toBeNull();
  });

  test("links and pictures, absolute, each once", async () => {
    expect(await ask("links", PAGE)).toEqual([
      { url: "https://example.com/img/a.html", text: "A b" },
      { url: "https://other.example/#x", text: "o" },
    ]);
    expect(await ask("images", PAGE)).toEqual([
      { url: "https://example.com/img/x.png", alt: "An X" },
      { url: "https://example.com/img/y.png", alt: "" },
    ]);
  });

  test("bytes that are no text, and nests of elements", async () => {
    expect(await codeOf(ask("text", new Uint8Array([0, 0, 0, 1, 2]), { selector: "p" }))).toBe(
      "document.unsupported-type",
    );
    const deep = "<div>".repeat(200_000);
    expect(await codeOf(ask("texts", deep, { selector: "div" }))).toBe("document.too-complex");
  });

  test("the encoding that the answer names", async () => {
    const latin = new Uint8Array([0x3c, 0x70, 0x3e, 0xe9]);
    expect(await ask("text", latin, { selector: "p", contentType: "text/html; charset=iso-8859-1" })).toBe("é");
  });
});

describe("feeds", () => {
  const feed = (text: string, count = 10) => ask("feed", text, { count });
  test("RSS 2.0, RDF and Atom", async () => {
    expect(
      await feed(
        `<rss version="2.0"><channel><title>T</title><item><title>One &amp; all</title><link>/1</link><description>&lt;p&gt;Text&lt;/p&gt;</description><pubDate>Mon, 06 Sep 2021 00:01:00 GMT</pubDate><guid>g1</guid></item><item><title>Two</title></item></channel></rss>`,
      ),
    ).toEqual([
      {
        title: "One & all",
        link: "https://example.com/1",
        description: "Text",
        published: "2021-09-06T00:01:00.000Z",
        id: "g1",
      },
      expect.objectContaining({ title: "Two", link: "", published: "" }),
    ]);
    expect(
      await feed(
        `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel><title>T</title></channel><item><title>R</title><link>https://example.com/r</link></item></rdf:RDF>`,
      ),
    ).toMatchObject([{ title: "R", link: "https://example.com/r" }]);
    expect(
      await feed(
        `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link rel="edit" href="/edit"/><link href="/a"/><updated>2024-01-02T03:04:05Z</updated><summary>S</summary></entry><entry><title>B</title></entry></feed>`,
        1,
      ),
    ).toMatchObject([{ title: "A", link: "https://example.com/a", description: "S" }]);
  });
  test("what is no feed", async () => {
    expect(await codeOf(feed("<html></html>"))).toBe("document.unsupported-type");
  });
  test("entities that grow are not expanded", async () => {
    const lol = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>`;
    expect(await feed(lol)).toMatchObject([{ title: "&b;" }]);
  });
});

describe("what the crawler asks", () => {
  test("a page: its text's hash, its links within the site, and what it says to crawlers", async () => {
    const links = `<a href="b?utm_source=x&q=1#frag">b</a><a href="/other">o</a><a href="b?q=1">b</a><a href="x.png">p</a>
      <a rel="nofollow" href="c">c</a><a href="/shop/a/a/a/a/a">trap</a><a href="//example.com:8443/shop/">port</a><a href="mailto:a@b.c">m</a>`;
    const page = await ask("page", `<title>T</title><p>Hello</p>${links}`, { scope: SCOPE });
    expect(page).toMatchObject({ title: "T", noindex: false, isEmpty: false, canonical: null });
    expect(page.links).toEqual(["https://example.com/shop/b?q=1"]);
    const again = await ask("page", `<title>T</title><p>Hello</p><!-- 17 -->${links}`, { scope: SCOPE });
    expect(again.hash).toBe(page.hash);
    expect((await ask("page", "<title>T</title><p>Hello!", { scope: SCOPE })).hash).not.toBe(page.hash);
    const shy = `<meta name=Robots content="noindex, nofollow"><link rel=canonical href="/shop/real"><a href="b">b</a>`;
    expect(await ask("page", shy, { scope: SCOPE })).toMatchObject({
      noindex: true,
      canonical: "https://example.com/shop/real",
      links: [],
    });
    const own = `<link rel=canonical href="https://example.com/shop/list.html#top">`;
    expect((await ask("page", own, { scope: SCOPE })).canonical).toBeNull();
  });

  test("robots.txt is heeded, by our name before everybody's", async () => {
    const robots = `User-agent: *\nDisallow: /shop/secret\nCrawl-delay: 3\nSitemap: https://example.com/map.xml\nSitemap: https://evil.example/map.xml\n\nUser-agent: Evil\nDisallow: /`;
    const scope = { ...SCOPE, robots };
    expect(await ask("robots", "", { scope })).toEqual({
      isAllowed: true,
      delay: 3,
      sitemaps: ["https://example.com/map.xml"],
    });
    expect((await ask("page", `<a href="secret/1">s</a><a href="open">o</a>`, { scope })).links).toEqual([
      "https://example.com/shop/open",
    ]);
    const ours = { ...SCOPE, robots: `${robots}\n\nUser-agent: Basalt\nDisallow: /` };
    expect((await ask("robots", "", { scope: ours })).isAllowed).toBe(false);
    expect(await ask("urls", "", { urls: ["/shop/secret/2", "/shop/x", "/", "http://"], scope })).toEqual([
      "https://example.com/shop/x",
    ]);
  });

  test("a site below a path, and one that begins with a page", async () => {
    const urls = ["/help", "/help/", "/help/a", "/helpdesk", "/"].map((path) => `https://example.com${path}`);
    const within = (start: string) => ask("urls", "", { urls, scope: { ...SCOPE, start } });
    expect(await within("https://example.com/help")).toEqual(urls.slice(0, 3));
    expect(await within("https://example.com/help/start.html")).toEqual(urls.slice(0, 3));
    expect(await within("https://example.com")).toEqual(urls);
  });

  test("sitemaps: an index, a list, a compressed one, and one that grows without end", async () => {
    const map = `<urlset><url><loc>https://example.com/shop/1</loc></url><url><loc> https://example.com/else </loc></url></urlset>`;
    const one = { pages: ["https://example.com/shop/1"], sitemaps: [] };
    expect(await ask("sitemap", map, { scope: SCOPE })).toEqual(one);
    expect(await ask("sitemap", gzipSync(map), { scope: SCOPE })).toEqual(one);
    expect(await ask("sitemap", "https://example.com/shop/1\r\n", { scope: SCOPE })).toEqual(one);
    const index = `<sitemapindex><sitemap><loc>/m2.xml</loc></sitemap><sitemap><loc>https://evil.example/m.xml</loc></sitemap></sitemapindex>`;
    expect(await ask("sitemap", index, { scope: SCOPE })).toEqual({
      pages: [],
      sitemaps: ["https://example.com/m2.xml"],
    });
    const bomb = gzipSync(new Uint8Array(64 * 1024 * 1024));
    expect(await codeOf(ask("sitemap", bomb, { scope: SCOPE }))).toBe("document.broken");
  });

  test("a question that is none", async () => {
    expect(await codeOf(ask("text", "x", { selector: "" }))).toBe("request.invalid");
    expect(await codeOf(ask("text", "x", { selector: "p", url: "file:///etc/passwd" }))).toBe("request.invalid");
    expect(await codeOf(ask("text", new Uint8Array(10 * 1024 * 1024 + 1), { selector: "p" }))).toBe(
      "request.too-large",
    );
  });
});
