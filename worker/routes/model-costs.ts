/** What language models have cost, the budget of the tenant, and how it stands. */
import { Hono } from "hono";
import type { Page } from "../../contracts/admin.ts";
import {
  type BudgetStanding,
  budgetSchema,
  type CostLine,
  costsQuery,
  type LedgerApi,
} from "../../contracts/ledger.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { requireAdministrator, requireScope } from "../auth/principal.ts";
import { readJson } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { callObject, ledgerStub } from "../objects.ts";
import { FaultError } from "../problem.ts";
import { pageCursor, wholeNumber } from "../query.ts";

const MAX_LINES = 1_000;
const CURSOR = /^[^\n]{1,1000}$/;

export function modelCosts(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const ledgerOf = (c: Ctx): LedgerApi => ledgerStub(c.env, c.get("tenant"));

  routes.get("/llm/costs", async (c) => {
    await requireScope(c, "metrics:read", tokensOf(c));
    const { from, to, bot } = c.req.query();
    const query = costsQuery.safeParse({ from, to, bot });
    if (!query.success)
      throw new FaultError("request.invalid", "from and to are days such as 2026-11-24, bot is a bot's name.");
    const limit = wholeNumber(c.req.query("limit")) ?? MAX_LINES;
    if (limit < 1 || limit > MAX_LINES)
      throw new FaultError("request.invalid", `limit is a number from 1 to ${MAX_LINES}.`);
    const cursor = pageCursor(c.req.query("cursor"), CURSOR);
    const page: Page<CostLine> = await callObject(() => ledgerOf(c).costs(query.data, limit, cursor));
    return c.json(page);
  });

  routes.get("/llm/budget", async (c) => {
    await requireScope(c, "metrics:read", tokensOf(c));
    const budget = await callObject(() => ledgerOf(c).budget());
    const accounts: BudgetStanding[] = await callObject(() => ledgerOf(c).standing());
    return c.json({ ...budget, accounts });
  });

  // A program that may call models must not be able to lift what bounds it.
  routes.put("/llm/budget", async (c) => {
    await requireAdministrator(c);
    const budget = await readJson(c.req.raw, budgetSchema);
    await callObject(() => ledgerOf(c).setBudget(budget));
    return c.json(budget);
  });
  return routes;
}
