/** Which file of a data folder belongs to which object. */
import { createHash, createHmac } from "node:crypto";
import path from "node:path";

/**
 * The id that workerd gives an object of this name, in hex: 16 bytes of HMAC-SHA-256 over the name, then 16 over those, under
 * the SHA-256 of the namespace's key (workerd, src/workerd/server/actor-id-impl.c++).
 */
function objectId(namespace: string, name: string): string {
  const key = createHash("sha256").update(namespace).digest();
  const sign = (data: string | Buffer): Buffer => createHmac("sha256", key).update(data).digest().subarray(0, 16);
  const first = sign(name);
  return Buffer.concat([first, sign(first)]).toString("hex");
}

/** The SQLite file of an object in a data folder's `state`. */
export function objectFile(state: string, className: string, name: string): string {
  const namespace = `edge-${className}`;
  return path.join(state, "do", namespace, `${objectId(namespace, name)}.sqlite`);
}
