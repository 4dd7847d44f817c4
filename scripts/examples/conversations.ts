/** What the people say in the recorded conversations of the example packages; record.ts holds them again. */

export type Line =
  | string
  /** What the bot has said last that fits; the first group is what the person writes. */
  | RegExp
  /** A script that a colleague starts in the conversation. */
  | { script: string }
  /** Attached to a message without words. */
  | { file: string; type: string; text: string }
  /** What another program says has happened, before the next line. */
  | { event: string; data: unknown }
  /** A form that somebody sends in, before the next line. */
  | { form: string; fields: Record<string, string> }
  /** Until handlers and the knowledge have caught up. ms. */
  | { wait: number };

export interface Recorded {
  bot: string;
  /** Of the file, behind the bot's name; none for its first recording. */
  file?: string;
  name: string;
  lines: Line[];
}

export const CONVERSATIONS: readonly Recorded[] = [
  {
    bot: "clinic",
    name: "an appointment is booked, moved and cancelled",
    lines: [
      "Book",
      "Dermatology",
      "2027-03-06",
      "Book",
      "Dermatology",
      "2027-03-08",
      "10:00",
      "Rui Prado",
      "+351912345678",
      "Move",
      /code is \*\*(\d+)/,
      "14:00",
      "Ask",
      "May I drink coffee before a blood test?",
      "Cancel",
      /code is \*\*(\d+)/,
      "Goodbye",
    ],
  },
  {
    bot: "clinic",
    file: "desk",
    name: "the desk searches, reminds and confirms",
    lines: [
      "Book",
      "Paediatrics",
      "2027-03-09",
      "11:00",
      "Ana Prado",
      "+351912345679",
      "Goodbye",
      { wait: 500 },
      { script: "desk" },
      "Search",
      "paediatrics lind ana",
      "Search",
      "ana lind",
      "Names",
      "an",
      "Latest",
      "Reminders",
      "2027-03-09",
      "Confirmation",
      /code is \*\*(\d+)/,
      "Close",
    ],
  },
  {
    bot: "hardware",
    file: "office",
    name: "the office stocks up, and hands its figures over",
    lines: [
      "Goodbye",
      { script: "office" },
      "Load the stock",
      "New prices",
      "Low stock",
      "Discontinue",
      "p-505",
      "Hand over",
      "Turnover",
      "Close",
    ],
  },
  {
    bot: "hardware",
    name: "a drill is sold, and the second customer wants too many",
    lines: [
      "What is new",
      "Find a product",
      "drill",
      "Find a product",
      "screws",
      "Buy",
      "d-310",
      "2",
      "Marta Reis",
      "Buy",
      "D-310",
      "5",
      "Goodbye",
    ],
  },
  {
    bot: "library",
    name: "answers with their places, and a book on the list",
    lines: [
      "Ask about the house",
      "How long may I keep a book?",
      "Find a book",
      "glaciers of Norway",
      "yes",
      "My list",
      "Ask about the house",
      "Do you sell umbrellas?",
      "Goodbye",
    ],
  },
  {
    bot: "library",
    file: "figures",
    name: "what the knowledge holds",
    lines: ["Goodbye", { script: "figures" }],
  },
];
