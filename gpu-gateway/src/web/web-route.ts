// POST /v1/web/read (contracts/gateway-web.ts).
import { readParts } from "../../../contracts/gateway-sheets.ts";
import { WEB_LIMITS, webQuestionSchema } from "../../../contracts/gateway-web.ts";
import type { GatewayContext } from "../app.ts";
import type { ServiceAuth } from "../auth/service-auth.ts";
import { Fault } from "../fault.ts";
import type { WebPool } from "./web-pool.ts";

export function webRoute({ auth, web }: { readonly auth: ServiceAuth; readonly web: WebPool }) {
  return async (context: GatewayContext): Promise<Response> => {
    const readBody = await auth.admit(context);
    // A place is taken before the body is read, so that what waits in memory is bounded by the queue.
    const place = web.enter();
    try {
      const parts = readParts(await readBody(), WEB_LIMITS.askBytes);
      const question = webQuestionSchema.safeParse(parts?.head);
      if (parts === null || !question.success)
        throw new Fault("request.invalid", "The body is not a question and bytes in the agreed form.");
      if (parts.bytes.byteLength > WEB_LIMITS.bodyBytes)
        throw new Fault("request.too-large", `A page has at most ${WEB_LIMITS.bodyBytes} bytes.`);
      const result = await place.run({ question: question.data, bytes: parts.bytes });
      return context.body(result, 200, { "content-type": "application/json", "cache-control": "no-store" });
    } finally {
      place.leave();
    }
  };
}
