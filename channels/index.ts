/**
 * Channels of this installation, beside those of the product: docs/custom-channels.md shows how to write one. The worker reads
 * this list when it starts.
 */
import type { ChannelAdapter } from "../contracts/channel.ts";

export const CHANNELS: readonly ChannelAdapter[] = [];
