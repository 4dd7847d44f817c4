/**
 * Which services this product has. A keyword of one that is to come compiles, checks its operands and raises a trappable error
 * that names the service; so does a keyword of a present service whose handler is still to be written, which
 * contracts/services.ts lists. Tests hold that table, the handlers and the catalogue together: a service with one handler must have all of them.
 */
import type { KeywordEntry } from "../../../basic/catalogue/index.ts";
import { missingKeyword } from "../../../basic/catalogue/index.ts";
import { BasicError, ERR } from "../../../basic/errors.ts";
import type { EffectRequest } from "../../../basic/machine.ts";
import { PRESENT_SERVICES } from "../../../contracts/services.ts";
import { missingPath } from "./service-paths.ts";

/** Why nothing performs this effect. */
export function missing(effect: EffectRequest, entry: KeywordEntry | undefined): BasicError {
  if (effect.keyword === "CALL") return new BasicError(ERR.serviceMissing, missingPath(String(effect.args["service"])));
  if (!entry) return new BasicError(ERR.unknownStatement, `${effect.keyword} is not available in this version.`);
  return new BasicError(
    ERR.serviceMissing,
    missingKeyword(entry, (service) => PRESENT_SERVICES.has(service)),
  );
}
