// Structured logs, one JSON object a line on stdout. What is logged is chosen field by field: no headers, no token, no body.
import { type Logger, pino } from "pino";

export type { Logger };

export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { service: "gpu-gateway" },
    timestamp: pino.stdTimeFunctions.isoTime,
    // Nothing below is logged on purpose; this is the second line of defence.
    redact: { paths: ["authorization", "headers", "*.authorization", "*.headers", "token", "*.token"], remove: true },
  });
}

/** The extension of a file name, as far as it is a plain one; the rest of a name may tell who somebody is. */
export function loggedExtension(fileName: string | undefined): string | undefined {
  return fileName === undefined ? undefined : /\.([A-Za-z0-9]{1,8})$/.exec(fileName)?.[1]?.toLowerCase();
}
