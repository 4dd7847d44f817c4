/** The conversation's file of a replay: what commits write stays in memory, and can be gone back to. */
import type { PageSource } from "../../basic/snapshot/pages.ts";
import type { TalkFrame, UserFrame } from "../../contracts/frames.ts";
import type { JournalEntry } from "../../contracts/journal.ts";
import type { InboxRow } from "../session/state.ts";
import type { Commit, StoredSnapshot } from "../session/store/commit.ts";
import type { TurnStore } from "../session/turn/host.ts";
import type { RecordedFrame } from "./recorded.ts";

/** What a machine needs to go on from a commit. The bytes of a page never change. */
export interface SavedMachine {
  snapshot: StoredSnapshot | null;
  pages: ReadonlyMap<number, Uint8Array>;
}

export class MemoryStore implements TurnStore {
  readonly pages: TurnStore["pages"];
  /** Called with each commit, after it was taken in; false where the turn that made it is no longer the one that runs. */
  onCommit: (commit: Commit) => void = () => {};
  isTaken: () => boolean = () => true;
  /** Of the running turn, and of those before it as they were told to the person. */
  frames: RecordedFrame[] = [];
  journal: JournalEntry[] = [];
  before: readonly RecordedFrame[] = [];
  private machine: SavedMachine = { snapshot: null, pages: new Map() };
  private readonly messages = new Map<string, InboxRow>();

  constructor() {
    const read: PageSource = (id) => this.machine.pages.get(id);
    const ids = (): ReadonlySet<number> => new Set(this.machine.pages.keys());
    this.pages = {
      get ids() {
        return ids();
      },
      read,
    };
  }

  save(): SavedMachine {
    return this.machine;
  }

  restore(machine: SavedMachine): void {
    this.machine = machine;
    this.messages.clear();
  }

  commit(commit: Commit): void {
    if (!this.isTaken()) return;
    for (const change of commit.inbox) {
      if (change.state === "done") this.messages.delete(change.id);
      else this.messages.set(change.id, { ...change });
    }
    this.frames.push(...commit.frames);
    this.journal.push(...commit.journal);
    if (commit.snapshot) {
      const { pages, ...snapshot } = commit.snapshot;
      const kept = new Map<number, Uint8Array>();
      for (const { id, bytes } of pages) {
        const page = bytes ?? this.machine.pages.get(id);
        if (page) kept.set(id, page);
      }
      this.machine = { snapshot, pages: kept };
    }
    this.onCommit(commit);
  }

  message(id: string): InboxRow | null {
    return this.messages.get(id) ?? null;
  }

  snapshot(): StoredSnapshot | null {
    return this.machine.snapshot;
  }

  said(limit: number, beforeTurn: number): { frame: TalkFrame | UserFrame }[] {
    const said: { frame: TalkFrame | UserFrame }[] = [];
    for (let i = this.before.length - 1; i >= 0 && said.length < limit; i--) {
      const frame = this.before[i]?.frame;
      if (frame && frame.turn < beforeTurn && (frame.type === "talk" || frame.type === "user")) said.push({ frame });
    }
    return said.reverse();
  }
}
