// POST /v1/documents/extract: a document's raw bytes in, its text page by page out.
import { extractOptionsSchema } from "../../../contracts/gateway.ts";
import type { GatewayContext } from "../app.ts";
import type { ServiceAuth } from "../auth/service-auth.ts";
import { Fault } from "../fault.ts";
import { loggedExtension } from "../log.ts";
import type { ExtractionPool } from "./extraction-pool.ts";

const MAX_FILE_NAME = 1_000;

export interface ExtractRouteOptions {
  readonly auth: ServiceAuth;
  readonly pool: ExtractionPool;
}

export function extractRoute({ auth, pool }: ExtractRouteOptions): (context: GatewayContext) => Promise<Response> {
  return async (context) => {
    const readBody = await auth.admit(context);
    const facts = context.get("facts");
    // A place is taken before the body is read, so that what waits in memory is bounded by the queue.
    const place = pool.enter();
    try {
      const bytes = await readBody();
      const fileName = fileNameOf(context.req.header("x-file-name"));
      facts["extension"] = loggedExtension(fileName);
      const result = await place.run({
        bytes,
        contentType: context.req.header("content-type"),
        fileName,
        options: optionsOf(context.req.query()),
      });
      facts["type"] = result.type;
      facts["pages"] = result.pages;
      return context.body(result.json, 200, { "content-type": "application/json", "cache-control": "no-store" });
    } finally {
      place.leave();
    }
  };
}

function fileNameOf(header: string | undefined): string | undefined {
  if (header === undefined || header === "") return undefined;
  try {
    const name = decodeURIComponent(header);
    if (name.length <= MAX_FILE_NAME) return name;
  } catch {
    // Falls through to the same answer as a name that is too long.
  }
  throw new Fault(
    "request.invalid",
    `x-file-name must be percent-encoded UTF-8 of at most ${MAX_FILE_NAME} characters.`,
  );
}

function optionsOf(query: Record<string, string>) {
  const parsed = extractOptionsSchema.safeParse(query);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.length ? `"${issue.path.join(".")}": ` : "";
  throw new Fault("request.invalid", `The query is not valid: ${where}${issue?.message ?? "it has another shape"}.`);
}
