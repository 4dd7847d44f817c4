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
    summary: "Says something in the meeting, as a chat message or aloud.",
    example: 'TALK TO MEET "We begin in five minutes." AS VOICE',
  },
  {
    keyword: "START MEET",
    forms: forms("[name] [,|WITH options]"),
    result: "object",
    effect: "internal-write",
    summary: "Opens a meeting and yields its address.",
    example: 'meeting = START MEET "Planning"\nTALK meeting.url',
  },
  {
    keyword: "JOIN MEET",
    forms: forms("meeting [,|AS name]"),
    result: "object",
    effect: "internal-write",
    summary: "Lets the bot take part in a meeting.",
    example: "JOIN MEET meeting.id",
  },
  {
    keyword: "LEAVE MEET",
    forms: forms("[meeting]"),
    result: null,
    effect: "internal-write",
    summary: "Lets the bot leave the meeting.",
    example: "LEAVE MEET",
  },
  {
    keyword: "INVITE TO MEET",
    forms: forms("people [, meeting]"),
    result: null,
    effect: "unsafe",
    policy: "raise",
    summary: "Sends people an invitation to the meeting.",
    example: 'INVITE TO MEET ["ann@example.com"], meeting.id',
  },
  {
    keyword: "HEAR FROM MEET",
    aliases: ["HEAR FROM MEET INTO"],
    forms: forms("INTO variable [TIMEOUT timeout]"),
    result: null,
    effect: "recordable",
    summary: "Waits for what is said next in the meeting and puts it into a variable.",
    example: "HEAR FROM MEET INTO remark TIMEOUT 60",
  },
]);
