/** Requests of scripts, through the keywords: what is sent, what a script sees, and what holds when something goes wrong. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { zipSync } from "fflate";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { BotApi } from "../../contracts/objects.ts";
import { webhookKey, webhookProblem } from "../../platform/standard-webhooks.ts";
import { ATTACKS } from "../support/address-attacks.ts";
import { replayAll } from "./support-replay.ts";
import { type BotFiles, bot, open, type Talk, TENANT, told, unwrap } from "./support-session.ts";

interface Sent {
  method: string;
  url: string;
  headers: Headers;
  body: string;
  signal: AbortSignal | null;
}
const sent: Sent[] = [];
let world: (request: Sent) => Response | Promise<Response> = () => new Response("fine");
const json = (value: unknown, init: ResponseInit = {}) => Response.json(value, init);

beforeEach(() => {
  sent.length = 0;
  world = () => new Response("fine");
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input as RequestInfo, init as RequestInit);
    const body = request.body ? new TextDecoder().decode(await request.clone().arrayBuffer()) : "";
    const one = {
      method: request.method,
      url: String(input),
      headers: request.headers,
      body,
      signal: init?.signal ?? null,
    };
    sent.push(one as Sent);
    return world(one as Sent);
  });
});
afterEach(() => vi.restoreAllMocks());
afterAll(replayAll, 120_000);

/** What the start script says, line by line. */
async function says(script: string, more: Omit<BotFiles, "scripts"> = {}): Promise<string[]> {
  const talk = await open(await bot({ ...more, scripts: { start: script } }));
  return told(talk.first.frames)
    .filter((line) => line.startsWith("bot: "))
    .map((line) => line.slice(5));
}
const journal = async (talk: Talk): Promise<string> => JSON.stringify(unwrap(await talk.api.journal(0, 1_000)).items);
const botApi = (name: string) => env.BOT.getByName(`${TENANT}/${name}`) as unknown as BotApi;

describe("GET", () => {
  test("yields the body; status and headers lie behind it, also after a pause without the object", async () => {
    world = ({ url }) =>
      url.endsWith("own") ? json({ status: "open" }) : json([{ id: 1 }, { id: 2 }], { headers: { etag: "e1" } });
    const talk = await open(
      await bot(
        'list = GET "https://api.example.com/list"\nown = GET "https://api.example.com/own"\nHEAR x\n' +
          'TALK list[1].id + " " + list.status + " " + list.headers.etag + " " + own.status + " " + JSON(own)',
      ),
    );
    await evictDurableObject(talk.stub);
    const { frames } = await talk.say("go");
    expect(told(frames)).toContain('bot: 2 200 e1 open {"status":"open"}');
  });

  test("yields text as it is, and NULL with ERR where there is nothing to yield", async () => {
    world = ({ url }) => {
      if (url.endsWith("text")) return new Response("hällo", { headers: { "content-type": "text/plain" } });
      if (url.endsWith("picture")) return new Response("x", { headers: { "content-type": "image/png" } });
      if (url.endsWith("broken")) throw new TypeError("connect ECONNREFUSED 10.0.0.7");
      return json({ message: "no" }, { status: 404 });
    };
    const script = ["text", "missing?token=hunter2", "picture", "broken"]
      .map((path) => `r = GET "https://api.example.com/${path}"\nTALK r IS NULL, " ", r, " ", ERR`)
      .join("\n");
    const talk = await open(await bot({ scripts: { start: script }, config: { "http-retry-count": "0" } }));
    expect(told(talk.first.frames).filter((line) => line.startsWith("bot"))).toEqual([
      "bot: false hällo 0",
      "bot: true  500",
      "bot: true  5",
      "bot: true  500",
    ]);
    const kept = await journal(talk);
    expect(kept).toContain("https://api.example.com/missing was answered with status 404.");
    expect(kept).not.toMatch(/was answered.{0,80}hunter2|10\.0\.0\.7/);
    expect(JSON.stringify(talk.first.frames)).not.toMatch(/hunter2|10\.0\.0\.7/);
  });

  test("is repeated after a failed connection", async () => {
    world = () => {
      if (sent.length < 3) throw new TypeError("connection reset");
      return new Response("there");
    };
    const config = { "http-retry-delay": "1" };
    expect(await says('TALK GET "https://api.example.com/"', { config })).toEqual(["there"]);
    expect(sent).toHaveLength(3);
  });

  test("follows pages of the same site, and joins their items", async () => {
    world = ({ url }) => {
      const page = Number(new URL(url).searchParams.get("page") ?? 1);
      if (page === 3) return json({ items: [{ n: 5 }], next: "https://evil.example.org/?page=4" });
      return json({ items: [{ n: page * 2 - 1 }, { n: page * 2 }], next: `?page=${page + 1}` });
    };
    const script =
      'SET HEADER "X-Key", "k"\nSET PAGE MODE "auto"\nr = GET "https://api.example.com/"\nTALK r.items.length + " " + r.items[4].n';
    expect(await says(script)).toEqual(["5 5"]);
    expect(sent.map(({ url, headers }) => [new URL(url).host, headers.get("x-key")])).toEqual(
      Array.from({ length: 3 }, () => ["api.example.com", "k"]),
    );
  });

  test("of an address on the list of attacks is refused, and of a host that the package does not name", async () => {
    const urls = ATTACKS.filter((url) => /^https?:/.test(url));
    const talk = await open(
      await bot(
        'PARAM urls\nFOR EACH url IN SPLIT(urls, "|")\n  r = POST url, {a: 1}\n  TALK "${r.status} ${r.error}"\nNEXT',
      ),
      { args: { urls: urls.join("|") } },
    );
    expect(told(talk.first.frames).filter((line) => line.startsWith("bot"))).toEqual(
      urls.map(() => expect.stringMatching(/^bot: 0 (The request was refused|The address|.* is no address)/)),
    );
    expect(sent).toEqual([]);
    const script = 'r = GET "http://169.254.169.254/latest"\nTALK ERR\nq = GET "https://other.example.org/"\nTALK ERR';
    expect(await says(script)).toEqual(["70", "70"]);
    expect(await says(script, { config: { "http-allowed-hosts": "api.example.com" } })).toEqual(["70", "70"]);
    expect(sent.filter(({ url }) => url.includes("169"))).toEqual([]);
  });
});

describe("POST and its kin", () => {
  test("yield an envelope that falls through to the data", async () => {
    world = ({ method }) => json({ id: 7, status: "new", by: method }, { status: method === "DELETE" ? 422 : 201 });
    const script = [
      'r = POST "https://api.example.com/orders", {product: "A-1", count: 2}',
      'TALK r.status + " " + r.ok + " " + r.id + " " + r.data.status + " " + r.headers["content-type"]',
      'p = PUT "https://api.example.com/orders/7", "plain"\nTALK p.by',
      'p = PATCH "https://api.example.com/orders/7", {a: [1]}\nTALK p.by',
      'd = DELETE HTTP "https://api.example.com/orders/7"',
      'TALK d.ok + " " + d.error + " " + d.by',
    ].join("\n");
    expect(await says(script)).toEqual([
      "201 true 7 new application/json",
      "PUT",
      "PATCH",
      "false The server answered with status 422. DELETE",
    ]);
    expect(sent.map(({ body, headers }) => [body, headers.get("content-type")])).toEqual([
      ['{"product":"A-1","count":2}', "application/json"],
      ["plain", "text/plain;charset=utf-8"],
      ['{"a":[1]}', "application/json"],
      ["", null],
    ]);
    const keys = sent.map(({ headers }) => headers.get("idempotency-key"));
    expect(new Set(keys).size).toBe(4);
    expect(keys[0]).toMatch(/\/1\/\d+$/);
  });

  test("tell of a request without an answer in the envelope", async () => {
    world = () => {
      throw new TypeError("connection reset");
    };
    const script = 'r = POST "https://api.example.com/", {a: 1}\nTALK r.status + " " + r.ok + " " + r.error\nTALK ERR';
    expect(await says(script)).toEqual(["0 false api.example.com could not be reached.", "0"]);
    expect(sent).toHaveLength(1);
  });

  test("send forms, forms with files, and files", async () => {
    const script = [
      'SET HEADER "Content-Type", "application/x-www-form-urlencoded"',
      'r = POST "orders", {name: "Ünal & Co", tag: ["a", "b"]}',
      "CLEAR HEADERS",
      'SET HEADER "Content-Type", "multipart/form-data"',
      'r = POST "/orders", {name: "x"}',
      "CLEAR HEADERS",
      'WRITE "note.txt", "from the drive"\nfiles = LIST "/"',
      'r = POST "/files", {title: "t", file: files[0]}',
      'r = PUT "/files/1", files[0]',
    ].join("\n");
    await says(script, { config: { "http-base-url": "https://api.example.com/v1/" } });
    expect(sent[0]).toMatchObject({
      url: "https://api.example.com/v1/orders",
      body: "name=%C3%9Cnal+%26+Co&tag=a&tag=b",
    });
    expect(sent[1]?.headers.get("content-type")).toMatch(/^multipart\/form-data; ?boundary=/);
    expect(sent[1]?.body).toContain('name="name"');
    expect(sent[2]?.body).toMatch(/name="file"; filename="note.txt"[\s\S]*from the drive/);
    expect([sent[3]?.body, sent[3]?.headers.get("content-type")]).toEqual(["from the drive", "text/plain"]);
  });

  test("a call of unknown outcome is made again under the same key", async () => {
    const talk = await open(
      await bot('HEAR go\nr = POST "https://api.example.com/pay", {sum: 5}\nTALK "paid " + r.id\nHEAR x'),
    );
    world = () => new Promise(() => {});
    talk.send("go", "go", 5_000).catch(() => {});
    await vi.waitFor(() => expect(sent).toHaveLength(1), { timeout: 5_000 });
    world = () => json({ id: 9 });
    await runInDurableObject(talk.stub, (_, state) => state.abort("killed by the test")).catch(() => {});
    await vi.waitFor(
      async () => {
        await runDurableObjectAlarm(talk.stub);
        expect(told(await talk.transcript())).toContain("bot: paid 9");
      },
      { timeout: 8_000, interval: 50 },
    );
    const keys = sent.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  test("the person's stop ends the request, and the time of the configuration does", async () => {
    world = () => new Promise(() => {});
    const name = await bot({
      scripts: {
        start:
          'HEAR go\nTRY\nr = POST "https://api.example.com/", {}\nTALK r.error\nCATCH e\nTALK "stopped " + e.number\nEND TRY\nHEAR x',
      },
      config: { "http-timeout": "1" },
    });
    const stopped = await open(name);
    const turn = stopped.send("go", "go", 10_000);
    await vi.waitFor(() => expect(sent).toHaveLength(1), { timeout: 5_000 });
    await stopped.api.stop();
    await turn;
    expect(told(await stopped.transcript()).join("\n")).toMatch(/bot: stopped \d+/);
    expect(sent[0]?.signal?.aborted).toBe(true);
    const late = await open(name);
    await late.say("go");
    expect(told(await late.transcript())).toContain("bot: There was no answer within 1 s.");
  });
});

describe("headers", () => {
  test("hold until CLEAR HEADERS or the end of the script; a secret is put in on the way out and stands nowhere", async () => {
    const name = await bot({
      scripts: {
        start: [
          'SET HEADER "Authorization", "Bearer vault:shop-token"',
          'SET HEADER "X-Shop" = "main"',
          'r = GET "https://api.example.com/1"',
          'r = POST "https://api.example.com/2", {}',
          "CLEAR HEADERS",
          'r = GET "https://api.example.com/3"',
          'SET HEADER "X-Shop" AS "left"',
        ].join("\n"),
        other: 'r = GET "https://api.example.com/4"',
      },
    });
    unwrap(await botApi(name).setSecret(TENANT, name, "shop-token", "s3cret-value", "test"));
    const talk = await open(name);
    expect(sent.map(({ headers }) => [headers.get("authorization"), headers.get("x-shop")])).toEqual([
      ["Bearer s3cret-value", "main"],
      ["Bearer s3cret-value", "main"],
      [null, null],
    ]);
    expect(await journal(talk)).not.toContain("s3cret-value");
    const left = await runInDurableObject(talk.stub, (_, state) =>
      JSON.stringify([...state.storage.sql.exec("SELECT * FROM meta")]),
    );
    expect(left).not.toContain("s3cret-value");
    expect(left).not.toContain("x-shop");
  });

  test("that are no headers, or ours, raise an error; so does a secret that is not set", async () => {
    const script = ['"Host", "internal"', '"X-A", "a\\r\\nHost: b"', '"X A", "x"']
      .map((header) => `TRY\nSET HEADER ${header}\nTALK "set"\nCATCH e\nTALK e.number\nEND TRY`)
      .join("\n");
    expect(await says(script.replace("\\r\\n", '" + CHR(13) + CHR(10) + "'))).toEqual(["5", "5", "5"]);
    const secret =
      'SET HEADER "X-Key", "vault:none"\nTRY\nr = GET "https://api.example.com/"\nCATCH e\nTALK e.message\nEND TRY';
    expect(await says(secret)).toEqual(["The secret none is not set: basalt secret set BOT none."]);
    expect(sent).toEqual([]);
  });
});

test("GRAPHQL: data is the whole answer, and its errors are told", async () => {
  world = ({ body }) =>
    json(body.includes("broken") ? { errors: [{ message: "no such field" }] } : { data: { shop: { name: "Tea" } } });
  const script =
    'r = GRAPHQL "https://api.example.com/graphql", "query($n:Int){ shop(n:$n) { name } }", {n: 3}\n' +
    'TALK r.data.data.shop.name\nb = GRAPHQL "https://api.example.com/graphql", "{ broken }"\nTALK b.ok + " " + b.error';
  expect(await says(script)).toEqual(["Tea", "false no such field"]);
  expect(JSON.parse(sent[0]?.body ?? "")).toEqual({
    query: "query($n:Int){ shop(n:$n) { name } }",
    variables: { n: 3 },
  });
});

test("WEBHOOK POST is signed with the bot's secret", async () => {
  const secret = `whsec_${btoa("0123456789abcdef0123456789abcdef")}`;
  const name = await bot('r = WEBHOOK POST "https://hooks.example.com/new" WITH {id: 1}\nTALK r.ok');
  unwrap(await botApi(name).setSecret(TENANT, name, "webhook-signing", secret, "test"));
  await open(name);
  const { headers, body } = sent[0]!;
  const bytes = new Uint8Array(new TextEncoder().encode(body));
  expect(await webhookProblem([webhookKey(secret)!], (header) => headers.get(header), bytes, Date.now())).toBeNull();
  expect(headers.get("webhook-id")).toMatch(/^msg_/);
});

test("WEBHOOK POST of a name calls the bot's own webhook, which answers like to the outside", async () => {
  const files = {
    "b.gbdialog/start.bas":
      'r = WEBHOOK POST "New Order" WITH {id: 5}\nTALK r.status + " " + r.got\nq = WEBHOOK POST "none" WITH {}\nTALK q.ok + " " + q.error',
    "b.gbdialog/hook.bas": 'WEBHOOK "new-order"\nRETURN {status: 201, body: {got: body.id}}\n',
  };
  const entries = Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
  unwrap(await botApi("own-hooks").publish(TENANT, "own-hooks", zipSync(Object.fromEntries(entries)).slice().buffer));
  const { first } = await open("own-hooks");
  expect(told(first.frames).slice(0, 2)).toEqual(["bot: 201 5", 'bot: false This bot has no webhook "none".']);
  expect(sent).toEqual([]);
});

const WSDL = (style: string) => `<?xml version="1.0"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:rates"
  xmlns:x="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:rates">
 <types><x:schema targetNamespace="urn:rates" elementFormDefault="qualified"><x:element name="GetRate"><x:complexType><x:sequence>
   <x:element name="from" type="x:string"/><x:element name="to" type="x:string"/></x:sequence></x:complexType></x:element></x:schema></types>
 <message name="In">${style === "rpc" ? '<part name="from" type="x:string"/><part name="to" type="x:string"/>' : '<part name="p" element="t:GetRate"/>'}</message>
 <portType name="Rates"><operation name="GetRate"><input message="t:In"/></operation></portType>
 <binding name="B" type="t:Rates"><soap:binding style="${style}" transport="http://schemas.xmlsoap.org/soap/http"/>
  <operation name="GetRate"><soap:operation soapAction="urn:rates#GetRate"/><input><soap:body use="literal" namespace="urn:rates"/></input></operation></binding>
 <service name="S"><port name="P" binding="t:B"><soap:address location="https://api.example.com/soap"/></port></service>
</definitions>`;
const soapBody = (inner: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${inner}</s:Body></s:Envelope>`;

describe("SOAP", () => {
  test.each(["document", "rpc"])("reads the description and calls an operation (%s)", async (style) => {
    world = ({ method }) =>
      method === "GET"
        ? new Response(WSDL(style))
        : new Response(
            soapBody(
              '<r:GetRateResponse xmlns:r="urn:rates"><rate>1.08</rate><day>1</day><day>2</day><day>3</day></r:GetRateResponse>',
            ),
          );
    const script =
      'r = SOAP "https://api.example.com/?wsdl", "getrate", {TO: "USD <&>", from: "EUR"}\n' +
      'TALK r.ok + " " + r.rate + " " + r.day[2] + " " + r.data.raw.length';
    expect((await says(script))[0]).toMatch(/^true 1\.08 3 \d+$/);
    const prefix = style === "rpc" ? "" : "m:";
    expect(sent[1]?.body).toContain(
      `<m:GetRate><${prefix}from>EUR</${prefix}from><${prefix}to>USD &lt;&amp;&gt;</${prefix}to></m:GetRate>`,
    );
    expect(sent[1]?.headers.get("soapaction")).toBe('"urn:rates#GetRate"');
  });

  test("speaks 1.2 where the service speaks nothing else, and reads what the description imports", async () => {
    const whole = WSDL("document").replaceAll("wsdl/soap/", "wsdl/soap12/");
    const schema = /<x:schema.*<\/x:schema>/s.exec(whole)?.[0] ?? "";
    const service = /<service.*<\/service>/s.exec(whole)?.[0] ?? "";
    const imported = whole
      .replace(service, "")
      .replace(schema, '<x:schema><x:import namespace="urn:rates" schemaLocation="../rates.xsd"/></x:schema>')
      .replace("<types>", '<import namespace="urn:rates" location="https://api.example.com/service.wsdl"/><types>');
    const documents: Record<string, string> = {
      // Each names the other: both are read once.
      "/service.wsdl": whole.replace(
        /<types>.*<\/binding>/s,
        '<import namespace="urn:rates" location="parts/binding.wsdl"/>',
      ),
      "/parts/binding.wsdl": imported,
      "/rates.xsd": schema.replace("<x:schema", '<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema"'),
    };
    const envelope = "http://www.w3.org/2003/05/soap-envelope";
    world = ({ method, url, body }) => {
      if (method === "GET") return new Response(documents[new URL(url).pathname] ?? "", { status: 200 });
      const inner = body.includes("XXX")
        ? "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text>No such currency</s:Text></s:Reason></s:Fault>"
        : "<r:GetRateResponse xmlns:r='urn:rates'><rate>1.08</rate></r:GetRateResponse>";
      const status = body.includes("XXX") ? 500 : 200;
      return new Response(`<s:Envelope xmlns:s="${envelope}"><s:Body>${inner}</s:Body></s:Envelope>`, { status });
    };
    const ask = (to: string) => `SOAP "https://api.example.com/service.wsdl", "GetRate", {to: "${to}", from: "EUR"}`;
    const script = `r = ${ask("USD")}\nTALK r.ok + " " + r.rate\nr = ${ask("XXX")}\nTALK r.ok + " " + r.error`;
    expect(await says(script)).toEqual(["true 1.08", "false No such currency"]);
    expect(sent.slice(0, 4).map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      "GET /service.wsdl",
      "GET /parts/binding.wsdl",
      "GET /rates.xsd",
      "POST /soap",
    ]);
    expect(sent[3]?.body).toContain(`<soap:Envelope xmlns:soap="${envelope}"`);
    expect(sent[3]?.body).toContain("<m:GetRate><m:from>EUR</m:from><m:to>USD</m:to></m:GetRate>");
    expect(sent[3]?.headers.get("content-type")).toBe(
      'application/soap+xml; charset=utf-8; action="urn:rates#GetRate"',
    );
    expect(sent[3]?.headers.get("soapaction")).toBeNull();
  });

  test("tells faults, unknown operations and what is no XML", async () => {
    world = ({ method, url }) => {
      if (url.includes("bad")) return new Response('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;');
      if (method === "GET") return new Response(WSDL("document"));
      return new Response(
        soapBody("<s:Fault><faultcode>s:Client</faultcode><faultstring>No such currency</faultstring></s:Fault>"),
        { status: 500 },
      );
    };
    const script = [
      'r = SOAP "https://api.example.com/?wsdl", "GetRate", {}\nTALK r.ok + " " + r.error + " " + r.fault.faultcode',
      'r = SOAP "https://api.example.com/?wsdl", "Buy", {}\nTALK r.error',
      'r = SOAP "https://api.example.com/bad?wsdl", "Buy", {}\nTALK r.error',
    ].join("\n");
    expect(await says(script)).toEqual([
      "false No such currency s:Client",
      'The service has no operation "Buy"; it has: GetRate.',
      "The answer is not XML.",
    ]);
  });
});
