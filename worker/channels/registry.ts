/**
 * The channels that this worker speaks: those of the product and those of the installation. Each adapter has a folder of its own
 * here and knows no other; the routes and the delivery know them only through this table.
 */
import { CHANNELS } from "../../channels/index.ts";
import type { ChannelAdapter } from "../../contracts/channel.ts";
import { webhook } from "./webhook/adapter.ts";

/** Names that a conversation may have without a vendor behind it. */
const OWN_NAMES: ReadonlySet<string> = new Set(["web", "terminal", "api"]);
const adapters = new Map<string, ChannelAdapter>();

registerChannels([webhook, ...CHANNELS]);

/** Adds adapters. Throws on a name that is taken, and adds none then. */
export function registerChannels(list: readonly ChannelAdapter[]): void {
  const names = new Set<string>();
  for (const { name } of list) {
    if (OWN_NAMES.has(name) || adapters.has(name) || names.has(name))
      throw new Error(`The channel "${name}" exists already; choose another name.`);
    names.add(name);
  }
  for (const adapter of list) adapters.set(adapter.name, adapter);
}

export const findChannel = (name: string): ChannelAdapter | undefined => adapters.get(name);
