// Puts the gateway together from its configuration, and takes it apart again without losing a call that runs.
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { createApp } from "./app.ts";
import { openReplayLedger, type ReplayLedger } from "./auth/replay-ledger.ts";
import { createTokenVerifier } from "./auth/verify-token.ts";
import { ConfigError, type GatewayConfig } from "./config.ts";
import { createExtractionPool } from "./documents/extraction-pool.ts";
import type { Logger } from "./log.ts";
import { createPdfPool } from "./pdf/pdf-pool.ts";
import { createSheetPool } from "./sheets/sheet-pool.ts";
import { createWebPool } from "./web/web-pool.ts";

const DRAIN_MS = 8_000;
const SWEEP_EVERY_MS = 50;

export interface GatewayService {
  readonly port: number;
  /** Takes no new calls, waits up to 8 s for the running ones, then ends all. */
  close(): Promise<void>;
}

/** Rejects with a ConfigError when the state folder cannot be written or the port cannot be had. */
export async function startService(config: GatewayConfig, log: Logger): Promise<GatewayService> {
  const ledger = openLedger(config);
  if (ledger.fresh !== null) log.warn({ why: ledger.fresh }, "tokens issued before this start are refused");
  const pool = createExtractionPool(config.documents);
  const verifyToken = createTokenVerifier(config);
  const sheets = createSheetPool(config.documents);
  const pdfs = createPdfPool(config.documents);
  const web = createWebPool(config.documents);
  const app = createApp({
    log,
    pool,
    sheets,
    pdfs,
    web,
    ledger,
    verifyToken,
    maxBodyBytes: config.maxBodyBytes,
    now: Date.now,
  });
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      headersTimeout: 10_000,
      requestTimeout: 120_000,
      keepAliveTimeout: 30_000,
      maxHeaderSize: 16 * 1024,
    },
  });
  let port: number;
  try {
    port = await listen(server, config);
  } catch (error) {
    ledger.close();
    throw error;
  }
  return {
    port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A connection whose call has just been answered is idle and kept alive; nobody else closes it.
      const sweep = setInterval(() => {
        if ("closeIdleConnections" in server) server.closeIdleConnections();
      }, SWEEP_EVERY_MS);
      const timer = setTimeout(() => {
        log.warn("calls that were still running were cut off");
        if ("closeAllConnections" in server) server.closeAllConnections();
      }, DRAIN_MS);
      await closed;
      clearInterval(sweep);
      clearTimeout(timer);
      await Promise.all([pool.close(), sheets.close(), pdfs.close(), web.close()]);
      ledger.close();
    },
  };
}

function openLedger(config: GatewayConfig): ReplayLedger {
  try {
    return openReplayLedger({
      folder: config.stateFolder,
      clockToleranceS: config.clockToleranceS,
      startedAt: Date.now(),
    });
  } catch (error) {
    const cause = error instanceof Error ? error.message : "unknown cause";
    throw new ConfigError([`BASALT_GATEWAY_STATE: the folder ${config.stateFolder} cannot be used (${cause}).`]);
  }
}

function listen(server: ServerType, config: GatewayConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const cause = error.code === "EADDRINUSE" ? "the port is in use by another program" : error.message;
      reject(new ConfigError([`The gateway cannot listen on ${config.host}:${config.port}: ${cause}.`]));
    });
    server.listen(config.port, config.host, () => {
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : config.port);
    });
  });
}
