/**
 * `retention-days`: a conversation erases itself so long after its last turn. It never does while something is under way: a
 * turn that waits for time, a person of the desk, a question with a time-out (whose end is a turn, from which the days
 * count anew). A question without a time-out does not hold it: the bot's owner has set how long people's words are kept,
 * and nobody has answered in all that time.
 */
import type { Duty } from "../alarm.ts";
import type { Conversation } from "../conversation.ts";
import type { SessionState } from "../state.ts";
import { EVENT_CHANNEL } from "../turn/event-run.ts";

const DAY_MS = 86_400_000;
/** The time is rounded up to this, so that turns of one hour need not move the alarm. */
const HOUR_MS = 3_600_000;

export class RetentionDuty implements Duty {
  private readonly days: number;
  private readonly erase: () => void;

  constructor(conversation: Conversation, erase: () => void) {
    const { keys } = conversation.config;
    const days = conversation.identity.request.channel === EVENT_CHANNEL ? keys["event-retention-days"] : 0;
    this.days =
      days > 0 && keys["retention-days"] > 0 ? Math.min(days, keys["retention-days"]) : days || keys["retention-days"];
    this.erase = erase;
  }

  due(state: SessionState): number | null {
    if (this.days === 0 || state.running || state.mode === "handed-over" || state.hear?.due != null) return null;
    return Math.ceil((state.committedAt + this.days * DAY_MS) / HOUR_MS) * HOUR_MS;
  }

  async run(): Promise<void> {
    this.erase();
  }
}
