/** The documented operations of what language models cost. */
import * as z from "zod";
import type { FaultCode } from "../../contracts/faults.ts";
import { budgetSchema } from "../../contracts/ledger.ts";
import type { Operation } from "./operations.ts";

const FAULTS: FaultCode[] = [
  "auth.required",
  "auth.invalid",
  "auth.forbidden",
  "request.invalid",
  "service.unavailable",
];

export const costOperations: Operation[] = [
  {
    method: "get",
    path: "/api/v1/llm/costs",
    id: "listModelCosts",
    summary:
      "What language models have cost, by day, bot, person and model, the newest day first; money in nano-USD. Needs metrics:read.",
    security: "api",
    query: {
      from: z.iso.date(),
      to: z.iso.date(),
      bot: z.string(),
      limit: z.int().min(1).max(1000),
      cursor: z.string(),
    },
    answers: { 200: "ModelCostPage" },
    faults: FAULTS,
  },
  {
    method: "get",
    path: "/api/v1/llm/budget",
    id: "readModelBudget",
    summary: "The tenant's budget for language models, and what each account has spent and holds. Needs metrics:read.",
    security: "api",
    answers: { 200: "ModelBudget" },
    faults: FAULTS,
  },
  {
    method: "put",
    path: "/api/v1/llm/budget",
    id: "setModelBudget",
    summary: "Sets it, in nano-USD a day and a month (UTC); null lifts a bound. For an administrator or the operator.",
    security: "api",
    body: budgetSchema,
    answers: { 200: "ModelBudget" },
    faults: [...FAULTS, "request.too-large", "request.unsupported-type"],
  },
];
