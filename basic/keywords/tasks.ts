/** CREATE TASK: which operand behind the title is the priority, the date, the assignee, the description (reference 3.12). */
import { BasicDate, type Value } from "../values.ts";
import { isDateText, textOf } from "./operands.ts";

const PRIORITIES: ReadonlySet<string> = new Set(["low", "normal", "medium", "high", "urgent", "critical"]);

export interface NewTask {
  title: string;
  priority: string | null;
  /** A date or its text. */
  due: Value;
  assignee: string | null;
  description: string | null;
}

/** A sentence where the operands make no task. */
export function readTask(title: Value, details: readonly Value[]): NewTask | string {
  const name = textOf(title);
  if (name === null || name.trim() === "") return "CREATE TASK needs a title";
  const task: NewTask = { title: name, priority: null, due: null, assignee: null, description: null };
  const rest: string[] = [];
  for (const detail of details) {
    if (detail === null) continue;
    const text = textOf(detail);
    if (detail instanceof BasicDate || (text !== null && isDateText(text))) {
      if (task.due !== null) return "CREATE TASK takes one date";
      task.due = detail;
    } else if (text === null) {
      return "CREATE TASK takes texts and a date";
    } else if (PRIORITIES.has(text.trim().toLowerCase())) {
      if (task.priority !== null) return "CREATE TASK takes one priority";
      task.priority = text.trim().toLowerCase();
    } else {
      rest.push(text);
    }
  }
  if (rest.length > 2) return "CREATE TASK takes an assignee and a description, and no third text";
  // A person is one word or an address; of two texts where only the second is one, the first describes the task.
  const [first = null, second = null] = rest;
  const swapped = first !== null && second !== null && !isPerson(first) && isPerson(second);
  task.assignee = swapped ? second : first;
  task.description = swapped ? first : second;
  return task;
}

function isPerson(text: string): boolean {
  return text.includes("@") || !/\s/.test(text.trim());
}
