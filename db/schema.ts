/**
 * The control plane and the history in Postgres. Nothing here stands on the path of a message: conversations live in
 * their objects, and what is kept here of them is projected afterwards.
 *
 * Every table of a tenant carries `tenant_id` and a policy that shows a transaction only the rows of the tenant it named
 * (`db/client.ts`). The policies are forced, and the role `basalt_app` that queries run under owns nothing.
 */
import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgRole,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";

export const appRole = pgRole("basalt_app").existing();
/** Reads the table of hosts, across tenants, and nothing else: the edge copies it to its own store. */
export const edgeRole = pgRole("basalt_edge").existing();

/** The tenant that the transaction named; null when it named none, which matches no row. */
const currentTenant = sql`current_setting('basalt.tenant', true)`;
const ofTenant = (column: string) =>
  pgPolicy("tenant_rows", {
    for: "all",
    to: appRole,
    using: sql`${sql.identifier(column)} = ${currentTenant}`,
    withCheck: sql`${sql.identifier(column)} = ${currentTenant}`,
  });

const created = () => timestamp("created_at", { withTimezone: true }).notNull().defaultNow();

export const tenants = pgTable(
  "tenants",
  { id: text("id").primaryKey(), name: text("name").notNull(), createdAt: created() },
  () => [ofTenant("id")],
).enableRLS();

/** Which tenant a host name belongs to: the source from which the edge's key-value table is filled. */
export const hosts = pgTable(
  "hosts",
  {
    host: text("host").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id, { onDelete: "cascade" }),
    createdAt: created(),
  },
  (t) => [
    index("hosts_tenant").on(t.tenantId),
    ofTenant("tenant_id"),
    pgPolicy("edge_reads", { for: "select", to: edgeRole, using: sql`true` }),
  ],
).enableRLS();

export const bots = pgTable(
  "bots",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    createdAt: created(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.name] }), ofTenant("tenant_id")],
).enableRLS();

export const releases = pgTable(
  "releases",
  {
    tenantId: text("tenant_id").notNull(),
    bot: text("bot").notNull(),
    hash: text("hash").notNull(),
    createdAt: created(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.bot, t.hash] }),
    foreignKey({ columns: [t.tenantId, t.bot], foreignColumns: [bots.tenantId, bots.name] }).onDelete("cascade"),
    ofTenant("tenant_id"),
  ],
).enableRLS();

export const conversations = pgTable(
  "conversations",
  {
    tenantId: text("tenant_id").notNull(),
    bot: text("bot").notNull(),
    id: text("id").notNull(),
    channel: text("channel").notNull(),
    release: text("release").notNull(),
    state: text("state").notNull(),
    /** Highest frame number stored in `messages`. */
    lastSeq: integer("last_seq").notNull(),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.bot, t.id] }),
    index("conversations_recent").on(t.tenantId, t.bot, t.updatedAt.desc()),
    ofTenant("tenant_id"),
  ],
).enableRLS();

export const messages = pgTable(
  "messages",
  {
    tenantId: text("tenant_id").notNull(),
    bot: text("bot").notNull(),
    conversationId: text("conversation_id").notNull(),
    seq: integer("seq").notNull(),
    turn: integer("turn").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull(),
    /** Frame type, and who spoke: user, bot, system. */
    type: text("type").notNull(),
    role: text("role").notNull(),
    text: text("text").notNull(),
    body: jsonb("body").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.bot, t.conversationId, t.seq] }),
    foreignKey({
      name: "messages_conversation_fk",
      columns: [t.tenantId, t.bot, t.conversationId],
      foreignColumns: [conversations.tenantId, conversations.bot, conversations.id],
    }).onDelete("cascade"),
    ofTenant("tenant_id"),
  ],
).enableRLS();

/**
 * Conversations that were erased. A trigger of `conversations` and `messages` (migration 0004) passes over rows of theirs, so
 * that a batch which comes late stores nothing.
 */
export const erasedConversations = pgTable(
  "erased_conversations",
  {
    tenantId: text("tenant_id").notNull(),
    bot: text("bot").notNull(),
    id: text("id").notNull(),
    erasedAt: timestamp("erased_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.bot, t.id] }), ofTenant("tenant_id")],
).enableRLS();

/** Scoped keys of the API. Only a hash is kept; the key itself is shown once, when it is made. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** Hex SHA-256 of the key. */
    hash: text("hash").notNull().unique(),
    scopes: text("scopes").array().notNull(),
    createdAt: created(),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (t) => [index("api_tokens_tenant").on(t.tenantId), ofTenant("tenant_id")],
).enableRLS();

/**
 * One row that names this store. A store that was rebuilt has another id, and then every conversation projects
 * its history again from the beginning.
 */
export const store = pgTable("store", {
  one: integer("one").primaryKey().default(1),
  id: uuid("id").notNull().defaultRandom(),
  createdAt: created(),
});
