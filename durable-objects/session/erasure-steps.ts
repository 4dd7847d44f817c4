/** What a conversation leaves outside of its own file, and how each of it goes. */
import type { Env } from "../env.ts";
import { deleteBlobs } from "./blobs.ts";
import type { ErasureStep } from "./erasure.ts";
import { tellErased } from "./pin.ts";

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
      // No release is kept for it any more.
      name: "pin",
      run: async (key, erasedAt) => {
        await tellErased(env, key, erasedAt);
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
