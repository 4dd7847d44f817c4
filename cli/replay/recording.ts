/** What `basalt replay` goes through: a conversation of a server, or an exported file in a worker of its own. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import type { OpenAnswer } from "../../contracts/conversation.ts";
import { REPLAY_LIMITS, type ReplayOverview, type ReplayPosition, type ReplayState } from "../../contracts/replay.ts";
import { RefusedError, UsageError } from "../exit.ts";
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

/** The worker keeps nothing of the file but what it has in memory: it is sent first, and again where that was forgotten. */
export function recordingOfFile(server: Server, bot: string, file: string): Recording {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > REPLAY_LIMITS.fileBytes)
    throw new UsageError(`${file} is larger than the ${REPLAY_LIMITS.fileBytes / 1024 / 1024} MB that are replayed`);
  const text = readFileSync(file, "utf8");
  const hash = createHash("sha256").update(text).digest("hex");
  let isSent = false;
  const ask = async <T>(query: string): Promise<T> => {
    const route = `/api/v1/bots/${bot}/replays${query}`;
    try {
      if (isSent) return await server.json<T>(`${route}&file=${hash}`, { method: "POST" });
    } catch (error) {
      if (!(error instanceof RefusedError && error.code === "replay.file-unknown")) throw error;
    }
    const answer = await server.json<T>(route, { method: "POST", body: text, type: "application/jsonl" });
    isSent = true;
    return answer;
  };
  return {
    overview: () => allTurns((after) => ask(`?after=${after}`)),
    at: ({ turn, statement }) => ask(`?turn=${turn}&statement=${statement}`),
    fork: null,
  };
}
