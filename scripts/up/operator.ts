/** The start script's own calls to the worker, signed with the operator key. */
import { setTimeout as sleep } from "node:timers/promises";
import { SignJWT } from "jose";
import { z } from "zod";
import type { AdmissionState } from "../../contracts/admin.ts";
import type { OpenFiles } from "./admission.ts";
import { type FileHashes, type Send, uploadPackage } from "./upload-package.ts";

const TOKEN_SECONDS = 120;
const CALL_TIMEOUT_MS = 30_000;
const ALIVE_LIMIT_MS = 20_000;

const linkSchema = z.object({ url: z.string() });
const reportSchema = z.object({
  release: z.string(),
  changed: z.boolean(),
  diagnostics: z.array(
    z.object({
      file: z.string(),
      line: z.number(),
      column: z.number(),
      severity: z.string(),
      code: z.string(),
      message: z.string(),
    }),
  ),
});
const admissionSchema = z.object({ full: z.boolean() });
const botSchema = z.object({ knowledge: z.object({ pending: z.number() }) });
export type Published = z.output<typeof reportSchema>;

/** A token for one call, or for those of two minutes. `key`: OPERATOR_KEY, base64url. */
export async function operatorToken(key: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setAudience("basalt-operator")
    .setIssuedAt(now)
    .setExpirationTime(now + TOKEN_SECONDS)
    .sign(Buffer.from(key, "base64url"));
}

export interface Operator {
  /** `development`: open conversations of the bot follow the change where they can. */
  publish(bot: string, zip: Uint8Array<ArrayBuffer>, options?: { development: boolean }): Promise<Published>;
  /** The same, file by file: only what changed travels. */
  publishFolder(bot: string, folder: string, options: { development: boolean; known?: FileHashes }): Promise<Published>;
  /** Makes conversations send their history again; by the names of their objects. */
  reproject(objects: readonly string[]): Promise<void>;
  /** How many files the worker's process has open. Tells whether newcomers are turned away. */
  admission(files: OpenFiles): Promise<AdmissionState>;
  /** The address of the console with a sign-in that works once. */
  administratorLink(): Promise<string>;
  /** Waits for the worker's first answer; false when none came in time. */
  untilAlive(): Promise<boolean>;
  /** Knowledge documents of a bot that are not indexed yet. */
  pendingDocuments(bot: string): Promise<number>;
  /** A GET of an administrative route. */
  read<T>(path: string): Promise<T>;
}

/** `key`: OPERATOR_KEY, base64url. Calls throw an Error with the answer's own words when they are refused. */
export function createOperator(baseUrl: string, key: string): Operator {
  const call = async (
    path: string,
    init: { method?: "GET" | "POST"; contentType?: string; body?: Uint8Array<ArrayBuffer> },
  ): Promise<unknown> => {
    const token = await operatorToken(key);
    const response = await fetch(new URL(path, baseUrl), {
      method: init.method ?? "POST",
      headers: {
        authorization: `Bearer ${token}`,
        ...(init.contentType === undefined ? {} : { "content-type": init.contentType }),
      },
      ...(init.body === undefined ? {} : { body: init.body }),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return answer;
    const problem = z.object({ detail: z.string().optional(), title: z.string().optional() }).safeParse(answer);
    throw new Error(problem.data?.detail ?? problem.data?.title ?? `the worker answered ${response.status}`);
  };

  const send: Send = async (route, { method, headers = {}, body }) =>
    fetch(new URL(route, baseUrl), {
      method,
      headers: { ...headers, authorization: `Bearer ${await operatorToken(key)}` },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });

  const isAlive = async (): Promise<boolean> => {
    try {
      return (await fetch(new URL("/healthz", baseUrl), { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      return false;
    }
  };

  return {
    publish: async (bot, zip, { development } = { development: false }) =>
      reportSchema.parse(
        await call(`/api/v1/bots/${bot}/releases${development ? "?development=true" : ""}`, {
          contentType: "application/zip",
          body: zip,
        }),
      ),
    publishFolder: async (bot, folder, { development, known }) =>
      reportSchema.parse(
        await uploadPackage(send, {
          bot,
          folder,
          query: development ? "?development=true" : "",
          ...(known === undefined ? {} : { known }),
        }),
      ),
    async reproject(objects) {
      await call("/api/v1/admin/projections", {
        contentType: "application/json",
        body: new TextEncoder().encode(JSON.stringify({ objects })),
      });
    },
    admission: async (files) =>
      admissionSchema.parse(
        await call("/api/v1/admin/admission", {
          contentType: "application/json",
          body: new TextEncoder().encode(JSON.stringify(files)),
        }),
      ),
    administratorLink: async () => linkSchema.parse(await call("/api/v1/admin/links", {})).url,
    pendingDocuments: async (bot) =>
      botSchema.parse(await call(`/api/v1/bots/${bot}`, { method: "GET" })).knowledge.pending,
    // The shape is the worker's own, of the same version as this program.
    read: async <T>(path: string) => (await call(path, { method: "GET" })) as T,
    async untilAlive() {
      for (const until = Date.now() + ALIVE_LIMIT_MS; Date.now() < until; await sleep(50)) {
        if (await isAlive()) return true;
      }
      return false;
    },
  };
}
