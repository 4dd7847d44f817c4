/** The name under which a person is kept: the same for the same person, and for nobody who lacks the operator's key to be foretold. */
import { bytesOf, hmac } from "../hmac.ts";
import { base32hex } from "../ids.ts";

/**
 * `issuer`: who vouches for the person (`channel:NAME`, `token:ISSUER`), `subject`: as they name them. A change of the operator's
 * key makes everybody a new person, as it makes sealed secrets unreadable.
 */
export async function personKey(operatorKey: string, tenant: string, issuer: string, subject: string): Promise<string> {
  // As a list: no part can run over into the next one.
  const name = JSON.stringify(["person/v1", tenant, issuer, subject]);
  const code = await hmac("SHA-256", bytesOf(operatorKey), bytesOf(name));
  return base32hex(code.subarray(0, 16));
}
