/** The documented operations of events, webhooks and forms. */
import * as z from "zod";
import { eventRequest } from "../../contracts/event-requests.ts";
import type { FaultCode } from "../../contracts/faults.ts";
import type { Operation } from "./operations.ts";

const EVENTS = "/api/v1/bots/{bot}/events";
const ADMIN: FaultCode[] = ["auth.required", "auth.invalid", "auth.forbidden", "bot.unknown", "request.invalid"];
const CALLED: FaultCode[] = [
  "bot.unknown",
  "request.invalid",
  "request.too-large",
  "request.unsupported-type",
  "rate.limited",
  "drive.quota",
];
const WEBHOOK: FaultCode[] = [...CALLED, "webhook.unknown", "webhook.refused", "webhook.timeout", "script.failed"];
const WEBHOOK_HEADERS = {
  "X-Webhook-Secret": "The secret itself, where the webhook has one; or Authorization: Bearer SECRET.",
  "webhook-id": "With webhook-timestamp and webhook-signature: a signature of the Standard Webhooks specification.",
  "x-hub-signature-256": "A signature as GitHub makes it: sha256= and the HMAC of the body in hexadecimal.",
};
const WEBHOOK_SUMMARY =
  "Runs the script that holds WEBHOOK with this name and answers what it returns: status, headers and body are the script's.";

export const eventOperations: Operation[] = [
  {
    method: "get",
    path: EVENTS,
    id: "listEventRuns",
    summary:
      "What became of the bot's events, the newest first: a row for each script that was run. Needs conversations:read.",
    security: "api",
    query: { limit: z.int().min(1).max(200), cursor: z.string() },
    answers: { 200: "HandlerRunPage" },
    faults: ADMIN,
  },
  {
    method: "post",
    path: `${EVENTS}/{name}`,
    id: "publishEvent",
    summary:
      "Says that an event of this name has happened: its handlers run, and conversations that wait for it go on. The name email takes a mail. Needs events:write.",
    security: "api",
    body: eventRequest,
    headers: { "Idempotency-Key": "The same key again changes nothing and answers the same runs." },
    answers: { 202: "RaisedEvent" },
    faults: [...ADMIN, "request.too-large", "request.unsupported-type", "rate.limited"],
  },
  {
    method: "post",
    path: "/api/{bot}/webhook/{name}",
    id: "callWebhook",
    summary: WEBHOOK_SUMMARY,
    security: "none",
    body: "application/json",
    headers: WEBHOOK_HEADERS,
    answers: { 200: "application/json" },
    faults: WEBHOOK,
  },
  {
    method: "get",
    path: "/api/{bot}/webhook/{name}",
    id: "callWebhookByGet",
    summary: WEBHOOK_SUMMARY,
    security: "none",
    headers: WEBHOOK_HEADERS,
    answers: { 200: "application/json" },
    faults: WEBHOOK,
  },
  {
    method: "post",
    path: "/api/{bot}/forms/{name}",
    id: "sendForm",
    summary:
      "Sends a form: its fields, and files with multipart/form-data. A page is sent on to the next one; everybody else gets JSON.",
    security: "none",
    body: "multipart/form-data",
    headers: { "Idempotency-Key": "The same key again sends nothing." },
    answers: { 200: "application/json" },
    faults: [...CALLED, "form.unknown", "auth.forbidden"],
  },
];
