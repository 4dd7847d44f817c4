/** The log of the edge: what workerd, Miniflare and the worker itself have to say, in one file of bounded size. */
import fs from "node:fs";
import path from "node:path";
import { Log, LogLevel } from "miniflare";

export interface EdgeLog {
  file: string;
  line(text: string): void;
  close(): void;
}

const LOG_LIMIT_BYTES = 8 * 1024 * 1024;

export function openEdgeLog(folder: string): EdgeLog {
  const file = path.join(folder, "edge.log");
  if (fs.existsSync(file) && fs.statSync(file).size > LOG_LIMIT_BYTES) fs.renameSync(file, `${file}.1`);
  let handle: number | undefined = fs.openSync(file, "a", 0o600);
  let size = fs.fstatSync(handle).size;
  return {
    file,
    line(text) {
      if (handle === undefined) return;
      const line = `${new Date().toISOString()} ${text.trimEnd()}\n`;
      size += line.length;
      if (size > LOG_LIMIT_BYTES) {
        fs.closeSync(handle);
        fs.renameSync(file, `${file}.1`);
        handle = fs.openSync(file, "a", 0o600);
        size = line.length;
      }
      fs.writeSync(handle, line);
    },
    close() {
      if (handle !== undefined) fs.closeSync(handle);
      handle = undefined;
    },
  };
}

/** Miniflare's own messages go to the log, not to the terminal. */
export class FileLog extends Log {
  readonly #log: EdgeLog;

  constructor(log: EdgeLog) {
    super(LogLevel.WARN);
    this.#log = log;
  }

  protected override log(message: string): void {
    this.#log.line(message);
  }
}
