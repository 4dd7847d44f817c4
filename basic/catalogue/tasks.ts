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
      summary:
        "Creates a task. Behind the title, a priority and a date are known by what they are; of the rest the first is the assignee and the second the description.",
      example: 'task = CREATE TASK "Call the customer back", "ann@example.com", "high", TODAY()',
    },
  ]),
  ...family("tasks", "3.12", "calendar", [
    {
      keyword: "BOOK",
      forms: forms("title, description, when, minutes [, place]", "title, when [, minutes]"),
      result: "text",
      effect: "internal-write",
      summary: "Puts an appointment into the calendar and yields its id.",
      example: 'id = BOOK "Visit", "Show the flat", "2025-06-10 10:00", 30, "Main Street 1"',
    },
    {
      keyword: "BOOK MEETING",
      forms: forms("meeting, mails"),
      result: "text",
      effect: "internal-write",
      summary: "Puts a meeting into the calendars of several people and yields its id.",
      example: 'id = BOOK_MEETING {title: "Planning", start: "2025-06-10 10:00", minutes: 30}, ["ann@example.com"]',
    },
    {
      keyword: "CHECK AVAILABILITY",
      forms: forms("date, minutes"),
      result: "any",
      effect: "recordable",
      summary: "The free times of a day that are long enough.",
      example: 'free = CHECK_AVAILABILITY "2025-06-10", 30',
    },
  ]),
  ...family("tasks", "3.12", "groups", [
    {
      keyword: "ADD MEMBER",
      forms: forms("group, user [, role]"),
      result: "text",
      effect: "internal-write",
      summary: "Adds a person to a group.",
      example: 'ADD MEMBER "sales", "ann@example.com", "member"',
    },
    {
      keyword: "CREATE TEAM",
      forms: forms("name [,|WITH members] [, workspace]"),
      result: "text",
      effect: "internal-write",
      summary: "Makes a group of people and yields its id.",
      example: 'id = CREATE_TEAM "spring-sale", ["ann@example.com", "bob@example.com"]',
    },
    {
      keyword: "GENERATE CASE NUMBER",
      section: "Annex B",
      forms: forms(""),
      result: "text",
      effect: "recordable",
      statement: false,
      service: "tasks",
      summary: "A new number for a case.",
      example: "number = GENERATE_CASE_NUMBER()",
    },
  ]),
];
