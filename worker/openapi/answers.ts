/**
 * Schemas of what the API answers, for the document only. Each is tied to the interface that the code uses: a schema that
 * drifts from it does not compile.
 */
import * as z from "zod";
import type {
  AdminSession,
  AdmissionState,
  ApiToken,
  BotSummary,
  NewApiToken,
  OneTimeLink,
  Page,
  Readiness,
} from "../../contracts/admin.ts";
import type { ChatSettings } from "../../contracts/chat-settings.ts";
import type { FramesPage, OpenAnswer, TurnAnswer } from "../../contracts/conversation.ts";
import { handlerRun, raisedEvent } from "../../contracts/event-requests.ts";
import type { Problem } from "../../contracts/faults.ts";
import { type DurableFrame, treeNode } from "../../contracts/frames.ts";
import type { JsonValue } from "../../contracts/json.ts";
import { budgetSchema } from "../../contracts/ledger.ts";
import type { JournalPage, UnknownEffectsPage } from "../../contracts/objects.ts";
import type {
  BotConversation,
  ReleaseDetail,
  ReleaseSummary,
  UpgradeCheck,
  UpgradeReport,
} from "../../contracts/release.ts";
import { backupAnswers } from "./backup-operations.ts";
import { channelAnswers } from "./channel-operations.ts";
import { driveAnswers } from "./drive-operations.ts";
import { knowledgeAnswers } from "./knowledge-operations.ts";
import { packageAnswers } from "./package-operations.ts";
import { replayAnswers } from "./replay-operations.ts";
import { tableAnswers } from "./table-operations.ts";

const seq = z.int().min(1);
const durable = { seq, turn: z.int().min(0) };
const json = z.json();
const time = z.iso.datetime();
const state = z.enum(["waiting", "idle", "running", "ended", "handed-over"]);
const attachment = z.object({ id: z.string(), name: z.string(), size: z.int(), type: z.string(), url: z.string() });

const frame: z.ZodType<DurableFrame> = z
  .union([
    z.object({
      ...durable,
      type: z.literal("talk"),
      text: z.string(),
      format: z.enum(["markdown", "text"]),
      from: z.object({ kind: z.enum(["bot", "agent"]), name: z.string() }),
      stream: z.string().exactOptional(),
    }),
    z.object({
      ...durable,
      type: z.literal("suggestions"),
      items: z.array(z.object({ label: z.string(), value: json })),
    }),
    z.object({
      ...durable,
      type: z.literal("hear"),
      as: z.string(),
      options: z.array(z.string()).nullable(),
      retry: z.boolean(),
    }),
    z.object({
      ...durable,
      type: z.enum(["image", "file", "audio", "video"]),
      url: z.string(),
      name: z.string(),
      mime: z.string(),
      size: z.int(),
      alt: z.string(),
    }),
    z.object({ ...durable, type: z.literal("tree"), id: z.string(), tree: treeNode }),
    z.object({
      ...durable,
      type: z.literal("tree.patch"),
      id: z.string(),
      ops: z.array(
        z.union([
          z.object({ op: z.enum(["add", "replace"]), path: z.string(), value: json }),
          z.object({ op: z.literal("remove"), path: z.string() }),
        ]),
      ),
    }),
    z.object({ ...durable, type: z.literal("state"), state: z.enum(["waiting", "idle", "ended", "handed-over"]) }),
    z.object({
      ...durable,
      type: z.literal("user"),
      id: z.string(),
      text: z.string(),
      attachments: z.array(attachment),
    }),
    z.object({ ...durable, type: z.literal("error"), code: z.string(), message: z.string() }),
  ])
  .meta({ id: "Frame" });

const turn = { seq: z.int().min(0), state, frames: z.array(frame) };
const token = {
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: time,
  expiresAt: time.nullable(),
  revokedAt: time.nullable(),
};
const mistake = z.object({ path: z.string(), message: z.string() });
const bot = z.object({
  bot: z.string(),
  release: z.string().nullable(),
  publishedAt: z.string().nullable(),
  knowledge: z.object({
    pending: z.int(),
    failed: z.array(z.object({ path: z.string(), reason: z.string() })),
    documents: z.int(),
  }),
});
const colours = z.object({
  "--basalt-accent": z.string().exactOptional(),
  "--basalt-accent-text": z.string().exactOptional(),
  "--basalt-background": z.string().exactOptional(),
  "--basalt-surface": z.string().exactOptional(),
  "--basalt-text": z.string().exactOptional(),
  "--basalt-radius": z.string().exactOptional(),
  "--basalt-font": z.string().exactOptional(),
});

const release = {
  hash: z.string(),
  storedAt: time,
  publishedAt: time.nullable(),
  current: z.boolean(),
  candidate: z.boolean(),
  development: z.boolean(),
  openConversations: z.int(),
  endedConversations: z.int(),
  collectable: z.boolean(),
  keptBecause: z.array(z.enum(["current", "recent", "candidate", "open-conversations", "replay", "in-progress"])),
};
const releaseFile = { path: z.string(), hash: z.string(), size: z.int() };

const typed = <T>(schema: z.ZodType<T>): z.ZodType<T> => schema;

const modelCostLine = z.object({
  day: z.string(),
  bot: z.string(),
  user: z.string().describe("The key of a verified person; empty where nobody is known."),
  provider: z.string(),
  model: z.string(),
  calls: z.int(),
  input: z.int(),
  cached: z.int(),
  output: z.int(),
  nano: z.int().describe("nano-USD (1e-9)"),
  estimatedCalls: z.int().describe("Calls whose tokens were counted by the product."),
});

export const answers: Record<string, z.ZodType> = {
  ...backupAnswers,
  ...channelAnswers,
  ...driveAnswers,
  ...packageAnswers,
  ...replayAnswers,
  ...tableAnswers,
  OpenAnswer: typed<OpenAnswer>(z.object({ id: z.string(), token: z.string(), ...turn })),
  TurnAnswer: typed<TurnAnswer>(z.object(turn)),
  FramesPage: typed<FramesPage>(
    z.object({ items: z.array(frame), state, seq: z.int(), nextAfter: z.int().exactOptional() }),
  ),
  ChatSettings: typed<ChatSettings>(
    z.object({
      bot: z.string(),
      name: z.string(),
      title: z.string(),
      description: z.string(),
      logo: z.string().nullable(),
      language: z.string(),
      theme: z.object({ light: colours, dark: colours }),
    }),
  ),
  AdmissionState: typed<AdmissionState>(z.object({ full: z.boolean() })),
  BotSummary: typed<BotSummary>(bot),
  BotPage: typed<Page<BotSummary>>(z.object({ items: z.array(bot), nextCursor: z.string().nullable() })),
  ReleaseSummary: typed<ReleaseSummary>(z.object(release)),
  ReleasePage: typed<Page<ReleaseSummary>>(
    z.object({ items: z.array(z.object(release)), nextCursor: z.string().nullable() }),
  ),
  ReleaseDetail: typed<ReleaseDetail>(
    z.object({
      ...release,
      scripts: z.array(z.object({ name: z.string(), path: z.string(), compiled: z.boolean() })),
      knowledge: z.array(z.object({ ...releaseFile, collection: z.string() })),
      data: z.array(z.object(releaseFile)),
      theme: z.array(z.object(releaseFile)),
      configKeys: z.array(z.string()),
    }),
  ),
  UpgradeReport: typed<UpgradeReport>(
    z.object({
      release: z.string(),
      moved: z.int(),
      kept: z.int(),
      restarted: z.int(),
      offered: z.int(),
      reasons: z.array(
        z.object({
          conversation: z.string(),
          from: z.string(),
          outcome: z.enum(["moved", "kept", "restarted", "offered"]),
          reason: z.string(),
          at: time,
        }),
      ),
    }),
  ),
  UpgradeCheck: typed<UpgradeCheck>(
    z.object({
      release: z.string(),
      checked: z.int(),
      could: z.int(),
      couldNot: z.int(),
      reasons: z.array(z.object({ conversation: z.string(), from: z.string(), reason: z.string() })),
    }),
  ),
  BotConversationPage: typed<Page<BotConversation>>(
    z.object({
      items: z.array(
        z.object({
          id: z.string(),
          channel: z.string(),
          state: z.enum(["open", "ended"]),
          release: z.string(),
          openedAt: time,
          endedAt: time.nullable(),
        }),
      ),
      nextCursor: z.string().nullable(),
    }),
  ),
  Accepted: z.object({}),
  Settled: z.object({ key: z.string(), decision: z.enum(["repeat", "leave"]) }),
  UnknownEffectsPage: typed<UnknownEffectsPage>(
    z.object({
      items: z.array(
        z.object({
          key: z.string(),
          keyword: z.string(),
          line: z.int(),
          turn: z.int(),
          position: z.int(),
          times: z.int(),
          resolution: z.enum(["repeated", "raised", "asked"]),
          decision: z.enum(["repeat", "leave"]).nullable(),
          by: z.enum(["person", "operator"]).nullable(),
          isOpen: z.boolean(),
        }),
      ),
      nextAfter: z.int().exactOptional(),
    }),
  ),
  JournalPage: typed<{ items: (Omit<JournalPage["items"][number], "event"> & { event: JsonValue })[] }>(
    z.object({
      items: z.array(z.object({ position: z.int(), turn: z.int(), step: z.int(), event: json })),
      nextAfter: z.int().exactOptional(),
    }),
  ),
  ApiTokenPage: typed<Page<ApiToken>>(z.object({ items: z.array(z.object(token)), nextCursor: z.string().nullable() })),
  NewApiToken: typed<NewApiToken>(z.object({ ...token, token: z.string() })),
  OneTimeLink: typed<OneTimeLink>(z.object({ url: z.url(), expiresAt: time })),
  AdminSession: typed<AdminSession>(z.object({ tenant: z.string(), expiresAt: time })),
  Alive: z.object({ status: z.literal("ok") }),
  Readiness: typed<Readiness>(
    z.object({
      status: z.enum(["ready", "degraded", "unavailable"]),
      parts: z.record(
        z.string(),
        z.object({
          state: z.enum(["up", "down", "absent"]),
          latencyMs: z.number().nullable(),
          required: z.boolean(),
        }),
      ),
    }),
  ),
  ...knowledgeAnswers,
  HandlerRunPage: z.object({ items: z.array(handlerRun), nextCursor: z.string().nullable() }),
  RaisedEvent: raisedEvent,
  ModelCostPage: z.object({ items: z.array(modelCostLine), nextCursor: z.string().nullable() }),
  ModelBudget: budgetSchema.extend({
    accounts: z
      .array(z.object({ scope: z.string(), period: z.string(), spent: z.int(), held: z.int() }))
      .describe("Where it is read: what was spent in each account, and what is leased to turns that are going on.")
      .exactOptional(),
  }),
  Problem: typed<Problem>(
    z.object({
      type: z.string(),
      title: z.string(),
      status: z.int(),
      code: z.string(),
      detail: z.string(),
      instance: z.string(),
      errors: z.array(mistake).exactOptional(),
    }),
  ),
};
