/**
 * What travels between a conversation and its clients (docs/contract.md, "Frames").
 *
 * Durable frames carry `seq` (1, 2, 3 ..., no gaps, the same for every device) and `turn`; they are committed before they
 * are sent. Passing frames have no `seq`, go to one socket and are not kept.
 */
import * as z from "zod";
import { messageId } from "./ids.ts";
import type { JsonValue } from "./json.ts";
import { isImageAddress, TREE_LIMITS, type TreeNode } from "./tree.ts";
import type { TreeOp } from "./tree-patch.ts";

export { LIMITS, PING, PONG, SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from "./protocol.ts";

export type ConversationState = "waiting" | "idle" | "running" | "ended" | "handed-over";

interface Durable {
  seq: number;
  turn: number;
}
export interface TalkFrame extends Durable {
  type: "talk";
  text: string;
  format: "markdown" | "text";
  from: { kind: "bot" | "agent"; name: string };
  stream?: string;
}
export interface SuggestionsFrame extends Durable {
  type: "suggestions";
  items: { label: string; value: JsonValue }[];
}
/** The script waits. `as` is the HEAR type; `options` the menu's labels; `retry` after an answer that was not accepted. */
export interface HearFrame extends Durable {
  type: "hear";
  as: string;
  options: string[] | null;
  retry: boolean;
}
export interface MediaFrame extends Durable {
  type: "image" | "file" | "audio" | "video";
  url: string;
  name: string;
  mime: string;
  size: number;
  alt: string;
}
/** A card, list or table. `id` names it for the patches that follow. */
export interface TreeFrame extends Durable {
  type: "tree";
  id: string;
  tree: TreeNode;
}
/** What changes in a tree that was sent before. */
export interface TreePatchFrame extends Durable {
  type: "tree.patch";
  id: string;
  ops: TreeOp[];
}
export interface StateFrame extends Durable {
  type: "state";
  state: Exclude<ConversationState, "running">;
}
export interface UserFrame extends Durable {
  type: "user";
  id: string;
  text: string;
  attachments: { id: string; name: string; size: number; type: string; url: string }[];
}
/** A run-time error, in words for the person; the detail is in the journal. */
export interface ErrorFrame extends Durable {
  type: "error";
  code: string;
  message: string;
}
/**
 * The model wants tools to be run that the program behind the conversation has brought (contracts/conversation.ts, Brought):
 * it goes on in a conversation that brings their results. `arguments` are JSON as the model wrote it.
 */
export interface ToolCallsFrame extends Durable {
  type: "tool-calls";
  calls: { id: string; name: string; arguments: string }[];
}
export type DurableFrame =
  | TalkFrame
  | ToolCallsFrame
  | SuggestionsFrame
  | HearFrame
  | MediaFrame
  | TreeFrame
  | TreePatchFrame
  | StateFrame
  | UserFrame
  | ErrorFrame;
/** A frame before it has its number. */
export type FrameBody = DurableFrame extends infer F ? (F extends Durable ? Omit<F, "seq" | "turn"> : never) : never;

export type PassingFrame =
  | { type: "ack"; id: string }
  | { type: "working"; turn: number }
  | { type: "delta"; turn: number; stream: string; text: string }
  | { type: "fault"; code: string; message: string }
  | { type: "pong" };
export type ServerFrame = DurableFrame | PassingFrame;

const json: z.ZodType<JsonValue> = z.json();

/** The shape of a tree; `treeSchema` also bounds it. */
export const treeNode: z.ZodType<TreeNode> = z
  .object({
    type: z.string().min(1).max(50),
    key: z.string().max(TREE_LIMITS.label).exactOptional(),
    props: z.record(z.string().max(TREE_LIMITS.label), json),
    get children(): z.ZodType<TreeNode[]> {
      return z.array(treeNode);
    },
  })
  .meta({ id: "TreeNode" });

/** A whole tree from outside: depth, parts and characters are looked at before anything recurses into it. */
export const treeSchema: z.ZodType<TreeNode> = z
  .unknown()
  .refine((tree) => isWithinBounds(tree), {
    error: `a tree has at most ${TREE_LIMITS.depth} levels, ${TREE_LIMITS.nodes} parts and ${TREE_LIMITS.characters} characters`,
    abort: true,
  })
  .pipe(treeNode)
  .refine(hasOnlyPictures, {
    error: "the address of an image is https, a path of this server or a small picture in base64",
  });

/** Breadth first and with an end, so that neither depth nor a cycle can exhaust the stack. */
function isWithinBounds(tree: unknown): boolean {
  let level: unknown[] = [tree];
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth++) {
    nodes += level.length;
    if (depth >= TREE_LIMITS.depth || nodes > TREE_LIMITS.nodes) return false;
    level = level.flatMap((node) =>
      typeof node === "object" && node !== null && "children" in node && Array.isArray(node.children)
        ? node.children
        : [],
    );
  }
  try {
    return JSON.stringify(tree).length <= TREE_LIMITS.characters;
  } catch {
    // A property that contains itself.
    return false;
  }
}

function hasOnlyPictures(node: TreeNode): boolean {
  const { url } = node.props;
  if (node.type === "image" && !(typeof url === "string" && isImageAddress(url))) return false;
  return node.children.every(hasOnlyPictures);
}

export const messageFrame = z.object({
  type: z.literal("message"),
  id: messageId,
  text: z.string().max(32_000).default(""),
  attachments: z
    .array(z.object({ id: z.string().max(128) }))
    .max(20)
    .default([]),
  value: json.default(null),
});
export const clientFrame = z.discriminatedUnion("type", [
  messageFrame,
  z.object({ type: z.literal("auth"), token: z.string().max(512) }),
  z.object({ type: z.literal("resume"), after: z.int().min(0) }),
  z.object({ type: z.literal("stop") }),
  z.object({ type: z.literal("event"), id: messageId, name: z.string().max(200), data: json.default(null) }),
  z.object({ type: z.literal("typing") }),
  z.object({ type: z.literal("ping") }),
]);
export type ClientFrame = z.infer<typeof clientFrame>;
