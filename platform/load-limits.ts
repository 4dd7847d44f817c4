/** The bounds of what an isolate carries: variables of the deployment, with defaults for those that are not set. */

export interface LoadLimits {
  /** Open web sockets. */
  sockets: number;
  /** New conversations a second. */
  newConversations: number;
  /** Conversations in which a turn runs at the same time. */
  turns: number;
  /** What one tenant may have of each where there are several, 0 to 1. */
  tenantShare: number;
}

export interface LoadVariables {
  LIMIT_SOCKETS?: string;
  LIMIT_NEW_CONVERSATIONS?: string;
  LIMIT_TURNS?: string;
  LIMIT_TENANT_SHARE?: string;
}

const DEFAULTS: LoadLimits = { sockets: 20_000, newConversations: 200, turns: 2_000, tenantShare: 0.8 };

/** A variable that is no such number is said to be wrong, and its default holds: nobody's chat ends for it. */
export function readLoadLimits(env: LoadVariables, say: (line: string) => void): LoadLimits {
  const read = (name: keyof LoadVariables, fallback: number, most: number): number => {
    const text = env[name];
    if (text === undefined || text === "") return fallback;
    const value = Number(text);
    if (value > 0 && value <= most) return value;
    say(`the variable ${name} takes a number above 0 and up to ${most}, not "${text.slice(0, 40)}"; ${fallback} holds`);
    return fallback;
  };
  return {
    sockets: read("LIMIT_SOCKETS", DEFAULTS.sockets, 10_000_000),
    newConversations: read("LIMIT_NEW_CONVERSATIONS", DEFAULTS.newConversations, 1_000_000),
    turns: read("LIMIT_TURNS", DEFAULTS.turns, 1_000_000),
    tenantShare: read("LIMIT_TENANT_SHARE", DEFAULTS.tenantShare, 1),
  };
}
