/**
 * The gateway's egress: one exchange with a server of the outside per call. The caller follows redirects by further calls, so
 * that each hop is checked like the first. Body and answer are a frame: four bytes big-endian, the length of the head; the head
 * as JSON; then the body's bytes as they are.
 */
import * as z from "zod";
import type { FaultEntry } from "./faults.ts";

export const EGRESS_PATH = "/v1/egress";
const MIB = 1024 * 1024;

export const EGRESS_LIMITS = {
  maxHeadBytes: 128 * 1024,
  maxRequestBytes: 16 * MIB,
  maxAnswerBytes: 64 * MIB,
  maxTimeoutMs: 300_000,
} as const;

const headersSchema = z.record(z.string().max(200), z.string().max(16_384));

export const egressRequestSchema = z.strictObject({
  v: z.literal(1),
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]),
  url: z.string().max(10_000),
  headers: headersSchema,
  /** Null is no body at all, which is not the same as an empty one. */
  hasBody: z.boolean(),
  timeoutMs: z.number().int().min(1).max(EGRESS_LIMITS.maxTimeoutMs),
  /** Of the answer's body after decompression. */
  maxBytes: z.number().int().min(0).max(EGRESS_LIMITS.maxAnswerBytes),
  privateHosts: z.array(z.string().max(300)).max(200),
});
export type EgressRequest = z.infer<typeof egressRequestSchema>;

export const egressAnswerSchema = z.object({
  status: z.number().int().min(100).max(599),
  headers: headersSchema,
});
export type EgressAnswer = z.infer<typeof egressAnswerSchema>;

/** Why there is no answer; the details are sentences for the script's author. They are named after `OutboundError.kind`. */
export const EGRESS_FAULTS = {
  "egress.refused": { status: 403, title: "The address may not be called" },
  "egress.invalid": { status: 422, title: "The request cannot be sent" },
  "egress.limit": { status: 422, title: "The answer is beyond a limit" },
  "egress.unreachable": { status: 502, title: "The server cannot be reached" },
  "egress.timeout": { status: 504, title: "The server did not answer in time" },
} as const satisfies Record<string, FaultEntry>;
