/**
 * The other companies that the example packages talk to, played on one port of this machine while their conversations are
 * recorded: a server of meters with REST, GraphQL and SOAP, a caterer's webhook, and a news agency's pages.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Neighbours {
  /** http://127.0.0.1:PORT */
  origin: string;
  stop(): Promise<void>;
}

interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: string;
  origin: string;
}
interface Answer {
  status?: number;
  type?: string;
  body: string;
}
type Neighbour = (asked: Asked) => Answer | null;

const BODY_BYTES = 1024 * 1024;
export const METERS_KEY = "lumen-4711";

const json = (value: unknown, status = 200): Answer => ({
  status,
  type: "application/json",
  body: JSON.stringify(value),
});

/** Starts them; `port` 0 takes any free one. */
export async function startNeighbours(port = 0): Promise<Neighbours> {
  const neighbours: Neighbour[] = [meters(), caterer(), agency];
  let origin = "";
  const server = createServer((request, response) => {
    serve(request, response, origin, neighbours).catch(() => response.destroy());
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", listening);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  neighbours: readonly Neighbour[],
): Promise<void> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes > BODY_BYTES) return void response.writeHead(413).end();
    parts.push(part as Buffer);
  }
  const url = new URL(request.url ?? "/", origin);
  const asked = {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(parts).toString("utf8"),
    origin,
  };
  let answer: Answer | null = null;
  for (const neighbour of neighbours) answer ??= neighbour(asked);
  const { status = 200, type = "text/html; charset=utf-8", body } = answer ?? json({ message: "no such page" }, 404);
  response.writeHead(status, { "content-type": type }).end(status === 204 ? undefined : body);
}

interface Alarm {
  id: number;
  limit: number;
  active: boolean;
}

function meters(): Neighbour {
  const readings = [
    { meter: "A-1", kwh: 18_204 },
    { meter: "A-2", kwh: 9_377 },
    { meter: "B-1", kwh: 21_950 },
  ];
  const hung = [
    { number: "A-1", place: "hall" },
    { number: "A-2", place: "hall" },
    { number: "B-1", place: "cellar" },
  ];
  const alarms = new Map<number, Alarm>();
  return ({ method, path, query, headers, body, origin }) => {
    if (path === "/graphql") return graphql(body);
    if (path === "/tariff") return query.has("wsdl") ? wsdl(origin) : tariff(body);
    const [, what, id] = /^\/buildings\/7\/(readings|meters|alarms)(?:\/(\d+))?$/.exec(path) ?? [];
    if (what === undefined) return null;
    if (headers["x-api-key"] !== METERS_KEY) return json({ message: "The key is wrong." }, 401);
    if (what === "readings") {
      const page = Number(query.get("page") ?? 1);
      const items = readings.slice(page * 2 - 2, page * 2);
      return json({ items, next: page * 2 < readings.length ? `?page=${page + 1}` : null });
    }
    if (what === "meters") return json({ items: Number(query.get("page") ?? 1) === 1 ? hung : [] });
    if (method === "POST") {
      const made = { ...(JSON.parse(body) as Omit<Alarm, "id">), id: alarms.size + 1 };
      alarms.set(made.id, made);
      return json(made, 201);
    }
    const alarm = alarms.get(Number(id));
    if (!alarm) return json({ message: "There is no such alarm." }, 404);
    if (method === "DELETE") {
      alarms.delete(alarm.id);
      return { status: 204, body: "" };
    }
    // PUT brings all fields, PATCH some: what is not named stays only with PATCH.
    Object.assign(alarm, method === "PUT" ? { limit: 0, active: false } : {}, JSON.parse(body));
    return json(alarm);
  };
}

function graphql(body: string): Answer {
  const { variables } = JSON.parse(body) as { variables?: { building?: number } };
  if (Number(variables?.building) !== 7)
    return json({ data: { building: null }, errors: [{ message: "There is no such building." }] });
  const months = [
    { month: "2027-01", kwh: 1_480 },
    { month: "2027-02", kwh: 1_612 },
    { month: "2027-03", kwh: 1_105 },
  ];
  return json({ data: { building: { name: "Rua das Flores 7", months } } });
}

const TARIFF = "urn:example:tariff";

const wsdl = (origin: string): Answer => ({
  type: "text/xml; charset=utf-8",
  body: `<?xml version="1.0"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="${TARIFF}" targetNamespace="${TARIFF}">
  <types>
    <schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="${TARIFF}" elementFormDefault="qualified">
      <element name="GetTariff"><complexType><sequence>
        <element name="building" type="int"/><element name="currency" type="string"/>
      </sequence></complexType></element>
      <element name="GetTariffResponse"><complexType><sequence><element name="price" type="decimal"/></sequence></complexType></element>
    </schema>
  </types>
  <message name="GetTariffIn"><part name="parameters" element="t:GetTariff"/></message>
  <message name="GetTariffOut"><part name="parameters" element="t:GetTariffResponse"/></message>
  <portType name="Tariff"><operation name="GetTariff"><input message="t:GetTariffIn"/><output message="t:GetTariffOut"/></operation></portType>
  <binding name="TariffSoap" type="t:Tariff">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="GetTariff"><soap:operation soapAction="${TARIFF}/GetTariff"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
  </binding>
  <service name="Tariff"><port name="TariffSoap" binding="t:TariffSoap"><soap:address location="${origin}/tariff"/></port></service>
</definitions>`,
});

function tariff(body: string): Answer {
  const price = /currency>EUR</.test(body) ? "0.1842" : "1.0520";
  return {
    type: "text/xml; charset=utf-8",
    body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetTariffResponse xmlns="${TARIFF}"><price>${price}</price></GetTariffResponse></s:Body></s:Envelope>`,
  };
}

/** Takes orders by webhook, and numbers them. */
function caterer(): Neighbour {
  let orders = 0;
  return ({ method, path, body }) => {
    if (path !== "/hooks/catering" || method !== "POST") return null;
    const { guests } = JSON.parse(body) as { guests?: number };
    if (!(Number(guests) > 0)) return json({ error: "How many guests?" }, 422);
    orders += 1;
    return json({ order: `C-${orders}`, guests }, 202);
  };
}

const STORIES = [
  {
    slug: "ferry",
    title: "Ferry to the islands sails again",
    day: "2027-03-04",
    text: "After the winter break the ferry sails twice a day.",
  },
  {
    slug: "library",
    title: "City library opens on Sundays",
    day: "2027-03-03",
    text: "From April on the reading rooms open on Sundays.",
  },
  {
    slug: "bridge",
    title: "Old bridge to be repaired",
    day: "2027-03-01",
    text: "The works last until autumn; buses go round by the park.",
  },
] as const;

const page = (title: string, content: string): Answer => ({
  body: `<!doctype html><html lang="en"><head><title>${title}</title></head><body><main><h1>${title}</h1>${content}</main></body></html>`,
});

const agency: Neighbour = ({ path, origin }) => {
  if (path === "/robots.txt") return { type: "text/plain", body: "User-agent: *\nDisallow: /drafts/\n" };
  if (path === "/news/feed.xml") {
    const items = STORIES.map(
      ({ slug, title, day, text }) =>
        `<item><title>${title}</title><link>${origin}/news/${slug}</link><guid>${slug}</guid><description>${text}</description><pubDate>${new Date(day).toUTCString()}</pubDate></item>`,
    );
    return {
      type: "application/rss+xml",
      body: `<?xml version="1.0"?><rss version="2.0"><channel><title>Bay News Agency</title><link>${origin}/news</link>${items.join("")}</channel></rss>`,
    };
  }
  if (path === "/news/weather")
    return page(
      "Weather",
      '<p class="now">Fair, 17 degrees</p><table class="tides"><tr><th>Tide</th><th>Time</th></tr><tr><td>High</td><td>04:10</td></tr><tr><td>Low</td><td>10:25</td></tr></table><img src="/news/map.png" alt="Map of the bay">',
    );
  if (path === "/news" || path === "/news/")
    return page(
      "Bay News Agency",
      `${STORIES.map(({ slug, title }) => `<h2><a href="/news/${slug}">${title}</a></h2>`).join("")}<p><a href="/news/weather">Weather</a></p>`,
    );
  const story = STORIES.find(({ slug }) => path === `/news/${slug}`);
  return story ? page(story.title, `<p class="lead">${story.text}</p><p>Published ${story.day}.</p>`) : null;
};
