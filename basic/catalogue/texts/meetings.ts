/** For people: the keywords of ../meetings.ts. */
import type { KeywordText } from "../entry.ts";

export const MEETINGS_TEXTS: Readonly<Record<string, KeywordText>> = {
  "TALK TO MEET": {
    summary: "Says something in the meeting, as a chat message or aloud.",
    example: 'TALK TO MEET "We begin in five minutes." AS VOICE',
  },
  "START MEET": {
    summary: "Opens a meeting and yields its address.",
    example: 'meeting = START MEET "Planning"\nTALK meeting.url',
  },
  "JOIN MEET": { summary: "Lets the bot take part in a meeting.", example: "JOIN MEET meeting.id" },
  "LEAVE MEET": { summary: "Lets the bot leave the meeting.", example: "LEAVE MEET" },
  "INVITE TO MEET": {
    summary: "Sends people an invitation to the meeting.",
    example: 'INVITE TO MEET ["ann@example.com"], meeting.id',
  },
  "HEAR FROM MEET": {
    summary: "Waits for what is said next in the meeting and puts it into a variable.",
    example: "HEAR FROM MEET INTO remark TIMEOUT 60",
  },
};
