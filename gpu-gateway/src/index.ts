// The GPU gateway: a Node service for what a Worker cannot do. It is reached by signed calls of the worker only, keeps no
// data of its own besides the ledger of used tokens, and is configured by BASALT_GATEWAY_* variables (see config.ts).
// Run it with `node gpu-gateway/src/index.ts`. Exit status: 0 after a drain, 1 when cut short, 3 for a wrong configuration.
import { ConfigError, readConfig } from "./config.ts";
import { createLogger } from "./log.ts";
import { type GatewayService, startService } from "./service.ts";

const EXIT_CUT_SHORT = 1;
const EXIT_CONFIGURATION = 3;

function refuse(error: ConfigError): never {
  for (const mistake of error.mistakes) process.stderr.write(`${mistake}\n`);
  process.exit(EXIT_CONFIGURATION);
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger(config.logLevel);
  const service = await startService(config, log);
  log.info({ host: config.host, port: service.port, pid: process.pid }, "listening");
  stopOnSignal(service, (why) => log.info({ why }, "stopping"));
}

/** The first signal drains, the second one ends at once. A gateway that was forked by another program ends with it. */
function stopOnSignal(service: GatewayService, tell: (why: string) => void): void {
  let stopping = false;
  const stop = (why: string) => {
    if (stopping) process.exit(EXIT_CUT_SHORT);
    stopping = true;
    tell(why);
    void service.close().then(() => process.exit(0));
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("disconnect", () => stop("the parent process ended"));
}

try {
  await main();
} catch (error) {
  if (error instanceof ConfigError) refuse(error);
  throw error;
}
