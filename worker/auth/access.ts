/** Who may follow a conversation: the person with its token, or a principal whose scopes reach it. */
import { API_TOKEN_PREFIX, type Scope } from "../../contracts/admin.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { Ctx } from "../context.ts";
import { FaultError } from "../problem.ts";
import type { ApiTokenStore } from "./api-tokens.ts";
import { checkToken, conversationOf } from "./conversation.ts";
import { bearer, requireOperator, requireScope, requireScopeOf } from "./principal.ts";

/** `person`: takes part. `reader`: sees everything and says nothing. */
export type Access = "person" | "reader";

/** The conversation that the request names, for its own token or a principal with the scope; else 401 or 403. */
export async function requireAccess(
  c: Ctx,
  scope: Scope,
  tokens: ApiTokenStore,
): Promise<{ key: ConversationKey; access: Access }> {
  const key = conversationOf(c);
  const token = bearer(c);
  if (token !== null) return { key, access: await accessBy(c, key, token, scope, tokens) };
  if (c.req.header("cookie") === undefined)
    throw new FaultError("auth.required", "Send the conversation's token, or an API token, as a bearer token.");
  await requireScope(c, scope, tokens);
  return { key, access: "reader" };
}

/** What a token opens, wherever it was sent. Throws 401 or 403. */
export async function accessBy(
  c: Ctx,
  key: ConversationKey,
  token: string,
  scope: Scope,
  tokens: ApiTokenStore,
): Promise<Access> {
  if (token.startsWith(API_TOKEN_PREFIX)) {
    await requireScopeOf(c, token, scope, tokens);
    return "reader";
  }
  // A conversation's token has one dot, the operator's JWT two.
  if (token.split(".").length === 3 && bearer(c) === token) {
    await requireOperator(c);
    return "reader";
  }
  await checkToken(c, key, token);
  return "person";
}
