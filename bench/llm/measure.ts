/**
 * What the product adds to a call of a language model: the same provider is asked directly and through a bot, in alternation,
 * by the same client and the same protocol. Through the bot it is a whole turn: a message that no script waits for, the
 * prompt, the models worker, the parts of the answer over the conversation's socket, the commit.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startWorkerHost } from "../../cli/worker-host.ts";
import { packPackage } from "../../scripts/up/packages.ts";
import { median, table } from "../statistics.ts";

/** Of one run. A short call has one token; a stream is long enough to see what each of its tokens takes. */
const CALLS = 100;
const STREAMS = 4;
const TOKENS = 100;
const PAUSE_MS = 5;
const WARM_UP = 30;

/** Bars of the project, ms. */
const LIMITS = { call: 5, first: 5, token: 0.1 } as const;

interface Figure {
  direct: number;
  product: number;
  added: number;
  limit: number;
  met: boolean;
}

/** Times in ms, medians. */
export interface LlmReport {
  /** From the request to the end of an answer of one token. */
  call: Figure;
  /** From the request to the first token. */
  first: Figure;
  /** From the provider's writing of a token to its arrival. */
  token: Figure;
}

interface Timed {
  total: number;
  first: number;
  tokens: number[];
}

type Ask = (text: string) => Promise<Timed>;

export async function measureLlm(runs: number, say: (line: string) => void): Promise<LlmReport> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-bench-llm-"));
  const provider = spawn(process.execPath, [path.join(path.dirname(fileURLToPath(import.meta.url)), "provider.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(provider.stdout, "data")) as [Buffer];
  const address = `http://127.0.0.1:${line.toString().trim()}/v1`;
  const settings = { LLM_URL: address, LLM_MODEL: "m" };
  const host = await startWorkerHost({
    folder: path.join(folder, "data"),
    scriptedModel: null,
    note: () => {},
    settings,
  });
  try {
    const bot = path.join(folder, "bench.gbai/bench.gbdialog");
    fs.mkdirSync(bot, { recursive: true });
    fs.writeFileSync(path.join(bot, "start.bas"), 'TALK "Ready."\n');
    await host.operator.publish("bench", packPackage(path.join(folder, "bench.gbai")));
    const token = await host.token();
    const direct = asker(`${address}/chat/completions`, {}, "m");
    const opened = await fetch(
      `${host.url}/v1/chat/completions`,
      body({ authorization: `Bearer ${token}` }, "bench", "1 0", false),
    );
    if (!opened.ok) throw new Error(`The bot does not answer: ${opened.status} ${await opened.text()}`);
    const conversation = opened.headers.get("x-basalt-conversation") ?? "";
    const headers = { authorization: `Bearer ${token}`, "x-basalt-conversation": conversation };
    const product = asker(`${host.url}/v1/chat/completions`, headers, "bench");
    for (let i = 0; i < WARM_UP; i++) for (const ask of [direct, product]) await ask("1 0");
    const short = { direct: [] as Timed[], product: [] as Timed[] };
    const long = { direct: [] as Timed[], product: [] as Timed[] };
    for (let run = 0; run < runs; run++) {
      say(`llm: run ${run + 1} of ${runs}`);
      await alternating(CALLS, "1 0", short, direct, product);
      await alternating(STREAMS, `${TOKENS} ${PAUSE_MS}`, long, direct, product);
    }
    return {
      call: figure(short, ({ total }) => [total], LIMITS.call),
      first: figure(short, ({ first }) => [first], LIMITS.first),
      token: figure(long, ({ tokens }) => tokens, LIMITS.token),
    };
  } finally {
    await host.stop();
    provider.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

type Both<T> = { direct: T; product: T };

async function alternating(count: number, text: string, into: Both<Timed[]>, direct: Ask, product: Ask): Promise<void> {
  for (let i = 0; i < count; i++) {
    // Who begins changes: what one leaves behind must not always fall on the other.
    const order = i % 2 === 0 ? (["direct", "product"] as const) : (["product", "direct"] as const);
    for (const way of order) into[way].push(await (way === "direct" ? direct : product)(text));
  }
}

function figure(times: Both<Timed[]>, of: (timed: Timed) => number[], limit: number): Figure {
  const [direct, product] = [median(times.direct.flatMap(of)), median(times.product.flatMap(of))];
  const added = product - direct;
  return { direct, product, added, limit, met: added <= limit };
}

function body(headers: Record<string, string>, model: string, text: string, stream: boolean): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ model, messages: [{ role: "user", content: text }], stream }),
  };
}

function asker(url: string, headers: Record<string, string>, model: string): Ask {
  return async (text) => {
    const began = performance.now();
    const answer = await fetch(url, body(headers, model, text, true));
    const timed: Timed = { total: 0, first: 0, tokens: [] };
    let rest = "";
    for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const now = performance.now();
      const lines = (rest + part).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const written = /"content":"([0-9.]+) "/.exec(line)?.[1];
        if (written === undefined) continue;
        if (timed.tokens.length === 0) timed.first = now - began;
        timed.tokens.push(performance.timeOrigin + now - Number(written));
      }
    }
    timed.total = performance.now() - began;
    if (timed.tokens.length === 0) throw new Error(`No token came of ${url}: HTTP ${answer.status}`);
    return timed;
  };
}

export function llmTable({ call, first, token }: LlmReport): string {
  const row = (name: string, { direct, product, added, limit, met }: Figure) => [
    name,
    direct,
    product,
    added,
    limit,
    met ? "yes" : "no",
  ];
  return table(
    ["median ms", "direct", "product", "added", "limit", "met"],
    [row("a call", call), row("first token", first), row("a token", token)],
  );
}
