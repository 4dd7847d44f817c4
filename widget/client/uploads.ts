/** Files that the person has chosen and not sent yet: each goes to the server at once, and to the bot with the next message. */
import { ApiError } from "./api.ts";
import { randomId } from "./storage.ts";

export interface ChosenFile {
  key: string;
  name: string;
  size: number;
  /** Of a picture, an address of this page's memory; "" otherwise. */
  picture: string;
  /** 0 to 1. */
  progress: number;
  state: "sending" | "done" | "failed";
  /** What the server says of a failure, for the person; "" where it could not be reached. */
  reason: string;
  /** The attachment's, once it is done. */
  id: string;
}

export interface SentName {
  id: string;
  name: string;
}

/** Sends a file; its attachment's id. Rejects with ApiError. */
export type SendFile = (file: File, onProgress: (part: number) => void, signal: AbortSignal) => Promise<string>;

/** Of one message, as the schema has it. */
const MAX_FILES = 20;

export class Uploads {
  readonly #send: SendFile;
  readonly #changed: () => void;
  readonly #files = new Map<string, { shown: ChosenFile; file: File; stop: AbortController }>();

  constructor(send: SendFile, changed: () => void) {
    this.#send = send;
    this.#changed = changed;
  }

  get files(): ChosenFile[] {
    return [...this.#files.values()].map(({ shown }) => shown);
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (this.#files.size >= MAX_FILES) break;
      const picture = file.type.startsWith("image/") ? URL.createObjectURL(file) : "";
      const { name, size } = file;
      const key = randomId();
      const shown: ChosenFile = { key, name, size, picture, progress: 0, state: "sending", reason: "", id: "" };
      this.#files.set(key, { shown, file, stop: new AbortController() });
      void this.#run(key);
    }
    this.#changed();
  }

  /** Also while it is being sent. */
  remove(key: string): void {
    const entry = this.#files.get(key);
    if (!entry) return;
    this.#files.delete(key);
    entry.stop.abort();
    if (entry.shown.picture) URL.revokeObjectURL(entry.shown.picture);
    this.#changed();
  }

  retry(key: string): void {
    this.#show(key, { state: "sending", reason: "", progress: 0 });
    void this.#run(key);
  }

  /** What the next message takes along. */
  take(): SentName[] {
    const done = this.files.filter(({ state }) => state === "done");
    for (const { key } of done) this.remove(key);
    return done.map(({ id, name }) => ({ id, name }));
  }

  clear(): void {
    for (const key of [...this.#files.keys()]) this.remove(key);
  }

  async #run(key: string): Promise<void> {
    const entry = this.#files.get(key);
    if (!entry) return;
    try {
      const id = await this.#send(entry.file, (progress) => this.#show(key, { progress }), entry.stop.signal);
      this.#show(key, { state: "done", progress: 1, id });
    } catch (error) {
      const reason = error instanceof ApiError && error.status !== 0 ? error.message : "";
      this.#show(key, { state: "failed", reason });
    }
  }

  #show(key: string, change: Partial<ChosenFile>): void {
    const entry = this.#files.get(key);
    if (!entry) return;
    entry.shown = { ...entry.shown, ...change };
    this.#changed();
  }
}
