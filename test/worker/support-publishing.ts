/** Someone who publishes packages file by file in the tests, with a token of their own. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { BotApi, PublishReport } from "../../contracts/objects.ts";
import type { UploadStatus } from "../../contracts/package-upload.ts";
import { apiToken, call, send } from "./support-edge.ts";
import { TENANT } from "./support-session.ts";

export type Files = Record<string, string | Uint8Array>;

export const botOf = (bot: string) => env.BOT.getByName(`${TENANT}/${bot}`) as unknown as BotApi;
export const bytesOf = (text: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(typeof text === "string" ? new TextEncoder().encode(text) : text);

export async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

export async function listOf(files: Files): Promise<{ path: string; size: number; sha256: string }[]> {
  return Promise.all(
    Object.entries(files).map(async ([path, text]) => {
      const bytes = bytesOf(text);
      return { path, size: bytes.length, sha256: await hashOf(bytes) };
    }),
  );
}

/** Someone who uploads with a token of their own. */
export class Publisher {
  readonly bot: string;
  readonly token: string;
  private constructor(bot: string, token: string) {
    this.bot = bot;
    this.token = token;
  }
  static async of(bot: string): Promise<Publisher> {
    return new Publisher(bot, await apiToken("bots:publish", "bots:read"));
  }
  get path(): string {
    return `/api/v1/bots/${this.bot}`;
  }
  async begin(files: Files): Promise<UploadStatus> {
    const answer = await send(this.token, `${this.path}/uploads`, { files: await listOf(files) });
    if (answer.status !== 201) throw new Error(await answer.text());
    return answer.json();
  }
  blob(
    upload: string,
    hash: string,
    method: string,
    body?: Uint8Array<ArrayBuffer>,
    more: Record<string, string> = {},
  ) {
    return call(`${this.path}/uploads/${upload}/blobs/${hash}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { "content-length": String(body.length) }),
        ...more,
      },
      ...(body === undefined ? {} : { body }),
    });
  }
  complete(upload: string, query = ""): Promise<Response> {
    return call(`${this.path}/uploads/${upload}/complete${query}`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.token}` },
    });
  }
  /** The list, and the files that are missing. */
  async send(files: Files): Promise<UploadStatus> {
    const upload = await this.begin(files);
    const byHash = new Map(
      await Promise.all(
        Object.values(files).map(async (text) => [await hashOf(bytesOf(text)), bytesOf(text)] as const),
      ),
    );
    for (const { sha256: hash } of upload.missing)
      expect((await this.blob(upload.id, hash, "PUT", byHash.get(hash))).status).toBe(204);
    return upload;
  }
  /** The whole way; how many files travelled. */
  async publish(files: Files): Promise<{ sent: number; report: PublishReport }> {
    const upload = await this.send(files);
    const answer = await this.complete(upload.id);
    if (!answer.ok) throw new Error(await answer.text());
    return { sent: upload.missing.length, report: await answer.json() };
  }
}
