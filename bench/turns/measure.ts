/**
 * A real turn (receive, resume, TALK, park, commit, reply) against an object that makes one insert and answers: both in
 * one workerd process, over web sockets, in alternation. Postgres, Redis and the gateway are not running, so nothing is
 * projected meanwhile.
 */
import fs from "node:fs";
import { median, shown, table } from "../statistics.ts";
import { drive, echoPeer, type Load, type Peer, turnPeer } from "./clients.ts";
import { BENCH_BOT, type BenchProduct, startBenchProduct } from "./start-product.ts";

/** A turn may take so many times the p50 of the floor (docs/architecture.md 6). */
const BAR = 1.5;
const CONNECTIONS = [1, 100] as const;
/** Of the kernel's process times, where there is a /proc. */
const MS_PER_TICK = 10;

/** Medians over the runs; ms, and answers per second. */
export interface LoadMedians extends Omit<Load, "count"> {
  /** CPU time of the workerd process for one answer, ms; null where the system does not tell. */
  cpu: number | null;
}

export interface TurnsRow {
  connections: number;
  echo: LoadMedians;
  turn: LoadMedians;
  /** Median of the runs' own ratios: what disturbs a run disturbs both sides of it. */
  ratio: { p50: number; cpu: number | null };
  bar: number;
  met: boolean;
}

export interface TurnsReport {
  seconds: number;
  rows: TurnsRow[];
}

type Kind = "echo" | "turn";
type Measured = Omit<LoadMedians, "cpu"> & { cpu: number | null };

export async function measureTurns(runs: number, seconds: number, say: (line: string) => void): Promise<TurnsReport> {
  const product = await startBenchProduct();
  try {
    const rows: TurnsRow[] = [];
    for (const connections of CONNECTIONS) {
      const results: Record<Kind, Measured>[] = [];
      for (let run = 0; run < runs; run += 1) {
        say(`turns: ${connections} connection${connections === 1 ? "" : "s"}, run ${run + 1} of ${runs}`);
        // The side that begins changes, so that neither always has the warmer machine.
        const order: readonly Kind[] = run % 2 === 0 ? ["echo", "turn"] : ["turn", "echo"];
        const result: Partial<Record<Kind, Measured>> = {};
        for (const kind of order) result[kind] = await measureOne(product, kind, connections, seconds, run);
        const { echo, turn } = result;
        if (echo && turn) results.push({ echo, turn });
      }
      rows.push(rowOf(connections, results));
    }
    return { seconds, rows };
  } finally {
    await product.stop();
  }
}

export function turnsTable({ rows }: TurnsReport): string {
  const lines = rows.flatMap(({ connections, echo, turn, ratio, bar, met }) => [
    [`echo, ${connections}`, echo.p50, echo.p99, echo.rate, echo.cpu, "", ""],
    [
      `turn, ${connections}`,
      turn.p50,
      turn.p99,
      turn.rate,
      turn.cpu,
      `${shown(ratio.p50)} x`,
      `${met ? "met" : "not met"} (${bar} x)`,
    ],
  ]);
  return table(["connections", "p50 ms", "p99 ms", "per second", "cpu ms", "p50 ratio", "bar"], lines);
}

async function measureOne(
  product: BenchProduct,
  kind: Kind,
  connections: number,
  seconds: number,
  run: number,
): Promise<Measured> {
  const peers: Peer[] = [];
  try {
    for (let i = 0; i < connections; i += 1) {
      // New objects for every run: neither side meets a longer history than the other.
      const name = `${connections}-${run}-${i}`;
      peers.push(await (kind === "echo" ? echoPeer(product.echo, name) : turnPeer(product.origin, BENCH_BOT)));
    }
    let before: number | null = null;
    const load = await drive(peers, seconds, () => {
      before = cpuTime(product.pid);
    });
    const after = cpuTime(product.pid);
    const cpu = before === null || after === null ? null : (after - before) / load.count;
    return { p50: load.p50, p99: load.p99, rate: load.rate, cpu };
  } finally {
    for (const peer of peers) peer.close();
  }
}

function rowOf(connections: number, results: readonly Record<Kind, Measured>[]): TurnsRow {
  const medians = (kind: Kind): LoadMedians => ({
    p50: median(results.map((result) => result[kind].p50)),
    p99: median(results.map((result) => result[kind].p99)),
    rate: median(results.map((result) => result[kind].rate)),
    cpu: medianOrNull(results.map((result) => result[kind].cpu)),
  });
  const p50 = median(results.map(({ turn, echo }) => turn.p50 / echo.p50));
  const cpu = medianOrNull(results.map(({ turn, echo }) => (turn.cpu && echo.cpu ? turn.cpu / echo.cpu : null)));
  return {
    connections,
    echo: medians("echo"),
    turn: medians("turn"),
    ratio: { p50, cpu },
    bar: BAR,
    met: p50 <= BAR,
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
