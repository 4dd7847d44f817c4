/**
 * Replays of one conversation (object name `tenant/bot/conversation`), or of a file of one. It keeps nothing: what it has
 * in memory is made again from the recording when the object was away. Wiring only; the work is in replay/.
 */
import { DurableObject } from "cloudflare:workers";
import type { TurnAnswer } from "../contracts/conversation.ts";
import { fail, ok, type Result } from "../contracts/faults.ts";
import type { ReplayApi, ReplaySource } from "../contracts/objects.ts";
import type {
  ForkRequest,
  Rehearsed,
  ReplayOverview,
  ReplayPosition,
  ReplayState,
  Transcript,
} from "../contracts/replay.ts";
import { systemClock } from "../platform/clock.ts";
import type { Env } from "./env.ts";
import { botObject, sessionObject } from "./objects.ts";
import { Explorer } from "./replay/explorer.ts";
import { forkAt } from "./replay/fork.ts";
import { oneAtATime } from "./replay/one-at-a-time.ts";
import { type Recorded, readRecorded } from "./replay/recorded.ts";
import { rehearse } from "./replay/rehearse.ts";
import { fetchRecorded, Releases } from "./replay/source.ts";
import { recordTranscript } from "./replay/transcript.ts";

/** What is held in memory goes after this time, even where the object stays. */
const HOLD_MS = 300_000;

interface Held {
  explorer: Explorer;
  /** Of a file: the bot's current release, which it is replayed with. */
  release: string | null;
  until: number;
}

export class ReplayObject extends DurableObject<Env> implements ReplayApi {
  private held: Held | null = null;

  async overview(source: ReplaySource, after: number, limit: number): Promise<Result<ReplayOverview>> {
    return this.explore(source, (explorer) => explorer.overview(after, limit));
  }

  async at(source: ReplaySource, position: ReplayPosition): Promise<Result<ReplayState>> {
    return this.explore(source, (explorer) => explorer.at(position));
  }

  async fork(source: ReplaySource, position: ForkRequest, conversation: string): Promise<Result<TurnAnswer>> {
    if (source.file !== undefined) return fail("request.invalid", "Only a conversation of this server can be forked.");
    const key = { ...source.key, conversation };
    const seed = await this.explore(source, (explorer) => forkAt(explorer, position, key));
    return seed.ok ? sessionObject(this.env, key).fork(seed.value) : seed;
  }

  async transcript(source: ReplaySource, name: string): Promise<Result<Transcript>> {
    return oneAtATime(async () => {
      const recorded = await this.read(source);
      if (!recorded.ok) return recorded;
      const releases = new Releases(this.env, source.key);
      return recordTranscript(this.parts(source, recorded.value, releases), name);
    });
  }

  async rehearse(
    source: ReplaySource,
    release: string | null,
    transcript: Transcript | null,
  ): Promise<Result<Rehearsed>> {
    const { key } = source;
    const releases = new Releases(this.env, key);
    const candidate = release === null ? await botObject(this.env, key).current() : await releases.manifest(release);
    if (!candidate.ok) return candidate;
    const recorded = transcript ? ok(transcript) : await this.transcript(source, key.conversation);
    if (!recorded.ok) return recorded;
    return oneAtATime(() => rehearse(this.env, key.tenant, recorded.value, candidate.value));
  }

  private async explore<T>(source: ReplaySource, work: (explorer: Explorer) => Promise<Result<T>>): Promise<Result<T>> {
    return oneAtATime(async () => {
      const explorer = await this.explorer(source);
      return explorer.ok ? work(explorer.value) : explorer;
    });
  }

  /** The one of the question before, where nothing has happened in the conversation since. */
  private async explorer(source: ReplaySource): Promise<Result<Explorer>> {
    const { held } = this;
    const now = systemClock.now();
    if (held && held.until > now && (await this.isCurrent(source, held))) {
      held.until = now + HOLD_MS;
      return ok(held.explorer);
    }
    this.held = null;
    const recorded = await this.read(source);
    if (!recorded.ok) return recorded;
    const release = source.file === undefined ? null : await botObject(this.env, source.key).currentHash();
    const releases = new Releases(this.env, source.key);
    const made = await Explorer.open(this.parts(source, recorded.value, releases), releases);
    if (made.ok) this.held = { explorer: made.value, release, until: now + HOLD_MS };
    return made;
  }

  private async isCurrent(source: ReplaySource, { explorer, release }: Held): Promise<boolean> {
    // The object of a file is named by the file's hash.
    if (source.file !== undefined) return (await botObject(this.env, source.key).currentHash()) === release;
    const later = await sessionObject(this.env, source.key).journal(explorer.recorded.entries, 1);
    return later.ok && later.value.items.length === 0;
  }

  private async read(source: ReplaySource): Promise<Result<Recorded>> {
    const { file, key } = source;
    if (file === null)
      return fail("replay.file-unknown", "This file is not in memory here (any more): send it as the body.");
    if (file === undefined) return fetchRecorded(this.env, key);
    const recorded = readRecorded(file);
    // Whatever tenant the file names: programs are those of whoever asks.
    if (recorded.ok) recorded.value.header.tenant = key.tenant;
    return recorded;
  }

  private parts(source: ReplaySource, recorded: Recorded, releases: Releases) {
    // A file is replayed with the release that is current here: the one that it names lies on another server.
    const manifest = (hash: string) =>
      source.file === undefined ? releases.manifest(hash) : botObject(this.env, source.key).current();
    return { env: this.env, recorded, release: manifest };
  }
}
