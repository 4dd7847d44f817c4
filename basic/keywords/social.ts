/** POST TO: the networks, and which operand is the picture and which the text (reference 3.12). */
import { NETWORKS } from "../catalogue/social.ts";
import type { Value } from "../values.ts";
import { textOf } from "./operands.ts";

export interface Post {
  /** In lower case; "x" is "twitter". */
  networks: string[];
  /** Sign-in of old scripts; the product uses the account that is connected. */
  user: string | null;
  media: Value[];
  text: string;
}

/** `network` is one word or a comma list. A sentence where the operands make no post. */
export function readPost(network: Value, content: readonly Value[]): Post | string {
  const networks = (textOf(network) ?? "").split(",").map((word) => word.trim().toUpperCase());
  const unknown = networks.find((word) => !NETWORKS.includes(word));
  if (unknown !== undefined) return `POST TO knows no network "${unknown.toLowerCase().slice(0, 40)}"`;
  const text = textOf(content.at(-1) ?? null);
  if (text === null) return "POST TO needs a text";
  if (content.length > 4) return "POST TO takes four operands at most";
  const signsIn = content.length === 4;
  return {
    networks: networks.map((word) => (word === "X" ? "twitter" : word.toLowerCase())),
    user: signsIn ? textOf(content[0] ?? null) : null,
    media: content.slice(signsIn ? 2 : 0, -1),
    text,
  };
}
