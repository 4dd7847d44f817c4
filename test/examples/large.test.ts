/**
 * The two examples that grow large, with what their generators write: a library of 5,000 documents and 100,000 parcels where
 * BASALT_SOAK is 1, a small part of it otherwise. The answers are those that the generators' formulas give.
 */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Server } from "../../cli/server.ts";
import { startWorkerHost, type WorkerHost } from "../../cli/worker-host.ts";
import type { OpenAnswer, TurnAnswer } from "../../contracts/conversation.ts";
import { book, writeBooks } from "../../scripts/examples/library.ts";
import { parcel, parcelsCsv } from "../../scripts/examples/logistics.ts";
import { packPackage } from "../../scripts/up/packages.ts";

const SOAK = process.env["BASALT_SOAK"] === "1";
/** As many as a package has room for, and more beside it. */
const PACKED = SOAK ? 4_990 : 60;
const BOOKS = PACKED + (SOAK ? 10 : 3);
const PARCELS = SOAK ? 100_000 : 2_000;
const PATIENCE = SOAK ? 900_000 : 60_000;

const EXAMPLES = path.resolve("examples");
const work = mkdtempSync(path.join(tmpdir(), "basalt-large-"));
let host: WorkerHost;
let server: Server;

beforeAll(async () => {
  host = await startWorkerHost({ folder: path.join(work, "data"), scriptedModel: null, note: () => {} });
  server = new Server(new URL(host.url), () => host.token(), "operator");
}, 120_000);

afterAll(async () => {
  await host?.stop();
  rmSync(work, { recursive: true, force: true });
});

/** Texts that the bot says to each of the lines. */
async function talk(bot: string, lines: readonly string[]): Promise<string[][]> {
  const route = `/api/v1/bots/${bot}/conversations`;
  const opened = await post<OpenAnswer>(route, "", {});
  const said: string[][] = [];
  for (const [index, text] of lines.entries()) {
    const message = { id: `m-${index}`, text, value: null, attachments: [] };
    const { frames } = await post<TurnAnswer>(`${route}/${opened.id}/messages`, opened.token, message);
    said.push(frames.flatMap((frame) => (frame.type === "talk" ? [frame.text] : [])));
  }
  return said;
}

async function post<T>(route: string, token: string, body: unknown): Promise<T> {
  const answer = await fetch(new URL(route, host.url), {
    method: "POST",
    headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

test(
  `${BOOKS} books: any of them is found by what it says, with its place`,
  async () => {
    const folder = path.join(work, "library.gbai");
    cpSync(path.join(EXAMPLES, "library.gbai"), folder, { recursive: true });
    writeBooks(path.join(folder, "library.gbkb/catalogue"), PACKED);
    await host.operator.publish("library", packPackage(folder));
    for (let n = PACKED; n < BOOKS; n++)
      await server.done(`/api/v1/bots/library/knowledge/catalogue/documents/book-${n}.md`, {
        method: "PUT",
        body: book(n).text,
      });
    await read();
    for (const n of [0, PACKED - 1, BOOKS - 1]) {
      const [, answer = []] = await talk("library", ["Find a book", `shelf ${book(n).shelf}`]);
      expect(answer[0]).toContain(book(n).shelf);
      expect(answer[0]).toContain(book(n).title);
      expect(answer[0]).toMatch(new RegExp(`book-0*${n}\\.md\\)`));
    }
  },
  PATIENCE,
);

/** Until the documents have been read and indexed. */
async function read(): Promise<void> {
  for (;;) {
    const { items } = await server.json<{ items: { name: string; documents: number; pending: number }[] }>(
      "/api/v1/bots/library/knowledge",
    );
    const catalogue = items.find(({ name }) => name === "catalogue");
    if (catalogue && catalogue.documents === BOOKS && catalogue.pending === 0) return;
    await sleep(200);
  }
}

test(
  `${PARCELS} parcels: found by number, counted, moved to the archive`,
  async () => {
    await host.operator.publish("logistics", packPackage(path.join(EXAMPLES, "logistics.gbai")));
    const report = await server.json<{ inserted: number; complete: boolean }>(
      "/api/v1/bots/logistics/tables/parcels/import?key=number",
      { method: "POST", body: parcelsCsv(PARCELS), type: "text/csv" },
    );
    expect(report).toMatchObject({ inserted: PARCELS, complete: true });

    const last = parcel(PARCELS);
    const all = Array.from({ length: PARCELS }, (_, n) => parcel(n + 1));
    const moving = all.filter(({ state }) => state === "on the way").length;
    const [answer] = await talk("logistics", [last.number.toLowerCase()]);
    expect(answer).toEqual([
      `Parcel ${last.number}: ${last.state}, depot ${last.depot}, ${last.weight} kg.`,
      `*${Math.round((100 * moving) / PARCELS)} % of all parcels are on the way.*`,
      "Write its number (VP and seven digits), or *end*.",
    ]);
  },
  PATIENCE,
);
