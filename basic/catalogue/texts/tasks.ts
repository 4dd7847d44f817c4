/** For people: the keywords of ../tasks.ts. */
import type { KeywordText } from "../entry.ts";

export const TASKS_TEXTS: Readonly<Record<string, KeywordText>> = {
  "CREATE TASK": {
    summary:
      "Creates a task. Behind the title, a priority and a date are known by what they are; of the rest the first is the assignee and the second the description.",
    example: 'task = CREATE TASK "Call the customer back", "ann@example.com", "high", TODAY()',
  },
  BOOK: {
    summary: "Puts an appointment into the calendar and yields its id.",
    example: 'id = BOOK "Visit", "Show the flat", "2025-06-10 10:00", 30, "Main Street 1"',
  },
  "BOOK MEETING": {
    summary: "Puts a meeting into the calendars of several people and yields its id.",
    example: 'id = BOOK_MEETING {title: "Planning", start: "2025-06-10 10:00", minutes: 30}, ["ann@example.com"]',
  },
  "CHECK AVAILABILITY": {
    summary: "The free times of a day that are long enough.",
    example: 'free = CHECK_AVAILABILITY "2025-06-10", 30',
  },
  "ADD MEMBER": { summary: "Adds a person to a group.", example: 'ADD MEMBER "sales", "ann@example.com", "member"' },
  "CREATE TEAM": {
    summary: "Makes a group of people and yields its id.",
    example: 'id = CREATE_TEAM "spring-sale", ["ann@example.com", "bob@example.com"]',
  },
  "GENERATE CASE NUMBER": { summary: "A new number for a case.", example: "number = GENERATE_CASE_NUMBER()" },
};
