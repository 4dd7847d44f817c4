/**
 * Memory of a conversation: the growth of workerd's resident set over a thousand of them, each with an open socket, first
 * awake after one turn, then asleep. The process keeps freed pages, so what it has after sleep is an upper bound.
 */
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { table } from "../statistics.ts";
import { type Peer, turnPeer } from "./clients.ts";
import { BENCH_BOT, type BenchProduct } from "./start-product.ts";

const CONVERSATIONS = 1_000;
const OPENING = 20;
/** An object is put to sleep ten seconds after its last event. */
const UNTIL_ASLEEP_MS = 14_000;

/** Bytes and open files for one conversation. */
export interface MemoryReport {
  conversations: number;
  idle: { bytes: number; files: number };
  hibernated: { bytes: number; files: number };
}

/** Null where the system does not tell (no /proc). */
export async function measureMemory(product: BenchProduct): Promise<MemoryReport | null> {
  if (look(product.pid) === null) return null;
  // What earlier runs left has to be asleep, too.
  await sleep(UNTIL_ASLEEP_MS);
  const before = look(product.pid);
  const peers: Peer[] = [];
  try {
    for (let i = 0; i < CONVERSATIONS; i += OPENING) {
      const opened = Array.from({ length: OPENING }, () => turnPeer(product.origin, BENCH_BOT));
      peers.push(...(await Promise.all(opened)));
    }
    for (const peer of peers) await peer.ask();
    const awake = look(product.pid);
    await sleep(UNTIL_ASLEEP_MS);
    const asleep = look(product.pid);
    if (!before || !awake || !asleep) return null;
    const each = (now: Look) => ({
      bytes: (now.bytes - before.bytes) / CONVERSATIONS,
      files: (now.files - before.files) / CONVERSATIONS,
    });
    return { conversations: CONVERSATIONS, idle: each(awake), hibernated: each(asleep) };
  } finally {
    for (const peer of peers) peer.close();
  }
}

export function memoryTable({ conversations, idle, hibernated }: MemoryReport): string {
  return table(
    [`one of ${conversations} conversations`, "KiB", "open files"],
    [
      ["awake", idle.bytes / 1_024, idle.files],
      ["asleep", hibernated.bytes / 1_024, hibernated.files],
    ],
  );
}

interface Look {
  bytes: number;
  files: number;
}

function look(pid: number): Look | null {
  try {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return { bytes: Number(kib) * 1_024, files: fs.readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return null;
  }
}
