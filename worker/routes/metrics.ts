/** The figures of this isolate, for a Prometheus (docs/observability.md). They are of all tenants: never public. */
import { Hono } from "hono";
import { API_TOKEN_PREFIX } from "../../contracts/admin.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { bearer, requireOperator, requireScope } from "../auth/principal.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { PROMETHEUS_TYPE, prometheusText } from "../metrics.ts";
import { FaultError } from "../problem.ts";

export function metrics(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get("/metrics", async (c) => {
    const given = bearer(c);
    if (given !== null && !given.startsWith(API_TOKEN_PREFIX)) await requireOperator(c);
    else {
      await requireScope(c, "metrics:read", tokensOf(c));
      // Who is only one tenant of several must not see how busy the others are.
      if (c.get("tenant") !== c.env.DEFAULT_TENANT)
        throw new FaultError(
          "auth.forbidden",
          "The figures are of all tenants: only the default tenant's tokens read them.",
        );
    }
    return c.body(prometheusText(), 200, { "content-type": PROMETHEUS_TYPE });
  });

  return routes;
}
