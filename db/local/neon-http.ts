/**
 * Neon's query protocol over HTTP, as @neondatabase/serverless 1.2 speaks it: POST /sql with one query or a batch that is
 * one transaction. Values go as PostgreSQL's own text in both directions; the driver parses them by their type id.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type CustomTypesConfig, DatabaseError, type Pool, type PoolClient } from "pg";
import * as z from "zod";
import { isProxyPassword } from "./credentials.ts";

const MAX_REQUEST_BYTES = 16 * 1024 * 1024;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const MAX_BATCH = 1_000;

const querySchema = z.object({
  query: z.string(),
  params: z
    .array(
      z.union([z.string(), z.number(), z.boolean(), z.null(), z.record(z.string(), z.unknown()), z.array(z.unknown())]),
    )
    .default([]),
});
const bodySchema = z.union([z.object({ queries: z.array(querySchema).max(MAX_BATCH) }), querySchema]);
type Query = z.output<typeof querySchema>;

const ISOLATION: Readonly<Record<string, string>> = {
  ReadUncommitted: "READ UNCOMMITTED",
  ReadCommitted: "READ COMMITTED",
  RepeatableRead: "REPEATABLE READ",
  Serializable: "SERIALIZABLE",
};

export interface NeonHttpOptions {
  /** undefined while the database starts. */
  pool(): Pool | undefined;
  password: string;
}

/** Answers one POST /sql. Never throws: what goes wrong is an answer. */
export async function answerSql(
  request: IncomingMessage,
  response: ServerResponse,
  options: NeonHttpOptions,
): Promise<void> {
  const given = connectionOf(request);
  if (given === undefined || !isProxyPassword(options.password, given.user, given.password)) {
    return send(response, 401, { message: "password authentication failed", code: "28P01", severity: "FATAL" });
  }
  let body: z.output<typeof bodySchema>;
  try {
    body = bodySchema.parse(JSON.parse(await readBody(request)));
  } catch (error) {
    if (error instanceof TooLarge)
      return send(response, 413, failure("54000", `a request of more than ${MAX_REQUEST_BYTES} bytes is not accepted`));
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : "the body is not JSON";
    return send(response, 400, failure("08P01", `the request is not understood: ${reason}`));
  }
  const pool = options.pool();
  if (pool === undefined) return send(response, 503, failure("57P03", "the database is starting"));
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    return send(
      response,
      503,
      failure("08006", `the database does not answer: ${error instanceof Error ? error.message : String(error)}`),
    );
  }
  try {
    const answer =
      "queries" in body ? { results: await runBatch(client, body.queries, request.headers) } : await run(client, body);
    client.release();
    send(response, 200, answer);
  } catch (error) {
    // A connection that failed in another way than by an SQL error is not used again.
    client.release(!(error instanceof DatabaseError));
    send(response, 400, describe(error));
  }
}

async function runBatch(
  client: PoolClient,
  queries: readonly Query[],
  headers: IncomingMessage["headers"],
): Promise<unknown[]> {
  const isolation = ISOLATION[String(headers["neon-batch-isolation-level"] ?? "")];
  const mode = [
    isolation === undefined ? "" : ` ISOLATION LEVEL ${isolation}`,
    headers["neon-batch-read-only"] === "true" ? " READ ONLY" : "",
    headers["neon-batch-deferrable"] === "true" ? " DEFERRABLE" : "",
  ].join("");
  await client.query(`BEGIN${mode}`);
  try {
    const results: unknown[] = [];
    for (const query of queries) results.push(await run(client, query));
    await client.query("COMMIT");
    return results;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {}); // the first error is the one to tell
    throw error;
  }
}

async function run(client: PoolClient, { query, params }: Query): Promise<unknown> {
  let bytes = 0;
  const text = (value: string): string => {
    bytes += value.length;
    if (bytes > MAX_ANSWER_BYTES)
      throw new RangeError(`the answer is larger than ${MAX_ANSWER_BYTES} bytes: read fewer rows at a time`);
    return value;
  };
  const types: CustomTypesConfig = { getTypeParser: () => text };
  const result = await client.query<unknown[]>({ text: query, values: params, rowMode: "array", types });
  return {
    fields: result.fields.map(({ name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier }) => ({
      name,
      tableID,
      columnID,
      dataTypeID,
      dataTypeSize,
      dataTypeModifier,
      format: "text",
    })),
    rows: result.rows,
    command: result.command,
    rowCount: result.rowCount,
    rowAsArray: true,
  };
}

function connectionOf(request: IncomingMessage): { user: string; password: string } | undefined {
  const header = request.headers["neon-connection-string"];
  if (typeof header !== "string" || !URL.canParse(header)) return undefined;
  const url = new URL(header);
  try {
    return { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    return undefined;
  }
}

class TooLarge extends Error {}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_REQUEST_BYTES) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const failure = (code: string, message: string): Record<string, unknown> => ({ message, code, severity: "ERROR" });

/** Fields of PostgreSQL's ErrorResponse, as Neon's endpoint names them. */
const ERROR_FIELDS = [
  "message",
  "severity",
  "code",
  "detail",
  "hint",
  "position",
  "internalPosition",
  "internalQuery",
  "where",
  "schema",
  "table",
  "column",
  "dataType",
  "constraint",
  "file",
  "line",
  "routine",
] as const satisfies readonly (keyof DatabaseError)[];

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof DatabaseError))
    return failure("XX000", error instanceof Error ? error.message : String(error));
  // What PostgreSQL did not send is undefined, and JSON leaves it out.
  return Object.fromEntries(ERROR_FIELDS.map((field) => [field, error[field]]));
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length });
  response.end(bytes);
}
