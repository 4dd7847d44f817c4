// Runs what reads and makes files in threads of their own, so that a document can use up its time or memory but not the
// service's. One pool for each kind of work, with the file that its threads run.
//
// A thread's resourceLimits bound the JavaScript heap only: the buffers into which a decompressor writes lie outside it,
// and a bomb of 7 KB fills the machine with them. So a watch reads each busy thread's figures and ends it when its
// buffers outgrow their bound. Threads are kept for the next document, because loading the parsers costs more than most
// documents, but are renewed after a number of documents, after any failure and when they were idle for long.
import { Worker } from "node:worker_threads";
import type { DocumentFaultCode } from "../../contracts/gateway.ts";
import { Fault } from "./fault.ts";

const MIB = 1024 * 1024;
const WATCH_EVERY_MS = 50;
const DOCUMENTS_PER_THREAD = 100;
const IDLE_FOR_MS = 60_000;
const BUSY_RETRY_AFTER_S = 2;

export interface ThreadPoolOptions {
  readonly threads: number;
  readonly queue: number;
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

/** What a thread answers to one job. The buffers of its bytes are moved, so they must be its own. */
export type ThreadAnswer<R> =
  | { readonly ok: true; readonly value: R }
  | { readonly ok: false; readonly code: DocumentFaultCode; readonly detail: string };

export interface Place<J, R> {
  /** Waits for a thread and does the job. Rejects with a Fault. The job's bytes are moved away, not copied. */
  run(job: J): Promise<R>;
  leave(): void;
}

export interface ThreadPool<J, R> {
  /** Takes a place among the running and the waiting. Throws a Fault (503) when all are taken. */
  enter(): Place<J, R>;
  load(): { threads: number; running: number; waiting: number; places: number };
  /** Ends all threads; running jobs fail. */
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

/** `file` runs in each thread: it answers each message, a job, with one ThreadAnswer. */
export function createThreadPool<J extends { readonly bytes: Uint8Array<ArrayBuffer> }, R>(
  file: URL,
  options: ThreadPoolOptions,
): ThreadPool<J, R> {
  const idle: Thread[] = [];
  const alive = new Set<Thread>();
  const waiting: Waiting[] = [];
  const places = options.threads + options.queue;
  let taken = 0;
  let running = 0;
  let closed = false;

  function startThread(): Thread {
    const worker = new Worker(file, {
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

  async function run(job: J): Promise<R> {
    await waitForTurn();
    try {
      if (closed) throw new Fault("service.unavailable", "The gateway is shutting down.");
      const thread = takeThread();
      let answer: ThreadAnswer<R>;
      try {
        answer = await runInThread<R>(thread.worker, job, options);
      } catch (error) {
        await thread.worker.terminate();
        throw error;
      }
      putBack(thread);
      if (answer.ok) return answer.value;
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
        run,
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
function runInThread<R>(
  worker: Worker,
  job: { readonly bytes: Uint8Array<ArrayBuffer> },
  bounds: ThreadPoolOptions,
): Promise<ThreadAnswer<R>> {
  return new Promise((resolve, reject) => {
    let watching = false;
    const settle = (finish: () => void) => {
      clearTimeout(deadline);
      clearInterval(watch);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      finish();
    };
    const fail = (fault: Fault) => settle(() => reject(fault));
    const onMessage = (answer: ThreadAnswer<R>) => settle(() => resolve(answer));
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
