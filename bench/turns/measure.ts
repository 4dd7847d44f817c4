/**
 * A real turn (receive, resume, TALK, park, commit, reply) against an object that makes one insert and answers, and
 * against an agent of the `agents` SDK that keeps a state and answers: all in one workerd process, over web sockets, in
 * alternation. Postgres, Redis and the gateway are not running, so nothing is projected meanwhile.
 */
import fs from "node:fs";
import { median, shown, table } from "../statistics.ts";
import { agentPeer, drive, echoPeer, type Load, type Peer, turnPeer } from "./clients.ts";
import { type MemoryReport, measureMemory, memoryTable } from "./memory.ts";
import { BENCH_BOT, type BenchProduct, startBenchProduct } from "./start-product.ts";

/** A turn may take so many times the p50 of the floor (docs/architecture.md 6); at 1,000 it is shown only. */
const FLOOR_BAR = 1.5;
const FLOOR_BAR_AT: readonly number[] = [1, 100];
/** And so many times the p50 of the `agents` SDK, at any size. */
const AGENTS_BAR = 1.1;
const CONNECTIONS = [1, 100, 1_000] as const;
/**
 * Answers a second of the same floor in `workerd serve`, measured before there was a product, on an idle machine of two
 * cores. Half of it is what the floor has to reach, lest it be a low one.
 */
const PLATFORM_RATE: Record<number, number> = { 1: 2_300, 100: 2_604, 1000: 1_986 };
const PLATFORM_SHARE = 0.5;
/** Peers that are connected at the same time. */
const OPENING = 20;
/** Of the kernel's process times, where there is a /proc. */
const MS_PER_TICK = 10;

const KINDS = ["echo", "agents", "turn"] as const;
type Kind = (typeof KINDS)[number];

/** Medians over the runs; ms, and answers per second. */
export interface LoadMedians extends Omit<Load, "count"> {
  /** CPU time of the workerd process for one answer, ms; null where the system does not tell. */
  cpu: number | null;
}

export interface Comparison {
  /** Median of the runs' own ratios of p50: what disturbs a run disturbs both sides of it. */
  p50: number;
  cpu: number | null;
  /** Null where no bar is set. */
  bar: number | null;
  met: boolean | null;
}

export interface TurnsRow {
  connections: number;
  echo: LoadMedians;
  agents: LoadMedians;
  turn: LoadMedians;
  againstEcho: Comparison;
  againstAgents: Comparison;
  /** The floor's rate as a share of the platform's own. */
  floor: { share: number; bar: number; met: boolean };
}

export interface TurnsReport {
  seconds: number;
  rows: TurnsRow[];
  memory: MemoryReport | null;
}

type Result = Record<Kind, LoadMedians>;

export async function measureTurns(runs: number, seconds: number, say: (line: string) => void): Promise<TurnsReport> {
  const product = await startBenchProduct();
  try {
    const rows: TurnsRow[] = [];
    for (const connections of CONNECTIONS) {
      const results: Result[] = [];
      for (let run = 0; run < runs; run += 1) {
        say(`turns: ${connections} connection${connections === 1 ? "" : "s"}, run ${run + 1} of ${runs}`);
        // Who begins changes, so that nobody always has the warmer machine.
        const order = [...KINDS.slice(run % KINDS.length), ...KINDS.slice(0, run % KINDS.length)];
        const result: Partial<Result> = {};
        for (const kind of order) result[kind] = await measureOne(product, kind, connections, seconds, run);
        const { echo, agents, turn } = result;
        if (echo && agents && turn) results.push({ echo, agents, turn });
      }
      rows.push(rowOf(connections, results));
    }
    say("turns: memory of a thousand conversations");
    return { seconds, rows, memory: await measureMemory(product) };
  } finally {
    await product.stop();
  }
}

export function turnsTable({ rows, memory }: TurnsReport): string {
  const verdict = ({ p50, bar, met }: Comparison): string =>
    `${shown(p50)} x${bar === null ? "" : met ? `, met (${bar} x)` : `, not met (${bar} x)`}`;
  const line = (name: string, load: LoadMedians, ...rest: string[]) => [
    ...[name, load.p50, load.p95, load.p99, load.rate, load.cpu],
    ...[...rest, "", ""].slice(0, 2),
  ];
  const lines = rows.flatMap(({ connections, echo, agents, turn, againstEcho, againstAgents }) => [
    line(`echo, ${connections}`, echo),
    line(`agents, ${connections}`, agents),
    line(`turn, ${connections}`, turn, verdict(againstEcho), verdict(againstAgents)),
  ]);
  const head = ["connections", "p50 ms", "p95 ms", "p99 ms", "per second", "cpu ms", "p50 / echo", "p50 / agents"];
  const floors = rows.map(({ connections, echo, floor }) => [
    `echo, ${connections}`,
    echo.rate,
    String(PLATFORM_RATE[connections] ?? "-"),
    `${shown(floor.share)} x`,
    `${floor.met ? "met" : "not met"} (${floor.bar} x)`,
  ]);
  const floor = table(["the floor itself", "per second", "platform", "share", "bar"], floors);
  return [table(head, lines), "", floor, ...(memory ? ["", memoryTable(memory)] : [])].join("\n");
}

async function measureOne(
  product: BenchProduct,
  kind: Kind,
  connections: number,
  seconds: number,
  run: number,
): Promise<LoadMedians> {
  const peers: Peer[] = [];
  try {
    // New objects for every run: nobody meets a longer history than the others.
    for (let i = 0; i < connections; i += OPENING) {
      const names = Array.from(
        { length: Math.min(OPENING, connections - i) },
        (_, n) => `${connections}-${run}-${i + n}`,
      );
      peers.push(...(await Promise.all(names.map((name) => peerOf(product, kind, name)))));
    }
    let before: number | null = null;
    const load = await drive(peers, seconds, () => {
      before = cpuTime(product.pid);
    });
    const after = cpuTime(product.pid);
    const cpu = before === null || after === null ? null : (after - before) / load.count;
    return { p50: load.p50, p95: load.p95, p99: load.p99, rate: load.rate, cpu };
  } finally {
    for (const peer of peers) peer.close();
  }
}

function peerOf(product: BenchProduct, kind: Kind, name: string): Promise<Peer> {
  if (kind === "echo") return echoPeer(product.echo, name);
  return kind === "agents" ? agentPeer(product.agent, name) : turnPeer(product.origin, BENCH_BOT);
}

function rowOf(connections: number, results: readonly Result[]): TurnsRow {
  const medians = (kind: Kind): LoadMedians => ({
    p50: median(results.map((result) => result[kind].p50)),
    p95: median(results.map((result) => result[kind].p95)),
    p99: median(results.map((result) => result[kind].p99)),
    rate: median(results.map((result) => result[kind].rate)),
    cpu: medianOrNull(results.map((result) => result[kind].cpu)),
  });
  const against = (kind: Kind, bar: number | null): Comparison => {
    const p50 = median(results.map((result) => result.turn.p50 / result[kind].p50));
    const cpu = medianOrNull(
      results.map(({ turn, [kind]: other }) => (turn.cpu && other.cpu ? turn.cpu / other.cpu : null)),
    );
    return { p50, cpu, bar, met: bar === null ? null : p50 <= bar };
  };
  const echo = medians("echo");
  const share = echo.rate / (PLATFORM_RATE[connections] ?? Number.NaN);
  return {
    connections,
    echo,
    agents: medians("agents"),
    turn: medians("turn"),
    againstEcho: against("echo", FLOOR_BAR_AT.includes(connections) ? FLOOR_BAR : null),
    againstAgents: against("agents", AGENTS_BAR),
    floor: { share, bar: PLATFORM_SHARE, met: share >= PLATFORM_SHARE },
  };
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}

/** User and system time of a process, ms. */
function cpuTime(pid: number): number | null {
  try {
    // The name in parentheses may hold blanks; user and system time are the 12th and 13th field behind it.
    const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return null;
  }
}
