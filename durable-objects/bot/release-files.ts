/**
 * Tells the scripts of ON CHANGE of files that another release brings, changes or takes away: what a package's `.gbdrive`,
 * `.gbdata` and `.gbkb` show under the paths of the drive. The release of which they were told last stands in `meta`, so that
 * a crash after a switch loses nothing; each file of a switch is one event under a key of its own, raised once.
 */
import { drivePath } from "../../contracts/drive-path.ts";
import { foldPath, isUnder } from "../../contracts/event-names.ts";
import type { BotEvent, Handler } from "../../contracts/events.ts";
import type { Result } from "../../contracts/faults.ts";
import type { ReleaseFile, ReleaseManifest } from "../../contracts/release.ts";
import type { Clock } from "../../platform/clock.ts";
import { releaseLayer } from "../../platform/drive-layers.ts";
import { contentTypeOf } from "./content-type.ts";
import { watchedBy } from "./event-match.ts";
import { currentHash, currentRelease, findRelease } from "./releases.ts";
import { readMeta, writeMeta } from "./schema.ts";

/** Hash of the release of which the scripts know. */
const TOLD = "release-files";
/** The switch that they are being told of: its number, the release, and how many of its events are raised. */
const TELLING = "release-files-telling";
const RETRY_MS = 2_000;
/** Events of one alarm; the rest follows with the next. */
const AT_ONCE = 200;

type FileEvent = Extract<BotEvent, { kind: "file" }>;
interface Telling {
  number: number;
  to: string;
  raised: number;
}

export interface ReleaseFilesParts {
  sql: SqlStorage;
  clock: Clock;
  handlers(): readonly Handler[];
  raise(key: string, event: BotEvent): Promise<Result<unknown>>;
}

export class ReleaseFiles {
  private readonly parts: ReleaseFilesParts;
  private retryAt = 0;

  constructor(parts: ReleaseFilesParts) {
    this.parts = parts;
  }

  /** ms; null = the scripts know. */
  due(): number | null {
    return this.isTold() ? null : Math.max(this.retryAt, this.parts.clock.now());
  }

  /** Never rejects: it is due again after a failure. */
  async follow(): Promise<void> {
    if (this.isTold()) return;
    try {
      await this.tell();
    } catch (error) {
      console.error("scripts were not told of the files of a release", error);
      this.retryAt = this.parts.clock.now() + RETRY_MS;
    }
  }

  private isTold(): boolean {
    return readMeta(this.parts.sql, TOLD) === currentHash(this.parts.sql);
  }

  private async tell(): Promise<void> {
    const { sql, handlers, raise, clock } = this.parts;
    const now = currentRelease(sql)?.manifest;
    if (now === undefined) return;
    const told = readMeta(sql, TOLD);
    const { paths } = watchedBy(handlers());
    const before = told === null || paths.length === 0 ? undefined : findRelease(sql, told)?.manifest;
    // Of the first release everything is new, and of one that is gone nothing is known: neither is a change.
    if (before === undefined) return this.finish(now.hash);
    const events = changedFiles(before, now).filter(({ path }) => paths.some((one) => isUnder(foldPath(path), one)));
    const telling = tellingOf(sql, now.hash);
    for (const event of events.slice(telling.raised, telling.raised + AT_ONCE)) {
      const raised = await raise(`release/${telling.number}/${event.path}`, event);
      // There is room again when runs have ended; one that is refused for another reason would always be.
      if (!raised.ok && raised.code === "rate.limited") {
        this.retryAt = clock.now() + RETRY_MS;
        break;
      }
      telling.raised += 1;
    }
    writeMeta(sql, TELLING, JSON.stringify(telling));
    if (telling.raised >= events.length) this.finish(now.hash);
  }

  private finish(hash: string): void {
    const { sql } = this.parts;
    writeMeta(sql, TELLING, JSON.stringify({ ...lastTelling(sql), to: "", raised: 0 }));
    writeMeta(sql, TOLD, hash);
  }
}

/** Each switch has another number, so that its events have other keys than those of an earlier one to the same release. */
function tellingOf(sql: SqlStorage, to: string): Telling {
  const last = lastTelling(sql);
  if (last.to === to) return last;
  const telling = { number: last.number + 1, to, raised: 0 };
  writeMeta(sql, TELLING, JSON.stringify(telling));
  return telling;
}

function lastTelling(sql: SqlStorage): Telling {
  const text = readMeta(sql, TELLING);
  return text === null ? { number: 0, to: "", raised: 0 } : JSON.parse(text);
}

type Files = Pick<ReleaseManifest, "data" | "knowledge">;

/** In the order of their paths. */
function changedFiles(before: Files, now: Files): FileEvent[] {
  const [old, current] = [releaseLayer(before), releaseLayer(now)];
  const events: FileEvent[] = [];
  for (const [key, file] of current) {
    const was = old.get(key);
    if (was === undefined) events.push(eventOf("create", file));
    else if (was.hash !== file.hash) events.push(eventOf("modify", file));
  }
  for (const [key, file] of old)
    if (!current.has(key)) events.push({ ...eventOf("delete", file), size: 0, type: "", hash: "" });
  return events.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const eventOf = (change: FileEvent["change"], { path, size, hash }: ReleaseFile): FileEvent => ({
  kind: "file",
  change,
  path: drivePath(path).path ?? path,
  size,
  type: contentTypeOf(path),
  hash,
});
