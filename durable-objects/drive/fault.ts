/** Why the drive refuses, thrown inside a transaction so that nothing of the change stays. */
import { type FaultCode, fail, ok, type Result } from "../../contracts/faults.ts";

export class DriveFault extends Error {
  override readonly name = "DriveFault";
  readonly code: FaultCode;
  constructor(code: FaultCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

export function answered<T>(work: () => T): Result<T> {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof DriveFault) return fail(error.code, error.message);
    throw error;
  }
}
