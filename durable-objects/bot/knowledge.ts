/**
 * A bot's knowledge as its object looks after it: what is to be indexed and embedded, documents beside the package, the state
 * of each, and questions from outside a conversation.
 */
import type { Page } from "../../contracts/admin.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import {
  type CollectionStatus,
  type DocumentStatus,
  type DocumentUpload,
  type KnowledgeAnswer,
  type KnowledgeQuestion,
  knowledgeKey,
} from "../../contracts/knowledge.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import { blobKey } from "../../contracts/release.ts";
import { systemClock } from "../../platform/clock.ts";
import { createGatewayClient } from "../../platform/gateway-client.ts";
import type { Env } from "../env.ts";
import { indexSettings, openAccess, searchCollections } from "../knowledge/search-collections.ts";
import { embeddingAccess } from "../llm/embed.ts";
import { knowledgeObject } from "../objects.ts";
import { Websites, type WebsitesParts } from "../web/websites.ts";
import { documentLimit } from "./document-limit.ts";
import { planForModel, workOffEmbedding } from "./embedding-jobs.ts";
import { hideRemoved, type IndexingParts, nextIndexing, planForSettings, workOffIndexing } from "./index-jobs.ts";
import { collectionNames, embeddingStates, listDocuments, planDocument, withdrawDocument } from "./knowledge-list.ts";

/** ms for a question from outside, embedding included. */
const SEARCH_MS = 20_000;

export interface BotKnowledgeParts {
  env: Env;
  storage: DurableObjectStorage;
  /** Null before anything was published. */
  name(): { tenant: string; bot: string } | null;
  release: WebsitesParts["release"];
  /** Of the current release, in effect. */
  config(): PackageConfig;
  secret(name: string): Promise<Result<string>>;
}

export class BotKnowledge {
  readonly #parts: BotKnowledgeParts;
  readonly #sql: SqlStorage;
  readonly #websites: Websites;

  constructor(parts: BotKnowledgeParts) {
    this.#parts = parts;
    this.#sql = parts.storage.sql;
    this.#websites = new Websites(parts);
  }

  due(): number | null {
    const [indexing, reading] = [nextIndexing(this.#sql), this.#websites.due()];
    return indexing === null || reading === null ? (indexing ?? reading) : Math.min(indexing, reading);
  }

  /**
   * The release or the configuration may be another: what is no longer wanted answers no more once this resolves, and what
   * has to be indexed anew is planned. Does nothing where nothing changed.
   */
  async follow(): Promise<void> {
    const name = this.#parts.name();
    if (name === null) return;
    this.#websites.follow();
    const config = this.#parts.config();
    this.#parts.storage.transactionSync(() => {
      planForSettings(this.#sql, indexSettings(config), systemClock.now());
      planForModel(this.#sql, embeddingAccess(config), systemClock.now());
    });
    try {
      await hideRemoved(this.#indexing(name, config));
    } catch {
      // A collection that is being moved: the alarm that clears them away comes at once, and tries again.
      console.error(JSON.stringify({ level: "warn", event: "knowledge.hide-failed" }));
    }
  }

  /** By the alarm. */
  async work(): Promise<void> {
    const name = this.#parts.name();
    if (name === null || this.due() === null) return;
    await this.follow();
    const config = this.#parts.config();
    await Promise.all([this.#websites.work(), workOffIndexing(this.#indexing(name, config))]);
    const configured = embeddingAccess(config);
    await workOffEmbedding({
      sql: this.#sql,
      clock: systemClock,
      access: () => (configured === null ? Promise.resolve(null) : openAccess(configured, (one) => this.#open(one))),
      collection: (collection) => knowledgeObject(this.#parts.env, name, collection),
    });
  }

  async collections(): Promise<CollectionStatus[]> {
    const name = this.#parts.name();
    if (name === null) return [];
    const config = this.#parts.config();
    const model = embeddingAccess(config)?.model ?? null;
    const states = embeddingStates(this.#sql);
    const counts = new Map(collectionNames(this.#sql).map((row) => [row.collection, row]));
    return Promise.all(
      this.names().map(async (collection) => {
        const { pending, failed } = counts.get(collection) ?? { pending: 0, failed: 0 };
        const stats = await knowledgeObject(this.#parts.env, name, collection).stats();
        const state = states.get(collection) ?? { state: "done" as const, reason: null };
        const website = this.#websites.status(collection);
        const embedding = model === null ? null : { model, ...state };
        return { ...stats, name: collection, pending, failed, embedding, ...(website === null ? {} : { website }) };
      }),
    );
  }

  names(): string[] {
    const names = collectionNames(this.#sql).map(({ collection }) => collection);
    return [...new Set([...names, ...this.#websites.names()])].sort();
  }

  /** A conversation wants a web site: the name of its collection. */
  useWebsite(url: string, period: string | null): Result<string> {
    return this.#websites.use(url, period);
  }

  documents(collection: string, limit: number, cursor: string | null): Page<DocumentStatus> {
    return listDocuments(this.#sql, collection, limit, cursor);
  }

  async search(collection: string, question: KnowledgeQuestion): Promise<Result<KnowledgeAnswer>> {
    const name = this.#parts.name();
    const isKnown = this.names().includes(collection);
    if (name === null || !isKnown) return fail("knowledge.unknown", "The bot has no such collection.");
    const warnings: string[] = [];
    const items = await searchCollections(
      {
        env: this.#parts.env,
        key: name,
        clock: systemClock,
        signal: AbortSignal.timeout(SEARCH_MS),
        config: this.#parts.config(),
        secret: (one) => this.#open(one),
        warn: (text) => void warnings.push(text),
      },
      [collection],
      question.query,
      { filter: question.filter ?? null, ...(question.limit === undefined ? {} : { limit: question.limit }) },
    );
    return ok({ items, warnings });
  }

  /** A document beside the package, whose bytes are in storage already. Publishing leaves it alone. */
  put(collection: string, upload: DocumentUpload): Result<DocumentStatus> {
    if (this.#parts.name() === null) return fail("bot.no-release", "Publish a package first.");
    const most = this.#parts.config()["kb-max-collections"];
    const names = this.names();
    if (!names.includes(collection) && names.length >= most)
      return fail("knowledge.full", `The bot has ${names.length} collections; kb-max-collections allows ${most}.`);
    return ok(
      this.#parts.storage.transactionSync(() => planDocument(this.#sql, collection, upload, systemClock.now())),
    );
  }

  /** It answers no more when this resolves. */
  async remove(collection: string, documentName: string): Promise<Result<null>> {
    const isThere = this.#parts.storage.transactionSync(() =>
      withdrawDocument(this.#sql, collection, documentName, systemClock.now()),
    );
    if (!isThere) return fail("knowledge.document-unknown", "The collection has no such document beside the package.");
    await this.follow();
    return ok(null);
  }

  async #open(secret: string): Promise<string> {
    const value = await this.#parts.secret(secret);
    if (!value.ok) throw new Error(value.detail);
    return value.value;
  }

  #indexing({ tenant, bot }: { tenant: string; bot: string }, config: PackageConfig): IndexingParts {
    const { env } = this.#parts;
    const { GATEWAY_URL: baseUrl, GATEWAY_PRIVATE_JWK: jwk, FILES } = env;
    return {
      sql: this.#sql,
      clock: systemClock,
      settings: indexSettings(config),
      maxSize: (path) => documentLimit(path, config),
      async read(hash, origin) {
        const blob = await FILES.get(origin === "release" ? blobKey(tenant, hash) : knowledgeKey(tenant, bot, hash));
        return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
      },
      drop: (hash) => FILES.delete(knowledgeKey(tenant, bot, hash)),
      gateway:
        baseUrl && jwk ? () => createGatewayClient({ baseUrl, privateJwk: JSON.parse(jwk), clock: systemClock }) : null,
      collection: (collection) => knowledgeObject(env, { tenant, bot }, collection),
    };
  }
}
