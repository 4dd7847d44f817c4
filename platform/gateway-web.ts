/** The worker's side of pages and feeds at the gateway. Each call rejects with a GatewayError. */
import type * as z from "zod";
import { partsOf } from "../contracts/gateway-sheets.ts";
import { WEB_ANSWERS, WEB_LIMITS, WEB_PATH, type WebAnswer, type WebQuestion } from "../contracts/gateway-web.ts";
import { type GatewayClient, GatewayError } from "./gateway-client.ts";

/** What the gateway says to a question about these bytes. */
export async function readWeb<K extends WebQuestion["kind"]>(
  gateway: Pick<GatewayClient, "post">,
  question: Extract<WebQuestion, { kind: K }>,
  bytes: Uint8Array,
  signal?: AbortSignal,
): Promise<WebAnswer<K>> {
  const answer = await gateway.post({
    path: WEB_PATH,
    body: partsOf(question, bytes),
    contentType: "application/octet-stream",
    maxBytes: WEB_LIMITS.answerBytes,
    ...(signal ? { signal } : {}),
  });
  // The table has the schema of each kind under its name, which TypeScript does not follow through an index.
  const schema = WEB_ANSWERS[question.kind] as unknown as z.ZodType<WebAnswer<K>>;
  const parsed = schema.safeParse(parseJson(answer));
  if (!parsed.success) throw new GatewayError("gateway.answer-invalid", "The gateway's answer is not as agreed.", 200);
  return parsed.data;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
