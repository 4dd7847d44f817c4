/** The OpenAPI 3.1 document, made from the operations' rows and the zod schemas; its dialect is JSON Schema 2020-12. */
import * as z from "zod";
import { FAULTS } from "../../contracts/faults.ts";
import { botName, conversationId } from "../../contracts/ids.ts";
import { answers } from "./answers.ts";
import { type Operation, operations } from "./operations.ts";

type Json = Record<string, unknown>;

let made: Json | undefined;

export function openApi(): Json {
  made ??= build();
  return made;
}

function build(): Json {
  const paths: Record<string, Json> = {};
  const shared: Json = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? {};
    path[operation.method] = describe(operation, shared);
    paths[operation.path] = path;
  }
  const schemas: Json = {};
  for (const [name, schema] of Object.entries(answers)) schemas[name] = schemaOf(schema, shared, "output");
  Object.assign(schemas, shared);
  return {
    openapi: "3.1.0",
    info: {
      title: "Basalt",
      version: "1",
      description: "Conversations with bots, over HTTP, server-sent events and WebSocket.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        conversation: {
          type: "http",
          scheme: "bearer",
          description: "The token that opening the conversation answered.",
        },
        api: { type: "http", scheme: "bearer", bearerFormat: "bsk_...", description: "A scoped API token." },
        console: { type: "apiKey", in: "cookie", name: "basalt_console", description: "The console's sign-in." },
        operator: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "Signed with the operator's key.",
        },
      },
    },
  };
}

function describe(operation: Operation, shared: Json): Json {
  const parameters = [
    ...[...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
      name,
      in: "path",
      required: true,
      schema:
        name === "bot"
          ? schemaOf(botName, shared)
          : name === "id"
            ? schemaOf(conversationId, shared)
            : { type: "string" },
    })),
    ...Object.entries(operation.query ?? {}).map(([name, schema]) => ({
      name,
      in: "query",
      schema: schemaOf(schema, shared),
    })),
    ...Object.entries(operation.headers ?? {}).map(([name, description]) => ({
      name,
      in: "header",
      description,
      schema: { type: "string" },
    })),
  ];
  const responses: Record<string, Json> = {};
  for (const [status, name] of Object.entries(operation.answers))
    responses[status] = {
      description: name === "" ? "Done, without a body." : "Done.",
      ...(name === "" ? {} : { content: contentOf(name) }),
    };
  for (const code of operation.faults) {
    const { status, title } = FAULTS[code];
    const known = responses[status];
    const description = known ? `${String(known["description"])} · ${title} (${code})` : `${title} (${code})`;
    responses[status] = { description, content: { "application/problem+json": { schema: reference("Problem") } } };
  }
  return {
    operationId: operation.id,
    summary: operation.summary,
    security: securityOf(operation),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(operation.body === undefined ? {} : { requestBody: bodyOf(operation.body, shared) }),
    responses,
  };
}

function securityOf({ security }: Operation): Json[] {
  if (security === "none") return [];
  if (security === "reader") return [{ conversation: [] }, { api: [] }, { console: [] }, { operator: [] }];
  if (security === "api") return [{ api: [] }, { console: [] }, { operator: [] }];
  if (security === "console") return [{ console: [] }, { operator: [] }];
  return [{ [security]: [] }];
}

function bodyOf(body: z.ZodType | string, shared: Json): Json {
  if (typeof body === "string") return { required: true, content: { [body]: { schema: {} } } };
  return { required: true, content: { "application/json": { schema: schemaOf(body, shared) } } };
}

/** The name of an answer, or a content type where it is no JSON. */
const contentOf = (name: string): Json =>
  name.includes("/") ? { [name]: {} } : { "application/json": { schema: reference(name) } };

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** The schema; what zod defines once and refers to goes to the document's shared schemas. */
function schemaOf(schema: z.ZodType, shared: Json, io: "input" | "output" = "input"): Json {
  const text = JSON.stringify(z.toJSONSchema(schema, { target: "draft-2020-12", io, unrepresentable: "any" }));
  // The one schema without a name of its own is the recursive "any JSON".
  const made: Json = JSON.parse(
    text.replace(/"#\/\$defs\/(\w+)"/g, (_, name) => `"#/components/schemas/${publicName(name)}"`),
  );
  for (const [name, definition] of Object.entries(made["$defs"] ?? {})) shared[publicName(name)] = definition;
  delete made["$schema"];
  delete made["$defs"];
  return made;
}

const publicName = (name: string): string => (name.startsWith("__schema") ? "JsonValue" : name);
