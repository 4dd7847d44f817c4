/** Keywords that a run without the worker performs or refuses by itself: those of this installation, and those of missing services. */
import { randomUUID } from "node:crypto";
import { missingKeyword } from "../basic/catalogue/index.ts";
import {
  BasicError,
  type EffectRequest,
  ERR,
  findExtension,
  findKeyword,
  type Machine,
  performExtension,
} from "../basic/index.ts";
import type { OperationContext } from "../basic/operations/context.ts";
import { PRESENT_SERVICES } from "../contracts/services.ts";

const LIMIT_MS = 30_000;

/** True where no worker could do more with this keyword than this process. */
export function isLocalKeyword(keyword: string): boolean {
  if (findExtension(keyword)) return true;
  const service = findKeyword(keyword)?.service;
  return service !== undefined && !PRESENT_SERVICES.has(service);
}

/** Answers the machine; false where the keyword is none of these. */
export async function performLocalKeyword(
  machine: Machine,
  { keyword, args }: EffectRequest,
  values: OperationContext,
  note: (text: string) => void,
): Promise<boolean> {
  const found = findExtension(keyword);
  const entry = findKeyword(keyword);
  if (!found) {
    if (!entry || !isLocalKeyword(keyword)) return false;
    machine.raise(
      ERR.serviceMissing,
      missingKeyword(entry, () => false),
    );
    return true;
  }
  try {
    const context = { key: `terminal/${randomUUID()}`, signal: AbortSignal.timeout(LIMIT_MS), warn: note };
    machine.resume(await performExtension(found, args, context, values));
  } catch (error) {
    if (!(error instanceof BasicError)) throw error;
    if (error.cause !== undefined) note(`${keyword}: ${String(error.cause)}`);
    machine.raise(error.number, error.message);
  }
  return true;
}
