/**
 * A Qdrant server for tests: points in memory behind the routes that the product uses, with real cosine and payload filters.
 * Each request and each answer is held against Qdrant's published OpenAPI description; one that does not fit is answered
 * with 400 or 500 and written down in `violations`.
 */
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { Ajv, type ValidateFunction } from "ajv";
import * as z from "zod";

const DESCRIPTION = new URL("../../../shared/data/qdrant-openapi.json", import.meta.url).pathname;

/** The description, or null with the reason on stderr where it is not on this machine. */
export function qdrantDescription(): Description | null {
  if (fs.existsSync(DESCRIPTION)) return JSON.parse(fs.readFileSync(DESCRIPTION, "utf8"));
  process.stderr.write(`Qdrant's OpenAPI description is absent (${DESCRIPTION}): its tests are left out.\n`);
  return null;
}

interface Content {
  content?: { "application/json"?: { schema: object } };
}
interface Description {
  paths: Record<string, Record<string, { requestBody?: Content; responses: Record<string, Content> }>>;
  components: object;
}

// What the bodies hold that the server looks at; whether they are right is the description's business.
const point = z.object({
  id: z.union([z.string(), z.number()]),
  vector: z.array(z.number()),
  payload: z.record(z.string(), z.unknown()),
});
type Point = z.infer<typeof point>;
const filter = z.strictObject({
  must: z.array(
    z.object({
      key: z.string(),
      match: z.union([z.object({ value: z.unknown() }), z.object({ any: z.array(z.unknown()) })]),
    }),
  ),
});
type Filter = z.infer<typeof filter>;
const creation = z.object({ vectors: z.object({ size: z.number() }) });
const indexing = z.object({ field_name: z.string(), field_schema: z.unknown() });
const upsert = z.object({ points: z.array(point) });
const deletion = z.object({ filter });
const question = z.object({ query: z.array(z.number()), filter, limit: z.number().default(10) });

interface Collection {
  size: number;
  points: Map<string | number, Point>;
  indexes: Map<string, unknown>;
}
type Answer = [status: number, result: unknown];

export interface QdrantServer {
  url: string;
  collections: Map<string, Collection>;
  violations: string[];
  /** Method and path of each request. */
  requests: string[];
  /** While set, every request is answered with this status. */
  broken: number | null;
  close(): Promise<void>;
}

export async function startQdrant(description: Description, apiKey: string): Promise<QdrantServer> {
  const contract = new Contract(description);
  const collections = new Map<string, Collection>();
  const server = http.createServer();
  const qdrant: QdrantServer = {
    url: "",
    collections,
    violations: [],
    requests: [],
    broken: null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  server.on("request", async (request, response) => {
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    const refuse = (status: number, error: string): void => send(status, { status: { error }, time: 0, result: null });
    const { pathname } = new URL(request.url ?? "/", "http://qdrant");
    const method = (request.method ?? "GET").toLowerCase();
    qdrant.requests.push(`${method} ${pathname}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (qdrant.broken !== null) return refuse(qdrant.broken, "out of order");
    if (request.headers["api-key"] !== apiKey) return refuse(401, "Must provide an API key");
    const operation = contract.operation(method, pathname);
    const violate = (status: number, text: string): void => {
      qdrant.violations.push(`${method} ${pathname}: ${text}`);
      refuse(status, text);
    };
    if (operation === null) return violate(404, "no such operation");
    const body = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
    const wrong = operation.request(body);
    if (wrong !== null) return violate(400, `request: ${wrong}`);
    const [status, result] = perform(collections, `${method} ${operation.template}`, operation.name, body);
    if (status !== 200) return refuse(status, String(result));
    const answer = { result, status: "ok", time: 0.001 };
    const wrongAnswer = operation.answer(answer);
    if (wrongAnswer !== null) return violate(500, `answer: ${wrongAnswer}`);
    send(200, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  qdrant.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return qdrant;
}

const COMPLETED = { operation_id: 0, status: "completed" };

function perform(collections: Map<string, Collection>, operation: string, name: string, body: unknown): Answer {
  const found = collections.get(name);
  if (operation === "get /collections/{collection_name}/exists") return [200, { exists: found !== undefined }];
  if (operation === "put /collections/{collection_name}") {
    if (found) return [409, "Collection already exists"];
    collections.set(name, { size: creation.parse(body).vectors.size, points: new Map(), indexes: new Map() });
    return [200, true];
  }
  if (!found) return [404, "Collection does not exist"];
  switch (operation) {
    case "put /collections/{collection_name}/index": {
      const { field_name, field_schema } = indexing.parse(body);
      found.indexes.set(field_name, field_schema);
      return [200, COMPLETED];
    }
    case "put /collections/{collection_name}/points":
      for (const point of upsert.parse(body).points) {
        if (point.vector.length !== found.size) return [400, "Vector dimension error"];
        found.points.set(point.id, point);
      }
      return [200, COMPLETED];
    case "post /collections/{collection_name}/points/delete":
      for (const point of [...found.points.values()])
        if (matches(point, deletion.parse(body).filter)) found.points.delete(point.id);
      return [200, COMPLETED];
    case "post /collections/{collection_name}/points/query": {
      const { query, filter, limit } = question.parse(body);
      if (query.length !== found.size) return [400, "Vector dimension error"];
      const points = [...found.points.values()]
        .filter((point) => matches(point, filter))
        .map(({ id, vector, payload }) => ({ id, version: 0, score: cosine(query, vector), payload }))
        .sort((a, b) => b.score - a.score)
        .slice(0, limit);
      return [200, { points }];
    }
    default:
      return [501, `not of this server: ${operation}`];
  }
}

const matches = ({ payload }: Point, { must }: Filter): boolean =>
  must.every(({ key, match }) => ("any" in match ? match.any.includes(payload[key]) : payload[key] === match.value));

function cosine(a: number[], b: number[]): number {
  const product = a.reduce((sum, part, index) => sum + part * (b[index] ?? 0), 0);
  return product / (Math.hypot(...a) * Math.hypot(...b) || 1);
}

interface Operation {
  template: string;
  /** The collection that the path names. */
  name: string;
  /** What is wrong with it; null when nothing is. */
  request(body: unknown): string | null;
  answer(body: unknown): string | null;
}

/** The description, as something that judges. */
class Contract {
  readonly #paths: Description["paths"];
  readonly #ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(description: Description) {
    // The same shape, with other schemas in it.
    const { paths, components } = plain(description) as Description;
    this.#paths = paths;
    this.#ajv.addSchema({ $id: "qdrant", components });
  }

  operation(method: string, path: string): Operation | null {
    for (const [template, operations] of Object.entries(this.#paths)) {
      const pattern = new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "([^/]+)")}$`);
      const match = pattern.exec(path);
      const operation = operations[method];
      if (match === null || operation === undefined) continue;
      const at = `${method} ${template}`;
      return {
        template,
        name: decodeURIComponent(match[1] ?? ""),
        request: (body) => this.#judge(`${at} request`, operation.requestBody, body),
        answer: (body) => this.#judge(`${at} answer`, operation.responses["200"], body),
      };
    }
    return null;
  }

  #judge(name: string, described: Content | undefined, body: unknown): string | null {
    const schema = described?.content?.["application/json"]?.schema;
    if (schema === undefined) return body === undefined ? null : "there should be no body";
    const validate = this.#compiled.get(name) ?? this.#ajv.compile(Object(absolute(schema)));
    this.#compiled.set(name, validate);
    return validate(body) ? null : this.#ajv.errorsText(validate.errors).slice(0, 500);
  }
}

/** OpenAPI 3.0 says `nullable`, which JSON Schema does not have. */
function plain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plain);
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, ...rest }: { nullable?: unknown } = schema;
  const copy = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plain(value)]));
  if (nullable !== true) return copy;
  return Object.keys(copy).length === 0 ? { type: "null" } : { anyOf: [copy, { type: "null" }] };
}

/** References point into the description, wherever a schema is taken from it. */
function absolute(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(absolute);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === "$ref" && typeof value === "string" ? [key, value.replace(/^#/, "qdrant#")] : [key, absolute(value)],
    ),
  );
}
