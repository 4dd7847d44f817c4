// Runs extractions in threads of their own, so that a document can use up its time or memory but not the service's.
//
// A thread's resourceLimits bound the JavaScript heap only: the buffers into which a decompressor writes lie outside it,
// and a bomb of 7 KB fills the machine with them. So a watch reads each busy thread's figures and ends it when its
// buffers outgrow their bound. Threads are kept for the next document, because loading the parsers costs more than most
// documents, but are renewed after a number of documents, after any failure and when they were idle for long.
import { Worker } from "node:worker_threads";
import type { DocumentType, ExtractOptions } from "../../../contracts/gateway.ts";
import { Fault } from "../fault.ts";
import type { ThreadAnswer } from "./extraction-thread.ts";

const MIB = 1024 * 1024;
const WATCH_EVERY_MS = 50;
const DOCUMENTS_PER_THREAD = 100;
const IDLE_FOR_MS = 60_000;
const BUSY_RETRY_AFTER_S = 2;

export interface ExtractionPoolOptions {
  readonly threads: number;
  readonly queue: number;
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

export interface ExtractionInput {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string | undefined;
  readonly fileName: string | undefined;
  readonly options: ExtractOptions;
}

/** `json` is an ExtractedDocument, written in the thread to keep that work off the service's own. */
export interface ExtractionResult {
  readonly type: DocumentType;
  readonly pages: number;
  readonly json: Uint8Array<ArrayBuffer>;
}

export interface ExtractionPlace {
  /** Waits for a thread and extracts. Rejects with a Fault. The bytes are moved away, not copied. */
  extract(input: ExtractionInput): Promise<ExtractionResult>;
  leave(): void;
}

export interface ExtractionPool {
  /** Takes a place among the running and the waiting. Throws a Fault (503) when all are taken. */
  enter(): ExtractionPlace;
  load(): { threads: number; running: number; waiting: number; places: number };
  /** Ends all threads; running extractions fail. */
  close(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  documents: number;
  idleTimer: NodeJS.Timeout | undefined;
}

interface Waiting {
  readonly start: () => void;
}

export function createExtractionPool(options: ExtractionPoolOptions): ExtractionPool {
  const idle: Thread[] = [];
  const alive = new Set<Thread>();
  const waiting: Waiting[] = [];
  const places = options.threads + options.queue;
  let taken = 0;
  let running = 0;
  let closed = false;

  function startThread(): Thread {
    const worker = new Worker(new URL("./extraction-thread.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
      // A parser's own chatter must not mix with the structured log, nor may it read the environment.
      stdout: true,
      stderr: true,
      env: {},
    });
    worker.stdout.resume();
    worker.stderr.resume();
    worker.unref();
    // An error without a listener would end the service; a job has its own listener, this one is for idle threads.
    worker.on("error", () => undefined);
    const thread: Thread = { worker, documents: 0, idleTimer: undefined };
    alive.add(thread);
    worker.once("exit", () => {
      alive.delete(thread);
      clearTimeout(thread.idleTimer);
      const position = idle.indexOf(thread);
      if (position >= 0) idle.splice(position, 1);
    });
    return thread;
  }

  function takeThread(): Thread {
    const thread = idle.pop() ?? startThread();
    clearTimeout(thread.idleTimer);
    return thread;
  }

  function putBack(thread: Thread): void {
    thread.documents += 1;
    if (closed || thread.documents >= DOCUMENTS_PER_THREAD) {
      void thread.worker.terminate();
      return;
    }
    thread.idleTimer = setTimeout(() => void thread.worker.terminate(), IDLE_FOR_MS).unref();
    idle.push(thread);
  }

  async function waitForTurn(): Promise<void> {
    if (running >= options.threads) await new Promise<void>((start) => waiting.push({ start }));
    else running += 1;
  }

  /** Hands the turn to the next in line, or gives it back. */
  function endTurn(): void {
    const next = waiting.shift();
    if (next) next.start();
    else running -= 1;
  }

  async function extract(input: ExtractionInput): Promise<ExtractionResult> {
    await waitForTurn();
    try {
      if (closed) throw new Fault("service.unavailable", "The gateway is shutting down.");
      const thread = takeThread();
      let answer: ThreadAnswer;
      try {
        answer = await runInThread(thread.worker, input, options);
      } catch (error) {
        await thread.worker.terminate();
        throw error;
      }
      putBack(thread);
      if (answer.ok) return { type: answer.type, pages: answer.pages, json: answer.json };
      throw new Fault(answer.code, answer.detail);
    } finally {
      endTurn();
    }
  }

  return {
    enter() {
      if (closed) throw new Fault("service.unavailable", "The gateway is shutting down.");
      if (taken >= places) {
        throw new Fault("service.unavailable", "All places for documents are taken; try again in a moment.", {
          reason: "queue-full",
          retryAfterS: BUSY_RETRY_AFTER_S,
        });
      }
      taken += 1;
      let left = false;
      return {
        extract,
        leave() {
          if (!left) taken -= 1;
          left = true;
        },
      };
    },
    load: () => ({ threads: options.threads, running, waiting: waiting.length, places }),
    async close() {
      closed = true;
      for (const next of waiting.splice(0)) next.start();
      await Promise.all([...alive].map((thread) => thread.worker.terminate()));
    },
  };
}

/** One document in one thread. Rejects with a Fault when the thread ends, takes too long or takes too much. */
function runInThread(worker: Worker, job: ExtractionInput, bounds: ExtractionPoolOptions): Promise<ThreadAnswer> {
  return new Promise((resolve, reject) => {
    let watching = false;
    const settle = (finish: () => void) => {
      clearTimeout(deadline);
      clearInterval(watch);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      finish();
    };
    const fail = (fault: Fault) => settle(() => reject(fault));
    const onMessage = (answer: ThreadAnswer) => settle(() => resolve(answer));
    const onError = (error: Error & { code?: string }) => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") fail(tooMuchMemory(bounds.memoryMb));
      else
        fail(
          new Fault("document.broken", "The document made its reader fail.", { reason: `thread-error: ${error.name}` }),
        );
    };
    const onExit = () =>
      fail(new Fault("internal", "The extraction ended before its result.", { reason: "thread-exit" }));
    const deadline = setTimeout(() => {
      const seconds = bounds.timeoutMs / 1000;
      fail(
        new Fault("document.too-complex", `Reading the document took longer than ${seconds} s.`, {
          reason: "thread-timeout",
        }),
      );
    }, bounds.timeoutMs);
    const watch = setInterval(async () => {
      if (watching) return;
      watching = true;
      try {
        const figures = await worker.getHeapStatistics();
        if (figures.external_memory > bounds.memoryMb * MIB) fail(tooMuchMemory(bounds.memoryMb));
      } catch {
        // The thread has just ended; its exit is reported by itself.
      } finally {
        watching = false;
      }
    }, WATCH_EVERY_MS);
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(job, [job.bytes.buffer]);
  });
}

function tooMuchMemory(memoryMb: number): Fault {
  return new Fault("document.too-complex", `Reading the document takes more than ${memoryMb} MB of memory.`, {
    reason: "thread-memory",
  });
}
