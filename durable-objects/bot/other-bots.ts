/** The other bots of a tenant, for packages that depend on them. */
import { programKey, sharedProgramKey } from "../../contracts/release.ts";
import type { Env } from "../env.ts";
import { botObject } from "../objects.ts";
import type { OtherBots } from "../packages/dependencies.ts";

export function otherBots(env: Env, tenant: string): OtherBots {
  return {
    current: (bot) => botObject(env, { tenant, bot }).current(),
    async program(bot, hash) {
      const object =
        (await env.FILES.get(programKey(tenant, bot, hash))) ?? (await env.FILES.get(sharedProgramKey(tenant, hash)));
      return object === null ? null : new Uint8Array(await object.arrayBuffer());
    },
  };
}
