/** How many conversations of this isolate may have a turn running at once; above, a message is asked to come again. */
import type { Clock } from "../../../platform/clock.ts";
import { FairShare, load } from "../../../platform/load.ts";
import { type LoadLimits, type LoadVariables, readLoadLimits } from "../../../platform/load-limits.ts";

export class TurnBound {
  private readonly limits: LoadLimits;
  private readonly share: FairShare;

  constructor(variables: LoadVariables, clock: Clock) {
    this.limits = readLoadLimits(variables, (line) => console.error(line));
    this.share = new FairShare(clock);
  }

  /** Whether a conversation of the tenant in which nothing runs may begin a turn. */
  hasRoom(tenant: string): boolean {
    const { turns, tenantShare } = this.limits;
    if (load.turns.total >= turns) return false;
    return load.turns.of(tenant) < this.share.of(turns, tenantShare, tenant);
  }
}

/** One for all objects of the isolate: they have the same variables. */
let bound: { variables: LoadVariables; bound: TurnBound } | null = null;

export function turnBoundOf(variables: LoadVariables, clock: Clock): TurnBound {
  if (bound?.variables !== variables) bound = { variables, bound: new TurnBound(variables, clock) };
  return bound.bound;
}
