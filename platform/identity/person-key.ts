/** Names that are the same for the same thing every time, and that nobody can foretell who lacks the operator's key. */
import { bytesOf, hmac } from "../hmac.ts";
import { base32hex } from "../ids.ts";

/**
 * The name under which a person is kept. `issuer`: who vouches for the person (`channel:NAME`, `token:ISSUER`), `subject`: as they
 * name them. A change of the operator's key makes everybody a new person, as it makes sealed secrets unreadable.
 */
export function personKey(operatorKey: string, tenant: string, issuer: string, subject: string): Promise<string> {
  return derivedId(operatorKey, ["person/v1", tenant, issuer, subject]);
}

/** The conversation that a bot has as the helper of another one's conversation. */
export function helperConversation(
  operatorKey: string,
  { tenant, bot, conversation }: { tenant: string; bot: string; conversation: string },
  helper: string,
): Promise<string> {
  return derivedId(operatorKey, ["helper/v1", tenant, bot, conversation, helper]);
}

/** 128 bits in the form of a conversation's id. */
async function derivedId(operatorKey: string, parts: readonly string[]): Promise<string> {
  // As a list: no part can run over into the next one.
  const code = await hmac("SHA-256", bytesOf(operatorKey), bytesOf(JSON.stringify(parts)));
  return base32hex(code.subarray(0, 16));
}
