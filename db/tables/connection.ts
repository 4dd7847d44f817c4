/**
 * The way to the tables that bots keep in PostgreSQL: transactions in which one statement follows from the rows of another,
 * over a web socket as Neon's driver opens it. Each one first takes the role `basalt_app` and names tenant and bot, from
 * which the policies and the defaults of the columns are made (migration 0005): without them it sees nothing.
 */
import { Client, neonConfig } from "@neondatabase/serverless";
import type { DatabaseSettings } from "../client.ts";

export type StoredValue = string | number | null;
export type StoredRow = Record<string, StoredValue>;
/** `?` stands for a binding. */
export type Query = (text: string, bindings: readonly StoredValue[]) => Promise<StoredRow[]>;

/** `snapshot`: all statements read what was there at the first one. */
export type TransactionKind = "read" | "snapshot" | "write" | "try";

export interface BotTables {
  /**
   * Runs `work` in a transaction of this bot; those of one bot that write come one after the other. An error takes
   * everything back. `try` is taken back in any case.
   */
  transaction<T>(kind: TransactionKind, work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const BEGIN: Readonly<Record<TransactionKind, string>> = {
  read: "BEGIN READ ONLY",
  snapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
  write: "BEGIN",
  try: "BEGIN",
};
const STATEMENT_MS = 30_000;
const CONNECT_MS = 10_000;
/** An open connection keeps its object awake, and a server has few. */
const IDLE_MS = 10_000;
/** PostgreSQL's number of the type bigint, which the driver would give as text. */
const BIGINT = 20;

/** Opens a connection at the first transaction, and another one where that was lost. */
export function openBotTables(settings: DatabaseSettings, tenant: string, bot: string): BotTables {
  if (settings.proxy) {
    const { proxy } = settings;
    // Process-wide in the driver: a process talks to one proxy or to none. The proxy speaks plain web socket at /v1.
    neonConfig.wsProxy = () => `${proxy}/v1`;
    neonConfig.useSecureWebSocket = false;
    neonConfig.pipelineConnect = false;
  }
  let client: Client | null = null;
  /** One connection carries one transaction at a time. */
  let last: Promise<unknown> = Promise.resolve();

  const connected = async (): Promise<Client> => {
    if (client !== null) return client;
    const made = new Client({ connectionString: settings.url, connectionTimeoutMillis: CONNECT_MS });
    made.on("error", () => {
      if (client === made) client = null;
    });
    await made.connect();
    client = made;
    return made;
  };

  const query =
    (over: Client): Query =>
    async (text, bindings) => {
      const result = await over.query({ text: numbered(text), values: [...bindings] });
      const bigints = result.fields.filter(({ dataTypeID }) => dataTypeID === BIGINT).map(({ name }) => name);
      const rows: StoredRow[] = result.rows;
      for (const name of bigints) for (const row of rows) row[name] = row[name] == null ? null : Number(row[name]);
      return rows;
    };

  /** A connection that was lost while nobody used it is replaced. */
  const begun = async (text: string): Promise<Client> => {
    const known = client;
    const over = await connected();
    try {
      await over.query(text);
      return over;
    } catch (error) {
      if (client === over) client = null;
      over.end().catch(() => {});
      if (known === null) throw error;
      return begun(text);
    }
  };

  let idle: ReturnType<typeof setTimeout> | undefined;
  const rest = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => void close().catch(() => {}), IDLE_MS);
  };

  /** Behind what is under way, so that nobody loses the connection under a transaction. */
  function close(): Promise<void> {
    clearTimeout(idle);
    const closed = last.then(async () => {
      const open = client;
      client = null;
      await open?.end();
    });
    last = closed.catch(() => {});
    return closed;
  }

  async function run<T>(kind: TransactionKind, work: (query: Query) => Promise<T>): Promise<T> {
    const over = await begun(BEGIN[kind]);
    try {
      await over.query("SET LOCAL ROLE basalt_app");
      await over.query({
        text: "SELECT set_config('basalt.tenant', $1, true), set_config('basalt.bot', $2, true), set_config('search_path', 'bot_data', true), set_config('statement_timeout', $3, true)",
        values: [tenant, bot, String(STATEMENT_MS)],
      });
      if (kind === "write" || kind === "try")
        await over.query({
          text: "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
          values: [`bot_data ${tenant}/${bot}`],
        });
      const result = await work(query(over));
      await over.query(kind === "try" ? "ROLLBACK" : "COMMIT");
      return result;
    } catch (error) {
      // A connection on which nothing can be taken back any more is given up.
      await over.query("ROLLBACK").catch(() => {
        if (client === over) client = null;
        return over.end().catch(() => {});
      });
      throw error;
    }
  }

  return {
    transaction(kind, work) {
      const done = last.then(() => run(kind, work));
      last = done.catch(() => {}).then(rest);
      return done;
    },
    close,
  };
}

/** `?` outside of quotes becomes `$1`, `$2` and so on. */
export function numbered(text: string): string {
  let count = 0;
  return text.replace(/'[^']*'|\?/g, (found) => (found === "?" ? `$${++count}` : found));
}
