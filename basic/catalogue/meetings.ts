/** Keywords of audio and video meetings. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const MEETINGS: readonly KeywordEntry[] = family("meetings", "3.14", "meetings", [
  {
    keyword: "TALK TO MEET",
    section: "3.5",
    forms: forms("text [AS mode:expr/CHAT|VOICE]"),
    result: null,
    effect: "unsafe",
    policy: "raise",
  },
  {
    keyword: "START MEET",
    forms: forms("[name] [,|WITH options]"),
    result: "object",
    effect: "internal-write",
  },
  {
    keyword: "JOIN MEET",
    forms: forms("meeting [,|AS name]"),
    result: "object",
    effect: "internal-write",
  },
  {
    keyword: "LEAVE MEET",
    forms: forms("[meeting]"),
    result: null,
    effect: "internal-write",
  },
  {
    keyword: "INVITE TO MEET",
    forms: forms("people [, meeting]"),
    result: null,
    effect: "unsafe",
    policy: "raise",
  },
  {
    keyword: "HEAR FROM MEET",
    aliases: ["HEAR FROM MEET INTO"],
    forms: forms("INTO variable [TIMEOUT timeout]"),
    result: null,
    effect: "recordable",
  },
]);
