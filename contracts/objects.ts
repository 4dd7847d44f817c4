/**
 * What the worker and the objects ask of each other. Durable Object RPC carries structured data only, so errors
 * travel as `Result` and values of the language as their JSON form.
 */

import type { Page } from "./admin.ts";
import type { AttachmentRoom, KeptAttachment } from "./attachments.ts";
import type { BackupsApi } from "./backup.ts";
import type { BotMemoryApi } from "./bot-memory.ts";
import type { ChannelCapabilities } from "./channel.ts";
import type { FramesPage, InboundMessage, InboxItem, OpenRequest, Settlement, TurnAnswer } from "./conversation.ts";
import type {
  ChannelOrigin,
  DeadLetter,
  DeadLetterPage,
  DeliveryItem,
  DeliveryPage,
  SessionReceipt,
} from "./deliveries.ts";
import type { AwaitedEvent, BotEvent, HandlerRun, RunOutcome, RunRequest, RunStanding, Watched } from "./events.ts";
import type { ExportPage } from "./export.ts";
import type { Result } from "./faults.ts";
import type { ConversationKey } from "./ids.ts";
import type { JournalEvent } from "./journal.ts";
import type { JsonValue } from "./json.ts";
import type {
  CollectionStats,
  CollectionStatus,
  DocumentStatus,
  DocumentUpload,
  EmbeddingAccess,
  EmbeddingProgress,
  IndexSettings,
  KnowledgeAnswer,
  KnowledgeDocument,
  KnowledgeQuestion,
  Ranking,
  SearchRequest,
} from "./knowledge.ts";
import type { PublishingApi, PublishReport } from "./publishing-api.ts";
import type {
  BotConversation,
  ConversationFilter,
  PinNotice,
  PublishOptions,
  ReleaseDetail,
  ReleaseManifest,
  ReleaseSummary,
  UpgradeReport,
} from "./release.ts";
import type { ForkRequest, Rehearsed, ReplayOverview, ReplayPosition, ReplayState, Transcript } from "./replay.ts";
import type {
  ImportOptions,
  ImportReport,
  ImportSource,
  PlanStep,
  RowsPage,
  RowsQuery,
  TableSummary,
  TableWarning,
} from "./tables.ts";
import type { Timed } from "./turn-receipt.ts";
import type { OwnUsage, TablesUsage } from "./usage.ts";
import type { WebsitesApi } from "./websites.ts";

// ------------------------------------------------------------------------------------------------- session

/** One per conversation; object name `tenant/bot/conversation`. */
export interface SessionApi {
  /**
   * Creates the conversation and runs its start script until quiet; a second call answers what is there. `via` names the
   * vendor behind it, to whom what the bot says is delivered; it never comes from a request of a page.
   */
  open(
    key: ConversationKey,
    request: OpenRequest,
    via?: ChannelOrigin,
    trace?: string,
  ): Promise<Result<Timed<TurnAnswer>>>;
  /** A vendor's message: durable when this answers. `choices` says which ones the channel showed as numbers. */
  take(message: InboundMessage, choices: Pick<ChannelCapabilities, "buttons" | "list">): Promise<Result<null>>;
  /** What the conversation takes as an attachment now. */
  attachmentRoom(): Promise<Result<AttachmentRoom>>;
  /** A file of the drive, in the conversation's own folder, becomes an attachment: from now on messages may name it. */
  attach(file: Omit<KeptAttachment, "url">): Promise<Result<KeptAttachment>>;
  attachment(id: string): Promise<Result<KeptAttachment>>;
  /** Whether the conversation has a message of this id. */
  knows(messageId: string): Promise<boolean>;
  /** What the vendor says of a message that was sent; false when it is none of this conversation's, or late. */
  receipt(receipt: SessionReceipt): Promise<boolean>;
  /** What was and is to be sent to the vendor; empty for a conversation of the web. */
  deliveries(after: number, limit: number): Promise<Result<DeliveryPage>>;
  /** Sends a failed or dead delivery again. */
  retryDelivery(number: number): Promise<Result<DeliveryItem>>;
  /**
   * Runs an item's turn. The same id again gives the same answer and runs nothing. `quiet` is false when time ran out
   * first, or when its turn comes later.
   */
  receive(item: InboxItem, waitMs: number, trace?: string): Promise<Result<Timed<TurnAnswer & { quiet: boolean }>>>;
  frames(after: number, limit: number): Promise<Result<FramesPage>>;
  /** Frames not yet in Postgres, for the history projection, with the watermark that they start after. */
  unprojected(limit: number): Promise<Result<HistoryBatch>>;
  /** Moves the watermark; a lower one than stored is ignored. */
  confirmProjected(seq: number): Promise<void>;
  /** Sends the whole history again: the store was rebuilt. An object without a conversation does nothing. */
  reproject(): Promise<void>;
  /**
   * Runs a script for an event, in this conversation alone and without a person. The same request again answers how it
   * stands; `waitMs` bounds how long that takes. `outcome` of a conversation that was begun otherwise stays null.
   */
  run(key: ConversationKey, request: RunRequest, waitMs: number): Promise<Result<RunStanding>>;
  /** How the run stands, nothing is begun. */
  runStanding(): Promise<Result<RunStanding>>;
  /** The event that the call of this key waits for came. False: the conversation cannot be told yet, say it again. */
  wake(effect: string): Promise<boolean>;
  /** Whether the parked machine could go on with another release; nothing is changed. */
  couldMove(release: string): Promise<Result<{ could: boolean; reason: string }>>;
  /** Where the conversation stands; null where none was ever begun. */
  standing(): Promise<PinNotice | null>;
  /** A page of the file that the conversation is exported as: rows of its log from `from` (1 ...) to `to`, null for the newest. */
  exportPage(from: number, to: number | null): Promise<Result<ExportPage>>;
  /** Erases the conversation for good; a second time has nothing to do. What lies elsewhere follows. */
  erase(): Promise<Result<void>>;
  /** The history is gone from the database. */
  confirmErased(): Promise<void>;
  /** What happened in each turn, after a position, `limit` entries at most. */
  journal(after: number, limit: number): Promise<Result<JournalPage>>;
  /** Aborts what the running turn waits for; the script sees an error. Nothing happens when it waits for nothing. */
  stop(): Promise<Result<void>>;
  /** Answers the question about a call of unknown outcome, and runs the conversation on from there. */
  settle(settlement: Settlement): Promise<Result<{ quiet: boolean }>>;
  /** Calls whose outcome was or is unknown, `limit` at most, of the journal after a position. */
  unknownEffects(filter: { after: number; limit: number; onlyOpen: boolean }): Promise<Result<UnknownEffectsPage>>;
}

/** A call of which nobody knew whether it had happened: a crash came between its intent and its outcome. */
export interface UnknownEffect {
  /** Names the call for good; what its receiver got as `Idempotency-Key`. */
  key: string;
  keyword: string;
  line: number;
  turn: number;
  /** Of the journal's entry that first told of it. */
  position: number;
  /** So often a crash came in between. */
  times: number;
  /** What the keyword's policy made of it: the latest. */
  resolution: "repeated" | "raised" | "asked";
  /** The answer to `asked`. */
  decision: "repeat" | "leave" | null;
  by: "person" | "operator" | null;
  /** Somebody is being asked about it now. */
  isOpen: boolean;
}
export interface UnknownEffectsPage {
  items: UnknownEffect[];
  /** Where to go on in the journal; absent at its end. */
  nextAfter?: number;
}

export interface JournalPage {
  items: JournalItem[];
  /** Where to go on, where the page's bounds left entries out. */
  nextAfter?: number;
}
export interface JournalItem {
  /** 1, 2, 3 ... in the conversation. */
  position: number;
  turn: number;
  step: number;
  event: JournalEvent;
}

export interface HistoryBatch {
  key: ConversationKey;
  channel: string;
  release: string;
  /** Bumped when the history store was rebuilt and everything is sent again. */
  startedAt: number;
  after: number;
  items: HistoryItem[];
  state: string;
}
export interface HistoryItem {
  seq: number;
  turn: number;
  /** ms since the epoch, the turn's clock. */
  at: number;
  type: string;
  role: "user" | "bot" | "system";
  text: string;
  body: JsonValue;
}

/** Message of the projections queue: a hint, never the data itself. A lost one costs nothing. */
export interface ProjectionHint {
  key: ConversationKey;
  /** The conversation was erased: its history goes, and stays out. */
  erase?: true;
}

// -------------------------------------------------------------------------------------------------- replay

/** What is replayed: a conversation of this server, or the text of an export. */
export interface ReplaySource {
  /** For a file: the bot whose current release it is replayed with. */
  key: ConversationKey;
  /** Null: the one that the object still has in memory of the question before. */
  file?: string | null;
}

/** Replays of one conversation; object name `tenant/bot/conversation`, or `tenant/bot/file/HASH`. Keeps nothing. */
export interface ReplayApi {
  overview(source: ReplaySource, after: number, limit: number): Promise<Result<ReplayOverview>>;
  at(source: ReplaySource, position: ReplayPosition): Promise<Result<ReplayState>>;
  /** Begins a conversation of the given id, a sandbox, with what is at the position. */
  fork(source: ReplaySource, position: ForkRequest, conversation: string): Promise<Result<TurnAnswer>>;
  transcript(source: ReplaySource, name: string): Promise<Result<Transcript>>;
  /** Runs the conversation, or the given recording, against a stored release; null is the current one. */
  rehearse(source: ReplaySource, release: string | null, transcript: Transcript | null): Promise<Result<Rehearsed>>;
}

// ----------------------------------------------------------------------------------------------------- bot

export type { PublishReport };

/** One per bot; object name `tenant/bot`. */
export interface BotApi extends WebsitesApi, PublishingApi, BotMemoryApi {
  backups<M extends keyof BackupsApi>(
    method: M,
    ...given: Parameters<BackupsApi[M]>
  ): Promise<Awaited<ReturnType<BackupsApi[M]>>>;
  /** Validates, compiles and stores a package (zip bytes), switches to it; knowledge is indexed afterwards, in the background. */
  publish(tenant: string, bot: string, zip: ArrayBuffer, options?: PublishOptions): Promise<Result<PublishReport>>;
  /** Switches to a release that is stored: a candidate, or an earlier one. */
  makeCurrent(hash: string): Promise<Result<PublishReport>>;
  /** The release new conversations get. */
  current(): Promise<Result<ReleaseManifest>>;
  /** Its hash; null before the first publishing. */
  currentHash(): Promise<string | null>;
  /** Any release that is stored here, for conversations that began with it. */
  release(hash: string): Promise<Result<ReleaseManifest>>;
  /**
   * A conversation begins: it is pinned to the current release (or, as a fork, to the one that is named), and gets it. The
   * same conversation again gets what it is pinned to.
   */
  begin(conversation: string, channel: string, release?: string): Promise<Result<ReleaseManifest>>;
  /**
   * A conversation is about to meet the current release, in this turn. Both that one and its own stay until a notice of
   * this turn, or of a later one, says where it is.
   */
  follow(conversation: string, turn: number): Promise<Result<ReleaseManifest>>;
  /** Where a conversation stands. May come twice, late and out of order; nothing brings an erased one back. */
  settle(conversation: string, notice: PinNotice): Promise<void>;
  releases(limit: number, cursor: string | null): Promise<Page<ReleaseSummary>>;
  releaseDetail(hash: string): Promise<Result<ReleaseDetail>>;
  upgradeReport(hash: string): Promise<Result<UpgradeReport>>;
  /** Newest first. */
  conversations(filter: ConversationFilter): Promise<Page<BotConversation>>;
  status(): Promise<BotStatus>;
  usage(): Promise<OwnUsage>;
  /** A conversation could not deliver a message. May come twice. */
  deadLetter(letter: DeadLetter): Promise<void>;
  /** It was sent after all, or is being tried again; without a number, everything of a conversation that was erased. */
  withdrawDeadLetter(conversation: string, number: number | null): Promise<void>;
  /** Newest first. */
  deadLetters(limit: number, cursor: string | null): Promise<DeadLetterPage>;
  /**
   * Takes an event durably, once per `key`, and runs the handlers of the current release. `from`: the conversation that
   * caused it, unless the key begins with its id (`conversation/turn/step`); events that lead to each other are counted by it.
   */
  raise(key: string, event: BotEvent, from?: string): Promise<Result<{ runs: string[] }>>;
  /** What the bot's stores are to raise events of. */
  watched(): Promise<Watched>;
  /** An endpoint of the current release; null where there is none of this name. A secret that cannot be opened is a fault. */
  endpoint(keyword: "WEBHOOK" | "ON FORM SUBMIT", subject: string): Promise<Result<Endpoint | null>>;
  /** What came of a run; null where it is still under way after `waitMs`. */
  runOutcome(run: string, waitMs: number): Promise<Result<RunOutcome | null>>;
  /** Newest first. */
  eventRuns(limit: number, cursor: string | null): Promise<Page<HandlerRun>>;
  /** A conversation waits for an event; the same key again answers the same. `until` in ms. */
  awaitEvent(key: string, name: string, until: number): Promise<Result<AwaitedEvent>>;
  /** It waits no longer: what came until now, once and for all. */
  awaitedEvent(key: string): Promise<AwaitedEvent>;
  /** Collections of the current release and of documents beside it, with what each holds. */
  knowledgeCollections(): Promise<CollectionStatus[]>;
  /** Their names alone. */
  knowledgeNames(): Promise<string[]>;
  /** Of one collection, by path, which is the cursor. */
  knowledgeDocuments(collection: string, limit: number, cursor: string | null): Promise<Page<DocumentStatus>>;
  searchKnowledge(collection: string, question: KnowledgeQuestion): Promise<Result<KnowledgeAnswer>>;
  /** A document beside the package, which publishing leaves alone; its bytes are in storage (knowledgeKey). */
  putDocument(collection: string, upload: DocumentUpload): Promise<Result<DocumentStatus>>;
  /** One that was put so; it answers no more when this resolves. */
  removeDocument(collection: string, name: string): Promise<Result<null>>;
}
/** What the edge has to know of an endpoint before it lets anybody in. */
export interface Endpoint {
  /** Shared secret or `whsec_` key; null = open to everybody. */
  secret: string | null;
  /** Origins of pages that may send a form; empty = any. */
  origins: string[];
  /** Where the person is sent after a form; null = a page of ours. */
  redirect: string | null;
}
export interface BotStatus {
  release: string | null;
  publishedAt: string | null;
  knowledge: { pending: number; failed: { path: string; reason: string }[]; documents: number };
}

// ---------------------------------------------------------------------------------------------------- data

/** The bot's tables; object name `tenant/bot`. */
export interface DataApi {
  /** Inserts or, where `id` is given and exists, updates. Creates table and columns as needed. Applied once per `effect`. */
  save(
    effect: string,
    table: string,
    rows: SaveRow[],
  ): Promise<Result<{ ids: JsonValue[]; affected: number; warning: string | null }>>;
  /** Any change of rows. Applied once per `effect`. */
  change(effect: string, change: DataChange, world: DataWorld): Promise<Result<DataChanged>>;
  /** Makes the tables and columns that a release declares (TABLE ... END TABLE); drops nothing. */
  declare(
    release: string,
    tables: JsonValue[],
    indexes: TableIndex[],
  ): Promise<Result<{ warnings: TableWarning[]; plan: PlanStep[]; building: boolean }>>;
  /** Where the tables lie from now on; refused while the store before holds rows. */
  use(store: "sqlite" | "postgres"): Promise<Result<{ moved: boolean }>>;
  /** What `declare` would change, and which rows do not meet it. */
  plan(tables: JsonValue[], indexes: TableIndex[]): Promise<Result<PlanStep[]>>;
  /** COUNT, SUM, AVG, MIN, MAX of a column beside the data, as plain JSON; `exists` false where there is no such table. */
  aggregate(table: string, query: AggregateQuery): Promise<Result<{ value: JsonValue; exists: boolean }>>;
  /**
   * A SELECT over tables of the bot, beside the data. `missing` names sources that are no tables: nothing was done then.
   */
  select(
    query: SelectQuery,
  ): Promise<Result<{ columns: string[]; rows: Record<string, JsonValue>[]; missing: string[] }>>;
  /** Changes of these tables are raised as events of the bot from now on (`BotApi.raise`), each at least once, under one key. */
  watch(watched: { table: string; change: "insert" | "update" | "delete" }[]): Promise<void>;
  /** Rows of a table; an unknown table is empty, with a warning. `query` is a parsed filter, never text. */
  find(
    table: string,
    query: FindQuery,
  ): Promise<
    Result<{
      columns: string[];
      rows: Record<string, JsonValue>[];
      warning: string | null;
      exists: boolean;
      /** Of each row, where the query asks for them. */
      places?: number[];
    }>
  >;
  /** The tables in the order of their names, after `cursor`. */
  describe(limit: number, cursor: string | null): Promise<Page<TableSummary>>;
  usage(): Promise<TablesUsage>;
  /** A page of rows for people, each with its version. */
  page(table: string, query: RowsQuery): Promise<Result<RowsPage>>;
  /** Reads a file into a table, in slices; the same `effect` goes on where it was broken off. */
  importRows(
    effect: string,
    table: string,
    source: ImportSource,
    options: ImportOptions,
  ): Promise<Result<ImportReport>>;
}
/**
 * A change of the rows of one table. Filters and operands are plain data of basic/filter/tree.ts, never text. `update` sets
 * the columns of the rows that are selected; a null column means "the column at this position".
 */
export type DataChange =
  | { kind: "save" | "insert"; table: string; rows: SaveRow[] }
  | {
      kind: "update";
      table: string;
      where: RowSelection;
      set: { column: string | null; value: JsonValue }[];
      /** Made by `UPDATE t, id, v1, v2, ...`: by position where no name matches. */
      list?: boolean;
    }
  | { kind: "delete"; table: string; where: RowSelection }
  /** Rows whose key columns agree with one that is there change it; `key` null: the table's own key. */
  | { kind: "merge"; table: string; rows: SaveRow[]; key: string[] | null };

/** `version`: refused with `table.conflict` unless the row is still that one. */
export type RowSelection = { filter: JsonValue } | { id: JsonValue } | { place: number; version: string | null };

export interface DataWorld {
  /** ms; what NOW() means. */
  now: number;
  timeZone: string;
  /** The rows of the package's file of this name: where the table does not exist yet, it begins with them. */
  seed?: { columns: string[]; rows: Record<string, JsonValue>[] };
  /** The package has a file of this name. Without `seed` and without a table of it, the change is not made and `isMissing`. */
  hasFile?: boolean;
  /** Everything is done, told and taken back. */
  dryRun?: boolean;
}

export type DataChanged = {
  ids: JsonValue[];
  /** Rows that the change met. */
  affected: number;
  inserted: number;
  updated: number;
  unchanged: number;
  warnings: string[];
  isMissing: boolean;
};

export interface AggregateQuery {
  operation: "COUNT" | "SUM" | "AVG" | "MIN" | "MAX";
  /** null: the rows themselves (COUNT). */
  column: string | null;
  /** FilterTree of basic/filter (plain data), or null for all rows. */
  filter: JsonValue;
  now: number;
  timeZone: string;
}

export interface SelectQuery {
  /** SqlSelect of basic/sql (plain data). */
  select: JsonValue;
  /** What names mean that are no columns; in small letters. */
  variables: Record<string, JsonValue>;
  now: number;
  timeZone: string;
}

export interface TableIndex {
  name: string;
  table: string;
  columns: string[];
}

export interface SaveRow {
  id: JsonValue;
  /** Named values; a null name means "the column at this position". */
  fields: { name: string | null; value: JsonValue }[];
  /** Fields of nested objects as `parent_child`, for the columns of that name that the table has (MERGE). */
  flat?: { name: string; value: JsonValue }[];
  /** Made by `SAVE t, v1, v2, ...`: goes in by position where no name matches and the counts are equal (reference 3.9). */
  list?: boolean;
}
export interface FindQuery {
  /** FilterTree of basic/filter (plain data), or null for all rows. */
  filter: JsonValue;
  orderBy: { column: string; descending: boolean }[];
  limit: number;
  offset: number;
  /** ms; what NOW() in a filter means. */
  now: number;
  timeZone: string;
  /** The answer names the place of each row (RowSelection). */
  places?: boolean;
  /** Only rows behind this place, in the order in which they came. */
  after?: number;
}

// ----------------------------------------------------------------------------------------------- knowledge

/** One per collection; object name `tenant/bot/collection`. Documents and questions are those of contracts/knowledge.ts. */
export interface KnowledgeApi {
  /** Replaces what is known of the document; the same hash under the same settings does nothing. */
  put(document: KnowledgeDocument, settings: IndexSettings): Promise<void>;
  /** Takes a hidden document of the same content under a new path; false when it has to be read. */
  adopt(wanted: { path: string; hash: string; title: string }, settings: IndexSettings): Promise<boolean>;
  /** They answer no more, from now on; `remove` clears them away. */
  hide(paths: string[]): Promise<void>;
  remove(path: string): Promise<void>;
  list(): Promise<{ path: string; hash: string; chunks: number }[]>;
  search(request: SearchRequest): Promise<Ranking>;
  /** Makes vectors that are missing, for about `budgetMs`; null removes all. */
  embed(access: EmbeddingAccess | null, budgetMs: number): Promise<EmbeddingProgress>;
  stats(): Promise<CollectionStats>;
  /** What this object itself has, without its other shards. */
  load(): Promise<{ bytes: number; chunks: number }>;
  /** Documents that were first put at or after this time (ms). */
  addedSince(time: number): Promise<number>;
  /** Everything of the collection, for good. */
  erase(access: EmbeddingAccess | null): Promise<void>;
}
