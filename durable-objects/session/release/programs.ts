/** Compiled programs of the isolate, by content hash: immutable, so every conversation shares them. */
import { decodeProgram } from "../../../basic/index.ts";
import type { Program } from "../../../basic/program.ts";
import { programKey, sharedProgramKey } from "../../../contracts/release.ts";
import type { PinnedRelease } from "../state.ts";

/** Bounds of the cache; the least recently used goes first. */
const MAX_PROGRAMS = 512;
const MAX_BYTES = 32 * 1024 * 1024;

const cache = new Map<string, { program: Program; bytes: number }>();
let cachedBytes = 0;

/** The scripts of a release that compiled, and how to come by them. */
export class Programs {
  private readonly files: R2Bucket;
  private readonly tenant: string;
  private readonly bot: string;
  private readonly hashes = new Map<string, string>();
  /** Held for the conversation's waking time, so that a full cache cannot take a program away in the middle of a turn. */
  private readonly held = new Map<string, Program>();

  constructor(files: R2Bucket, tenant: string, release: PinnedRelease) {
    this.files = files;
    this.tenant = tenant;
    this.bot = release.bot;
    for (const script of release.scripts) {
      if (script.program) this.hashes.set(script.name, script.program);
    }
  }

  /** Hash of a script's program; undefined when the release has no such script, or it did not compile. */
  hash(name: string): string | undefined {
    return this.hashes.get(name);
  }

  /** A program that is in memory already. */
  ready(hash: string): Program | null {
    const held = this.held.get(hash) ?? touch(hash);
    if (held) this.held.set(hash, held);
    return held;
  }

  /** A sibling that CALL names; null when it is not there. `loadAll` makes sure that it is in memory. */
  sibling(name: string): Program | null {
    const hash = this.hashes.get(name.toLowerCase().replace(/\.bas$/, ""));
    return hash ? this.ready(hash) : null;
  }

  async load(hash: string): Promise<Program> {
    const ready = this.ready(hash);
    if (ready) return ready;
    const object =
      (await this.files.get(programKey(this.tenant, this.bot, hash))) ??
      (await this.files.get(sharedProgramKey(this.tenant, hash)));
    if (!object) throw new Error(`program ${hash} is not in object storage`);
    const bytes = new Uint8Array(await object.arrayBuffer());
    // Decoding verifies the code: a damaged or foreign blob is refused here and never run.
    const program = decodeProgram(bytes);
    if (program.hash !== hash) throw new Error(`object storage holds another program under ${hash}`);
    keep(hash, program, bytes.byteLength);
    this.held.set(hash, program);
    return program;
  }

  /** Those of the release; `loadAll` makes sure that they are in memory. */
  all(): Program[] {
    return [...new Set(this.hashes.values())].flatMap((hash) => this.ready(hash) ?? []);
  }

  /** All programs of the release, for a script that may CALL any of them. */
  async loadAll(): Promise<void> {
    await Promise.all([...this.hashes.values()].map((hash) => this.load(hash)));
  }
}

function touch(hash: string): Program | null {
  const entry = cache.get(hash);
  if (!entry) return null;
  cache.delete(hash);
  cache.set(hash, entry);
  return entry.program;
}

function keep(hash: string, program: Program, bytes: number): void {
  if (cache.has(hash)) return;
  cache.set(hash, { program, bytes });
  cachedBytes += bytes;
  for (const [oldest, entry] of cache) {
    if (cache.size <= MAX_PROGRAMS && cachedBytes <= MAX_BYTES) break;
    cache.delete(oldest);
    cachedBytes -= entry.bytes;
  }
}
