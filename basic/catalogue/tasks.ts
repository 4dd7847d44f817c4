/** Keywords around tasks, the calendar and groups of people. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const TASKS: readonly KeywordEntry[] = [
  ...family("tasks", "3.12", "tasks", [
    {
      keyword: "CREATE TASK",
      forms: forms("title [,|WITH|FOR details:rest]"),
      result: "object",
      effect: "internal-write",
    },
  ]),
  ...family("tasks", "3.12", "calendar", [
    {
      keyword: "BOOK",
      forms: forms("title, description, when, minutes [, place]", "title, when [, minutes]"),
      result: "text",
      effect: "internal-write",
    },
    {
      keyword: "BOOK MEETING",
      forms: forms("meeting, mails"),
      result: "text",
      effect: "internal-write",
    },
    {
      keyword: "CHECK AVAILABILITY",
      forms: forms("date, minutes"),
      result: "any",
      effect: "recordable",
    },
  ]),
  ...family("tasks", "3.12", "groups", [
    {
      keyword: "ADD MEMBER",
      forms: forms("group, user [, role]"),
      result: "text",
      effect: "internal-write",
    },
    {
      keyword: "CREATE TEAM",
      forms: forms("name [,|WITH members] [, workspace]"),
      result: "text",
      effect: "internal-write",
    },
    {
      keyword: "GENERATE CASE NUMBER",
      section: "Annex B",
      forms: forms(""),
      result: "text",
      effect: "recordable",
      statement: false,
      service: "tasks",
    },
  ]),
];
