/**
 * What stands in for the world while a conversation is run again. A turn of a replay asks it in place of every keyword
 * that touches more than the session, so that nothing is sent, read or paid twice; keywords of the class `pure` are
 * performed as ever.
 */
import type { UpgradeOutcome } from "../../../contracts/release.ts";

/**
 * How a keyword ended, with the turn's clock afterwards (ms). `json` is in the lossless form of values. `asked`: its
 * outcome was unknown, and the turn ended with a question (`effect.unknown`); it goes on in the turn that settles it.
 */
export type RecordedOutcome =
  | { now: number; json: string }
  | { now: number; number: number; message: string; yieldsNull?: true }
  | { now: number; asked: true };

export interface Recording {
  /**
   * The next outcome of the journal, which is that of this keyword at this line: `effect.done`, `effect.failed`,
   * `effect.withheld`, or `effect.unknown` where somebody was asked. Null where the recording has none and the keyword is to be performed. Throws where the journal and
   * the program no longer tell the same story, or where the journal ends in the middle of a turn.
   */
  next(keyword: string, line: number): RecordedOutcome | null | Promise<RecordedOutcome | null>;
  /**
   * The script that the message of this turn ran where none was parked (`script.started`); null where it was answered
   * without one. Whether a model was configured then is not known now.
   */
  started(): string | null;
  /** Steps of the machine at which the script was ended for having computed too long (`script.halted`); null = it was not. */
  halted(): number | null;
  /** The release that the conversation met in this turn (`release.changed`), by its hash; null where it met none. */
  released?(): { to: string; outcome: UpgradeOutcome } | null;
  /** What became of the answer to a question for a secret, of which only a mask was kept; null where the turn has none. */
  heard(): { outcome: string; value: string | null } | null;
}
