/** Who may use the proxy: it listens on the machine, where other users may have programs, too. */
import { createHash, timingSafeEqual } from "node:crypto";

export const PROXY_USER = "basalt";

/** Compares in constant time, also for texts of different length. */
export function isProxyPassword(expected: string, user: string, password: string): boolean {
  const same = timingSafeEqual(digest(expected), digest(password));
  return user === PROXY_USER && same;
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
