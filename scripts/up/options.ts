/** What `up` is called with. */
import { parseArgs } from "node:util";
import { StartProblem } from "./problem.ts";

export interface UpOptions {
  port: number;
  /** Data folder as given. */
  data: string;
  /** Folders whose packages are mounted and watched. */
  bots: string[];
  /** Whether the example bots are mounted as well. */
  examples: boolean;
}

export const UP_USAGE = `Usage: basalt up [--port N] [--data DIR] [--bots DIR]... [--no-examples]

Runs Basalt on http://127.0.0.1:8787 with its embedded parts and the example bots.

  --port N     another port
  --data DIR   the folder that keeps everything (default: .basalt in the current folder)
  --bots DIR   mounts every package (NAME.gbai) under DIR and mounts it again when it changes; may be repeated
  --no-examples
               mounts no example bots

Environment:
  DATABASE_URL   a PostgreSQL to use in place of the embedded one
  REDIS_URL      a Redis to use in place of the embedded one
  LLM_URL, LLM_MODEL, LLM_KEY
                 the language model of all bots, in place of what their config.csv names
  OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS
                 where traces are sent
`;

/** Returns undefined when help was asked for. Throws a StartProblem with exit code 2. */
export function readUpOptions(args: readonly string[]): UpOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: "8787" },
        data: { type: "string", default: ".basalt" },
        bots: { type: "string", multiple: true, default: [] },
        "no-examples": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return undefined;
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port < 1 || port > 65_535) {
      throw new StartProblem(`--port takes a number from 1 to 65535, not "${values.port}".`, 2);
    }
    if (values.data === "") throw new StartProblem("--data takes the name of a folder.", 2);
    return { port, data: values.data, bots: values.bots, examples: !values["no-examples"] };
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    throw new StartProblem(`${error instanceof Error ? error.message : String(error)}\n\n${UP_USAGE}`, 2);
  }
}
