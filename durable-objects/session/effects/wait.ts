/** WAIT: a short one stays in memory, a longer one gives the object back until the alarm (reference 3.13). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { type EffectHandler, Suspension } from "./effect.ts";

const MAX_SECONDS = 300;
const SHORT_SECONDS = 2;

const wait: EffectHandler = {
  // The time that it ends at is not known before.
  classOf: () => "recordable",
  waits: () => false,
  run(args, context) {
    const seconds = args["seconds"];
    if (typeof seconds !== "number" || seconds < 0) {
      throw new BasicError(ERR.badCall, "WAIT takes a number of seconds, 0 to 300.");
    }
    const ms = Math.min(seconds, MAX_SECONDS) * 1000;
    if (seconds >= SHORT_SECONDS) return new Suspension(context.clock.now() + ms);
    const now = context.clock.now();
    // A clock that was put back must not make it longer.
    const left = Math.min(ms, Math.max(0, context.endsAt(now + ms) - now));
    return context.clock.sleep(left, context.signal).then(() => null);
  },
};

export const WAIT_EFFECTS: Readonly<Record<string, EffectHandler>> = { WAIT: wait };
