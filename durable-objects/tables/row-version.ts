/** A row's version: a hash of its values, so that an edit knows whether the row is still the one that was looked at. */
import type { JsonValue } from "../../contracts/json.ts";

/** 53 bits, after the public-domain "cyrb53": against accidents, not against an attacker, who may edit the row anyway. */
export function rowVersion(row: Readonly<Record<string, JsonValue>>): string {
  const text = JSON.stringify(row);
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36);
}
