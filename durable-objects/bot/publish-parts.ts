/** What publishing works with, from the bot object's own surroundings. */
import { systemClock } from "../../platform/clock.ts";
import type { Env } from "../env.ts";
import { dataObject } from "../objects.ts";
import { otherBots } from "./other-bots.ts";
import type { PublishParts } from "./publish.ts";
import { readOverrides } from "./settings.ts";

export const publishParts = (storage: DurableObjectStorage, env: Env, tenant: string, bot: string): PublishParts => ({
  storage,
  files: env.FILES,
  now: systemClock.now(),
  environment: { ...env },
  overrides: readOverrides(storage.sql),
  data: dataObject(env, { tenant, bot }),
  others: otherBots(env, tenant),
});
