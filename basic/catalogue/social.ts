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
    summary:
      "Publishes a text, with a picture or video before it, on one network or a list of them; AT names the time. Yields the id of the post.",
    example:
      'POST TO INSTAGRAM "spring.jpg", "Our spring sale begins."\nPOST TO "facebook,linkedin" AT tomorrow "Good morning."',
  },
  {
    keyword: "GET METRICS",
    aliases: NETWORKS.map((name) => `GET ${name} METRICS`),
    aliasOperand: "network",
    forms: forms("[post]"),
    result: "object",
    effect: "recordable",
    summary: "Figures of a post, or of the whole account, on one network: GET INSTAGRAM METRICS id.",
    example: 'figures = GET INSTAGRAM METRICS "17900000"',
  },
  {
    keyword: "GET POSTS",
    aliases: NETWORKS.map((name) => `GET ${name} POSTS`),
    aliasOperand: "network",
    forms: forms("[count]"),
    result: "rows",
    effect: "recordable",
    summary: "The latest posts of the account on one network: GET INSTAGRAM POSTS.",
    example: "posts = GET FACEBOOK POSTS 5",
  },
  {
    keyword: "DELETE POST",
    aliases: NETWORKS.map((name) => `DELETE ${name} POST`),
    aliasOperand: "network",
    forms: forms("post"),
    result: "any",
    effect: "unsafe",
    policy: "retry",
    summary: "Takes a post back, by its id.",
    example: 'DELETE INSTAGRAM POST "17900000"',
  },
]);
