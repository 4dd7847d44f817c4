/**
 * Retrieval in the product's own object inside workerd: how well the rankings answer a question set of known answers, and
 * how long a question takes against the number of passages. Times are round trips less those of a call that does nothing.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { median, table } from "../statistics.ts";
import { type CorpusQuestion, makeCorpus } from "./corpus.ts";
import { judge, type Quality } from "./judge.ts";
import type { BenchAnswer, BenchRequest } from "./requests.ts";

const SEED = 20_261;
const SET = { seed: SEED, passages: 2_000, questions: 330 };
const MODES = ["words", "dense", "hybrid"] as const;
type Mode = (typeof MODES)[number];
/** Passages of the collections that are timed. */
const SIZES = [1_000, 10_000, 50_000] as const;
const PASSAGES_PER_DOCUMENT = 50;
const DOCUMENTS_AT_ONCE = 20;

export interface RetrievalReport {
  quality: Record<Mode, { all: Quality; near: Quality; far: Quality }>;
  /** ms by number of passages. */
  latency: { passages: number; times: Record<Mode, { p50: number; p95: number }> }[];
}

export async function measureRetrieval(runs: number, say: (line: string) => void): Promise<RetrievalReport> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-retrieval-"));
  const outfile = path.join(folder, "worker.js");
  await build({
    entryPoints: [fileURLToPath(new URL("worker.ts", import.meta.url))],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:workers"],
  });
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      telemetry: { enabled: false },
      name: "retrieval",
      modulesRoot: folder,
      modules: [{ type: "ESModule", path: outfile }],
      compatibilityDate: "2026-10-01",
      compatibilityFlags: ["nodejs_compat"],
      durableObjects: { KNOWLEDGE: { className: "KnowledgeObject", useSQLite: true } },
      durableObjectsPersist: path.join(folder, "objects"),
    }),
  );
  try {
    const url = await miniflare.ready;
    const ask = async (body: BenchRequest): Promise<BenchAnswer> => {
      const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
      if (!answer.ok)
        throw new Error(`The bench worker answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
      return (await answer.json()) as BenchAnswer;
    };
    const quality = await measureQuality(ask, say);
    const latency: RetrievalReport["latency"] = [];
    for (const passages of SIZES) latency.push({ passages, times: await measureLatency(ask, passages, runs, say) });
    return { quality, latency };
  } finally {
    await miniflare.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

type Ask = (body: BenchRequest) => Promise<BenchAnswer>;

async function measureQuality(ask: Ask, say: (line: string) => void): Promise<RetrievalReport["quality"]> {
  say(`retrieval: ${SET.questions} questions over ${SET.passages} passages`);
  const { passages, questions } = makeCorpus(SET);
  const documents = passages.map(({ id, title, text }) => ({
    path: id,
    hash: id,
    title,
    pages: [{ page: 0, text, headings: [] }],
  }));
  for (let at = 0; at < documents.length; at += 200)
    await ask({ collection: "quality", put: documents.slice(at, at + 200) });
  await embedAll(ask, "quality");
  const judged = async (mode: Mode) => {
    const rankings = new Map<CorpusQuestion, string[]>();
    for (const question of questions)
      rankings.set(question, (await ask({ collection: "quality", search: { query: question.text, mode } })).sources);
    return { all: judge(rankings), near: judge(rankings, "near"), far: judge(rankings, "far") };
  };
  return { words: await judged("words"), dense: await judged("dense"), hybrid: await judged("hybrid") };
}

async function embedAll(ask: Ask, collection: string): Promise<void> {
  while ((await ask({ collection, embed: true })).pending > 0);
}

async function measureLatency(
  ask: Ask,
  count: number,
  runs: number,
  say: (line: string) => void,
): Promise<Record<Mode, { p50: number; p95: number }>> {
  say(`retrieval: times at ${count} passages`);
  const collection = `size-${count}`;
  const { passages, questions } = makeCorpus({ seed: SEED + count, passages: count, questions: 60 });
  const documents = Array.from({ length: Math.ceil(count / PASSAGES_PER_DOCUMENT) }, (_, number) => ({
    path: `document-${number}`,
    hash: String(number),
    title: `Document ${number}`,
    // A page is never joined with the next one, so each is a passage.
    pages: passages
      .slice(number * PASSAGES_PER_DOCUMENT, (number + 1) * PASSAGES_PER_DOCUMENT)
      .map(({ text }, index) => ({ page: index + 1, text, headings: [] })),
  }));
  for (let at = 0; at < documents.length; at += DOCUMENTS_AT_ONCE)
    await ask({ collection, put: documents.slice(at, at + DOCUMENTS_AT_ONCE) });
  await embedAll(ask, collection);
  const timed = async (body: BenchRequest): Promise<number> => {
    const begun = performance.now();
    await ask(body);
    return performance.now() - begun;
  };
  const times = {} as Record<Mode, { p50: number; p95: number }>;
  for (const mode of MODES) {
    const taken: number[] = [];
    const idle: number[] = [];
    await timed({ collection, search: { query: "warm up", mode } });
    for (let run = 0; run < runs; run += 1)
      for (const { text } of questions) {
        idle.push(await timed({ collection }));
        taken.push(await timed({ collection, search: { query: text, mode } }));
      }
    const nothing = median(idle);
    const sorted = taken.map((time) => Math.max(0, time - nothing)).sort((a, b) => a - b);
    times[mode] = { p50: median(sorted), p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0 };
  }
  return times;
}

export function retrievalTable({ quality, latency }: RetrievalReport): string {
  const rows = MODES.map((mode) => [
    mode,
    ...(["all", "near", "far"] as const).flatMap((kind) => [
      quality[mode][kind].recallAt5.toFixed(3),
      quality[mode][kind].mrr.toFixed(3),
    ]),
  ]);
  const times = latency.map(({ passages, times: of }) => [
    String(passages),
    ...MODES.flatMap((mode) => [of[mode].p50, of[mode].p95]),
  ]);
  return [
    table(["ranking", "recall@5", "MRR", "near: recall@5", "MRR", "far: recall@5", "MRR"], rows),
    "",
    table(["passages", ...MODES.flatMap((mode) => [`${mode} p50 ms`, "p95 ms"])], times),
  ].join("\n");
}
