/** A look ahead: which of the conversations that wait could go on with a release. */
import type { Page } from "../contracts/admin.ts";
import type { BotConversation, ConversationFilter, UpgradeCheck } from "../contracts/release.ts";
import type { Env } from "../durable-objects/env.ts";
import { botStub, callObject, sessionStub } from "./objects.ts";
import { expectOk } from "./problem.ts";

/** Conversations that are asked at the same time. */
const PARALLEL = 8;
const PAGE = 200;
/** Pages of open conversations that are looked through for some of other releases. */
const MAX_PAGES = 20;

/** Asks at most `limit` open conversations that are pinned to another release, the newest first. */
export async function checkUpgrade(
  env: Env,
  { tenant, bot, release, limit }: { tenant: string; bot: string; release: string; limit: number },
): Promise<UpgradeCheck> {
  // An unknown release is a mistake, not a release that nobody could move to.
  expectOk(await callObject(() => botStub(env, tenant, bot).release(release)));
  const waiting = await others(env, { tenant, bot, release, limit });
  const check: UpgradeCheck = { release, checked: 0, could: 0, couldNot: 0, reasons: [] };
  const queue = waiting[Symbol.iterator]();
  const ask = async (): Promise<void> => {
    for (const { conversation, from } of queue) {
      const answer = await callObject(() => sessionStub(env, { tenant, bot, conversation }).couldMove(release));
      // Ended or erased since it was listed.
      if (!answer.ok) continue;
      check.checked += 1;
      if (answer.value.could) check.could += 1;
      else {
        check.couldNot += 1;
        check.reasons.push({ conversation, from, reason: answer.value.reason });
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, ask));
  check.reasons.sort((a, b) => (a.conversation < b.conversation ? -1 : 1));
  return check;
}

async function others(
  env: Env,
  { tenant, bot, release, limit }: { tenant: string; bot: string; release: string; limit: number },
): Promise<{ conversation: string; from: string }[]> {
  const found: { conversation: string; from: string }[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES && found.length < limit; page++) {
    const asked: ConversationFilter = { state: "open", release: null, limit: PAGE, cursor };
    const listed: Page<BotConversation> = await callObject(() => botStub(env, tenant, bot).conversations(asked));
    found.push(
      ...listed.items
        .filter((item) => item.release !== release)
        .map((item) => ({ conversation: item.id, from: item.release })),
    );
    cursor = listed.nextCursor;
    if (cursor === null) break;
  }
  return found.slice(0, limit);
}
