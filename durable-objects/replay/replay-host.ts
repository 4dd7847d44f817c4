/**
 * What a turn sees when it is run again: its own release and state, a recording in place of the world, and object storage
 * that can be read and never written.
 */
import type { Machine } from "../../basic/machine.ts";
import type { DurableFrame } from "../../contracts/frames.ts";
import { blobKey } from "../../contracts/release.ts";
import type { Env } from "../env.ts";
import { readConfig, type SessionConfig } from "../session/config.ts";
import { Programs } from "../session/release/programs.ts";
import { Purse } from "../session/spending/purse.ts";
import type { Identity, PinnedRelease, SessionState } from "../session/state.ts";
import { WHOLE } from "../session/test-switch.ts";
import type { LiveScript, TurnHost } from "../session/turn/host.ts";
import type { Recording } from "../session/turn/recording.ts";
import { MemoryStore } from "./memory-store.ts";
import { ReplayClock } from "./replay-clock.ts";

export class ReplayHost implements TurnHost {
  readonly tracer = null;
  readonly receipts = null;
  readonly env: Env;
  readonly clock = new ReplayClock();
  readonly store = new MemoryStore();
  readonly test = WHOLE;
  readonly identity: Identity;
  readonly purse: Purse;
  release: PinnedRelease;
  config: SessionConfig;
  programs: Programs;
  state: SessionState;
  begun = true;
  live: LiveScript | null = null;
  onWarning: TurnHost["onWarning"] = null;
  watch: ((machine: Machine) => Machine) | null = null;
  recording: Recording | null = null;
  seed: () => number = () => 0;
  /** A release that the conversation met. */
  releaseOf: (hash: string) => Promise<PinnedRelease | null> = async () => null;

  constructor(env: Env, identity: Identity, release: PinnedRelease, state: SessionState) {
    this.env = closedWorld(env, identity.key.tenant);
    this.identity = identity;
    this.purse = new Purse(this.env, identity);
    this.state = state;
    this.release = release;
    this.config = readConfig(release, this.env);
    this.programs = this.programsOf(release);
  }

  /** The conversation is pinned to another release from here on. */
  pin(release: PinnedRelease): void {
    if (release.hash === this.release.hash) return;
    this.release = release;
    this.config = readConfig(release, this.env);
    this.programs = this.programsOf(release);
  }

  async newerRelease(): Promise<PinnedRelease | null> {
    const met = this.recording?.released?.() ?? null;
    return met === null ? null : this.releaseOf(met.to);
  }

  private programsOf(release: PinnedRelease): Programs {
    return new Programs(this.env.FILES, this.identity.key.tenant, release);
  }

  deliver(_: DurableFrame[]): void {}
  acknowledge(): void {}
  waiting(): [] {
    return [];
  }
  nextDue(): null {
    return null;
  }
  working(): void {}
  stream(): void {}
}

/**
 * Settings as they are, object storage to be read, and nothing else: whoever reached for an object, a queue or an address
 * in a replay would find none.
 */
function closedWorld(env: Env, tenant: string): Env {
  const settings = Object.entries(env).filter(([, value]) => typeof value === "string");
  // Large values of a replayed turn. They have hashes for names, so what is there already is the same.
  const written = new Map<string, Uint8Array>();
  const prefix = blobKey(tenant, "");
  const files = {
    async get(key: string) {
      const own = written.get(key);
      if (!own) return env.FILES.get(key);
      return { arrayBuffer: async () => new Uint8Array(own).buffer };
    },
    async head(key: string) {
      return written.has(key) ? { key } : env.FILES.head(key);
    },
    async put(key: string, value: Uint8Array) {
      if (!key.startsWith(prefix.slice(0, prefix.indexOf("/blobs")))) throw new Error("a replay keeps nothing");
      written.set(key, value);
    },
  };
  // Only what turns use of the bucket; the type has far more.
  return { ...Object.fromEntries(settings), FILES: files as unknown as R2Bucket } as Env;
}
