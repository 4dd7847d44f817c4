/** What `basalt replay` goes through: a conversation of a server, or an exported file in a worker of its own. */
import { readFileSync, statSync } from "node:fs";
import type { OpenAnswer } from "../../contracts/conversation.ts";
import { REPLAY_LIMITS, type ReplayOverview, type ReplayPosition, type ReplayState } from "../../contracts/replay.ts";
import { UsageError } from "../exit.ts";
import type { Server } from "../server.ts";

export interface Recording {
  /** All turns. */
  overview(): Promise<ReplayOverview>;
  at(position: ReplayPosition): Promise<ReplayState>;
  /** Null where there is nothing to be forked: a file has no conversation. */
  fork: ((position: ReplayPosition) => Promise<OpenAnswer>) | null;
}

/** Where a later page of an overview begins. */
async function allTurns(page: (after: number) => Promise<ReplayOverview>): Promise<ReplayOverview> {
  const first = await page(0);
  let next = first.nextAfter;
  while (next !== undefined) {
    const more = await page(next);
    first.items.push(...more.items);
    next = more.nextAfter;
  }
  return first;
}

export function recordingOf(server: Server, bot: string, id: string): Recording {
  const path = `/api/v1/bots/${bot}/conversations/${id}/replay`;
  return {
    overview: () => allTurns((after) => server.json(`${path}?after=${after}`)),
    at: ({ turn, statement }) => server.json(`${path}/${turn}/${statement}`),
    fork: (position) => server.json(`${path}/fork`, { method: "POST", body: JSON.stringify(position) }),
  };
}

/** The file goes with each question: the worker keeps nothing of it but what it has in memory. */
export function recordingOfFile(server: Server, bot: string, file: string): Recording {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > REPLAY_LIMITS.recordingBytes)
    throw new UsageError(`${file} is larger than the recordings that are replayed`);
  const text = readFileSync(file, "utf8");
  const ask = <T>(query: string): Promise<T> =>
    server.json(`/api/v1/bots/${bot}/replays${query}`, { method: "POST", body: text, type: "application/jsonl" });
  return {
    overview: () => allTurns((after) => ask(`?after=${after}`)),
    at: ({ turn, statement }) => ask(`?turn=${turn}&statement=${statement}`),
    fork: null,
  };
}
