/** For people: the keywords of ../schedule.ts. */
import type { KeywordText } from "../entry.ts";

export const SCHEDULE_TEXTS: Readonly<Record<string, KeywordText>> = {
  "SET SCHEDULE": {
    summary:
      "Runs this script at the times of a cron text or phrase; further operands name another script and its argument, or the date of a single run. At the top level with fixed operands it holds from loading on, elsewhere from when it is reached.",
    example: 'SET SCHEDULE "0 9 * * *"\nSET SCHEDULE "every monday at 9am", "report.bas", "weekly"',
  },
  "SCHEDULE IN": {
    summary: "Runs the lines up to END SCHEDULE later in the same conversation, with a copy of the variables.",
    example: 'SCHEDULE IN 10 MINUTES DO\n  TALK "Are you still there?"\nEND SCHEDULE',
  },
  WEBHOOK: {
    summary: "Lets other programs run this script by a request to the bot's address with this name.",
    example: 'WEBHOOK "new-order"\nresult = {received: TRUE}',
  },
  "ON FORM SUBMIT": {
    summary:
      "Runs the lines up to END ON when the form is sent in; fields holds its values, metadata where it came from.",
    example: 'ON FORM SUBMIT "contact"\n  TALK "Thank you, ${fields.name}."\nEND ON',
  },
  "ON INSERT OF": {
    summary: "Runs the lines up to END ON, or this script, when a row is added to the table.",
    example: 'ON INSERT OF "orders"\n  PRINT "A new order"\nEND ON',
  },
  "ON UPDATE OF": {
    summary: "Runs the lines up to END ON, or this script, when a row of the table is changed.",
    example: 'ON UPDATE OF "orders"\n  PRINT "An order was changed"\nEND ON',
  },
  "ON DELETE OF": {
    summary: "Runs the lines up to END ON, or this script, when a row of the table is deleted.",
    example: 'ON DELETE OF "orders"\n  PRINT "An order was deleted"\nEND ON',
  },
  "ON EMAIL": {
    summary: "Runs the lines up to END ON, or this script, when a mail arrives.",
    example: 'ON EMAIL "support@example.com" SUBJECT "invoice"\n  PRINT "An invoice has come"\nEND ON',
  },
  "ON CHANGE": {
    summary: "Runs the lines up to END ON, or this script, when a file of a folder changes.",
    example: 'ON CHANGE "inbox/" EVENTS ["create"]\n  PRINT "A new file"\nEND ON',
  },
  "ON EVENT": {
    summary: "Runs the lines up to END ON when the event is published; data holds what came with it.",
    example: 'ON EVENT "order.paid" DO\n  PRINT "An order was paid"\nEND ON',
  },
  ON: {
    summary: "Runs a procedure of this script when the event is published.",
    example: 'ON "order.paid" CALL Thank\nSUB Thank\n  PRINT "An order was paid"\nEND SUB',
  },
  "PUBLISH EVENT": {
    summary: "Says that something has happened, to every script that waits for it.",
    example: 'PUBLISH EVENT "order.paid", {order: 7}',
  },
  "WAIT FOR EVENT": {
    summary: "Waits until the event is published, for so many seconds at most, and yields what came with it.",
    example: 'data = WAIT FOR EVENT "order.paid" TIMEOUT 60',
  },
};
