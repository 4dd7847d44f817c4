/** For people: the keywords of ../social.ts. */
import type { KeywordText } from "../entry.ts";

export const NETWORKS_TEXTS: Readonly<Record<string, KeywordText>> = {
  "POST TO": {
    summary:
      "Publishes a text, with a picture or video before it, on one network or a list of them; AT names the time. Yields the id of the post.",
    example:
      'POST TO INSTAGRAM "spring.jpg", "Our spring sale begins."\nPOST TO "facebook,linkedin" AT tomorrow "Good morning."',
  },
  "GET METRICS": {
    summary: "Figures of a post, or of the whole account, on one network: GET INSTAGRAM METRICS id.",
    example: 'figures = GET INSTAGRAM METRICS "17900000"',
  },
  "GET POSTS": {
    summary: "The latest posts of the account on one network: GET INSTAGRAM POSTS.",
    example: "posts = GET FACEBOOK POSTS 5",
  },
  "DELETE POST": { summary: "Takes a post back, by its id.", example: 'DELETE INSTAGRAM POST "17900000"' },
};
