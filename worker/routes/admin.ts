/** Signing in by the administrator's link, and API tokens. */
import { Hono } from "hono";
import {
  type AdminSession,
  type AdmissionState,
  type ApiToken,
  admissionRequest,
  type NewApiToken,
  type OneTimeLink,
  type Page,
  reprojectRequest,
  sessionRequest,
  tokenRequest,
} from "../../contracts/admin.ts";
import { systemClock } from "../../platform/clock.ts";
import type { Admission } from "../admission.ts";
import { type ApiTokenStore, makeApiToken, withTokens } from "../auth/api-tokens.ts";
import { readLink, signLink } from "../auth/operator.ts";
import {
  requireAdministrator,
  requireConsole,
  requireOperator,
  requireSameOrigin,
  signIn,
  signOut,
} from "../auth/principal.ts";
import { readJson } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { callObject } from "../objects.ts";
import { FaultError } from "../problem.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function admin(tokensOf: (c: Ctx) => ApiTokenStore, admission: Admission): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  // The token stands in the fragment: browsers send it to no server, and it lands in no log.
  routes.post("/admin/links", async (c) => {
    await requireOperator(c);
    const { token, expiresAt } = await signLink(c.env, c.get("tenant"));
    const url = new URL(`/console/enter#token=${token}`, c.req.url).href;
    const link: OneTimeLink = { url, expiresAt: expiresAt.toISOString() };
    return c.json(link, 201);
  });

  routes.post("/admin/session", async (c) => {
    requireSameOrigin(c);
    const { token } = await readJson(c.req.raw, sessionRequest);
    const grant = await readLink(c.env, token);
    if (!grant || grant.tenant !== c.get("tenant"))
      throw new FaultError("link.used", "The link has expired or is not for this host; ask for a new one.");
    const first = await callObject(() =>
      c.env.ONCE.get(c.env.ONCE.idFromName(`link/${grant.id}`)).claim(grant.expiresAt.getTime()),
    );
    if (!first) throw new FaultError("link.used", "The link has been used already; ask for a new one.");
    const expiresAt = await signIn(c, grant.tenant);
    const session: AdminSession = { tenant: grant.tenant, expiresAt: expiresAt.toISOString() };
    return c.json(session, 201);
  });

  routes.get("/admin/session", async (c) => {
    const grant = await requireConsole(c);
    const session: AdminSession = { tenant: grant.tenant, expiresAt: grant.expiresAt.toISOString() };
    return c.json(session);
  });

  routes.delete("/admin/session", async (c) => {
    await requireConsole(c);
    signOut(c);
    return c.body(null, 204);
  });

  // The history's store was rebuilt: these conversations send theirs again.
  routes.post("/admin/projections", async (c) => {
    await requireOperator(c);
    const { objects } = await readJson(c.req.raw, reprojectRequest);
    for (const id of objects) await callObject(() => c.env.SESSION.get(c.env.SESSION.idFromString(id)).reproject());
    return c.body(null, 204);
  });

  routes.post("/admin/admission", async (c) => {
    await requireOperator(c);
    const said = await readJson(c.req.raw, admissionRequest);
    if ("full" in said) {
      admission.set(said.full);
      return c.body(null, 204);
    }
    const state: AdmissionState = { full: admission.saw(said) };
    return c.json(state);
  });

  routes.get("/tokens", async (c) => {
    await requireAdministrator(c);
    const items = await withTokens(() => tokensOf(c).list(c.get("tenant")));
    const page: Page<ApiToken> = { items, nextCursor: null };
    return c.json(page);
  });

  routes.post("/tokens", async (c) => {
    await requireAdministrator(c);
    const request = await readJson(c.req.raw, tokenRequest);
    const { token, hash } = await makeApiToken();
    const days = request.expiresInDays;
    const expiresAt = days === null ? null : new Date(systemClock.now() + days * 86_400_000);
    const record = { name: request.name, hash, scopes: [...new Set(request.scopes)], expiresAt };
    const stored = await withTokens(() => tokensOf(c).create(c.get("tenant"), record));
    const made: NewApiToken = { ...stored, token };
    return c.json(made, 201);
  });

  routes.delete("/tokens/:token", async (c) => {
    await requireAdministrator(c);
    const id = c.req.param("token");
    const revoked = UUID.test(id) && (await withTokens(() => tokensOf(c).revoke(c.get("tenant"), id)));
    if (!revoked) throw new FaultError("token.unknown", "No living API token has this id.");
    return c.body(null, 204);
  });

  return routes;
}
