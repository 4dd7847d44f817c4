/** The Postgres behind the proxy: the embedded one, or a real one where DATABASE_URL names it. */
import type { Duplex } from "node:stream";
import type { ClientConfig } from "pg";

export interface Backend {
  kind: "embedded" | "server";
  /** How pg's own client reaches it. */
  clientConfig(): ClientConfig;
  /**
   * A session that is logged in and waits for its first command, as raw bytes of the wire protocol, with the bytes that a
   * client expects before it.
   */
  openSession(): Promise<{ stream: Duplex; greeting: Buffer }>;
  close(): Promise<void>;
}
