/** A real PostgreSQL behind the proxy. */
import type { Duplex } from "node:stream";
import pg from "pg";
import type { Backend } from "./backend.ts";
import { greeting } from "./wire.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 60_000;
const IDLE_IN_TRANSACTION_MS = 15_000;

/** `url`: postgresql://USER:PASSWORD@HOST:PORT/DATABASE. Connects only when asked for a session. */
export function postgresBackend(url: string): Backend {
  const config: pg.ClientConfig = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    application_name: "basalt",
  };
  return {
    kind: "server",
    clientConfig: () => config,
    openSession: async () => {
      const client: pg.Client & Partial<WithConnection> = new pg.Client(config);
      const { connection } = client;
      if (connection === undefined) throw new Error("this version of pg keeps its connection to itself");
      const parameters = new Map<string, string>();
      connection.on("parameterStatus", ({ parameterName, parameterValue }) =>
        parameters.set(parameterName, parameterValue),
      );
      await client.connect();
      // pg has logged in, with whatever method the server asks for. From here its socket belongs to the proxied client.
      const { stream } = connection;
      stream.removeAllListeners();
      return { stream, greeting: greeting(parameters) };
    },
    close: async () => {},
  };
}

/** pg's own connection object: there since pg 6 and used by pg-native-like drivers, but not in its type declarations. */
interface WithConnection {
  connection: {
    stream: Duplex;
    on(event: "parameterStatus", listener: (message: { parameterName: string; parameterValue: string }) => void): void;
  };
}
