// The gateway's HTTP face: request ids, one log line a request, faults as problem+json, and the routes.
import { randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import { EXTRACT_PATH } from "../../contracts/gateway.ts";
import { MAKE_PDF_PATH, MERGE_PDF_PATH, READ_CODE_PATH } from "../../contracts/gateway-documents.ts";
import { EGRESS_PATH } from "../../contracts/gateway-egress.ts";
import { APPEND_SHEET_PATH, FILL_TEMPLATE_PATH, READ_SHEET_PATH } from "../../contracts/gateway-sheets.ts";
import { WEB_PATH } from "../../contracts/gateway-web.ts";
import { createServiceAuth, type ServiceAuthOptions } from "./auth/service-auth.ts";
import { extractRoute } from "./documents/extract-route.ts";
import type { ExtractionPool } from "./documents/extraction-pool.ts";
import { egressRoute } from "./egress/egress-route.ts";
import type { EgressBounds } from "./egress/memory-budget.ts";
import type { Resolver } from "./egress/resolve-host.ts";
import { Fault, problemResponse } from "./fault.ts";
import { healthRoute } from "./health/health-route.ts";
import type { Logger } from "./log.ts";
import type { PdfPool } from "./pdf/pdf-pool.ts";
import { makePdfRoute, mergePdfRoute, readCodeRoute } from "./pdf/pdf-routes.ts";
import type { SheetPool } from "./sheets/sheet-pool.ts";
import { appendSheetRoute, fillTemplateRoute, readSheetRoute } from "./sheets/sheet-routes.ts";
import type { WebPool } from "./web/web-pool.ts";
import { webRoute } from "./web/web-route.ts";

/** What a request carries through its handlers. */
export interface GatewayEnvironment {
  Variables: {
    requestId: string;
    /** Extra fields for the request's log line. */
    facts: Record<string, string | number | undefined>;
  };
}
export type GatewayContext = Context<GatewayEnvironment>;

export interface AppOptions extends ServiceAuthOptions {
  readonly log: Logger;
  readonly pool: ExtractionPool;
  readonly sheets: SheetPool;
  readonly pdfs: PdfPool;
  readonly web: WebPool;
  /** Names and bounds of the egress; absent = the system's names, the default bounds. */
  readonly egress?: { readonly resolver?: Resolver; readonly bounds?: EgressBounds };
}

/** Known routes are named in the log; an unknown path is text from outside and may hold anything. */
const ROUTES: ReadonlySet<string> = new Set([
  "/healthz",
  EXTRACT_PATH,
  EGRESS_PATH,
  READ_SHEET_PATH,
  APPEND_SHEET_PATH,
  FILL_TEMPLATE_PATH,
  MAKE_PDF_PATH,
  MERGE_PDF_PATH,
  READ_CODE_PATH,
  WEB_PATH,
]);

export function createApp(options: AppOptions): Hono<GatewayEnvironment> {
  const app = new Hono<GatewayEnvironment>();
  const auth = createServiceAuth(options);

  app.use(async (context, next) => {
    const started = performance.now();
    const requestId = requestIdOf(context.req.header("x-request-id"));
    context.set("requestId", requestId);
    context.set("facts", {});
    await next();
    context.header("x-request-id", requestId);
    const status = context.res.status;
    options.log[status >= 500 ? "error" : status >= 400 ? "warn" : "info"](
      {
        requestId,
        method: context.req.method,
        route: ROUTES.has(context.req.path) ? context.req.path : "unknown",
        status,
        ms: Math.round((performance.now() - started) * 10) / 10,
        ...context.get("facts"),
      },
      "request",
    );
  });

  app.onError((error, context) => {
    const fault = error instanceof Fault ? error : new Fault("internal", "The gateway could not handle the call.");
    context.get("facts")["code"] = fault.code;
    if (fault.reason !== fault.code) context.get("facts")["reason"] = fault.reason;
    if (!(error instanceof Fault))
      options.log.error({ requestId: context.get("requestId"), err: error }, "unexpected error");
    return problemResponse(fault, context.get("requestId"));
  });
  app.notFound((context) => {
    context.get("facts")["code"] = "route.unknown";
    return problemResponse(new Fault("route.unknown", "There is no such route here."), context.get("requestId"));
  });

  app.get("/healthz", healthRoute(options.pool));
  app.post(EXTRACT_PATH, extractRoute({ auth, pool: options.pool }));
  app.post(EGRESS_PATH, egressRoute({ auth, ...options.egress }));
  const { sheets } = options;
  app.post(READ_SHEET_PATH, readSheetRoute({ auth, sheets }));
  app.post(APPEND_SHEET_PATH, appendSheetRoute({ auth, sheets }));
  app.post(FILL_TEMPLATE_PATH, fillTemplateRoute({ auth, sheets }));
  const { pdfs } = options;
  app.post(MAKE_PDF_PATH, makePdfRoute({ auth, pdfs }));
  app.post(MERGE_PDF_PATH, mergePdfRoute({ auth, pdfs }));
  app.post(READ_CODE_PATH, readCodeRoute({ auth, pdfs }));
  app.post(WEB_PATH, webRoute({ auth, web: options.web }));
  return app;
}

function requestIdOf(given: string | undefined): string {
  return given !== undefined && /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : randomUUID();
}
