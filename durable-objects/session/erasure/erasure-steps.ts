/** What a conversation leaves outside of its own file, and how each of it goes. */
import { attachmentFolder } from "../../../contracts/attachments.ts";
import type { ConnectionApi } from "../../../contracts/deliveries.ts";
import { uploadKey } from "../../../contracts/drive-storage.ts";
import type { Env } from "../../env.ts";
import { botObject, driveObject } from "../../objects.ts";
import { eraseHelpers } from "../helpers.ts";
import { tellErased } from "../release/pin.ts";
import { deleteBlobs, deletePrefix } from "../store/blobs.ts";
import type { ErasureStep } from "./erasure.ts";

export function erasureSteps(env: Env): ErasureStep[] {
  const steps: ErasureStep[] = [
    {
      name: "blobs",
      run: async (key) => {
        await deleteBlobs(env.FILES, key);
        return true;
      },
    },
    {
      // Files that were sent, with all their versions; what is still on its way finds the folder closed.
      name: "attachments",
      run: async (key) => {
        await driveObject(env, key).purge(attachmentFolder(key.conversation));
        await deletePrefix(env.FILES, uploadKey(key.tenant, key.bot, `${key.conversation}/`));
        return true;
      },
    },
    {
      // What other bots were told.
      name: "helpers",
      run: async (key, _, __, helpers = []) => {
        await eraseHelpers(env, key, helpers);
        return true;
      },
    },
    {
      // No release is kept for it any more.
      name: "pin",
      run: async (key, erasedAt) => {
        await tellErased(env, key, erasedAt);
        return true;
      },
    },
    {
      // After the pin, which keeps out what comes late.
      name: "dead-letters",
      run: async (key, _, via) => {
        if (via) await botObject(env, key).withdrawDeadLetter(key.conversation, null);
        return true;
      },
    },
    {
      // Who it was with: the next message of that address begins a new conversation.
      name: "connection",
      run: async ({ tenant, conversation }, _, via) => {
        if (!via) return true;
        const stub: unknown = env.CONNECTION.getByName(`${tenant}/${via.channel}/${via.connection}`);
        // The class behind the binding implements exactly this interface; the platform's types lose recursive JSON.
        await (stub as ConnectionApi).forget(conversation);
        return true;
      },
    },
  ];
  if (env.DATABASE_URL) {
    steps.push({
      name: "history",
      // The queue's consumer confirms it (projections/history.ts).
      run: async (key) => {
        await env.PROJECTIONS.send({ key, erase: true });
        return false;
      },
    });
  }
  return steps;
}
