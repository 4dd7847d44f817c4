/** Keywords around posts on social networks. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

/** Networks, as they are written in POST TO and GET x METRICS. */
export const NETWORKS: readonly string[] = [
  "INSTAGRAM",
  "FACEBOOK",
  "LINKEDIN",
  "TWITTER",
  "X",
  "BLUESKY",
  "THREADS",
  "TIKTOK",
  "YOUTUBE",
  "PINTEREST",
  "REDDIT",
  "DISCORD",
  "TELEGRAM",
  "MASTODON",
  "WECHAT",
  "SNAPCHAT",
];

const network = `network:expr/${NETWORKS.join("|")}`;

export const SOCIAL: readonly KeywordEntry[] = family("social", "3.12", "social", [
  {
    keyword: "POST TO",
    forms: forms(`${network} [AT when] ,|~ content:rest`, `${network} ,|~ content:rest`),
    result: "any",
    effect: "unsafe",
    policy: "raise",
  },
  {
    keyword: "GET METRICS",
    aliases: NETWORKS.map((name) => `GET ${name} METRICS`),
    aliasOperand: "network",
    forms: forms("[post]"),
    result: "object",
    effect: "recordable",
  },
  {
    keyword: "GET POSTS",
    aliases: NETWORKS.map((name) => `GET ${name} POSTS`),
    aliasOperand: "network",
    forms: forms("[count]"),
    result: "rows",
    effect: "recordable",
  },
  {
    keyword: "DELETE POST",
    aliases: NETWORKS.map((name) => `DELETE ${name} POST`),
    aliasOperand: "network",
    forms: forms("post"),
    result: "any",
    effect: "unsafe",
    policy: "retry",
  },
]);
