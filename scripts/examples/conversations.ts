/** What the people say in the recorded conversations of the example packages; record.ts holds them again. */
import { METERS_KEY } from "./neighbours.ts";

const TOWN_SECRET = "the town and its desk alone know this";
const RESIDENT = { iss: "https://valeclaro.example", sub: "resident-17", name: "Berta Lang" };

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
  /** A mail to the bot, before the next line. */
  | { mail: { to: string; from: string; subject: string; body: string } }
  /** A webhook of the bot, called by another program before the next line. */
  | { hook: string; body: unknown }
  /** Until handlers and the knowledge have caught up. ms. */
  | { wait: number };

export interface Recorded {
  bot: string;
  /** Of the file, behind the bot's name; none for its first recording. */
  file?: string;
  name: string;
  lines: Line[];
  /** Another company that neighbours.ts plays: the PARAM of config.csv that holds its address. */
  company?: { param: string; address: string };
  /** Secrets of the bot. */
  secrets?: Record<string, string>;
  /** Who the site vouches for, with the bot's secret identity-secret. */
  person?: { iss: string; sub: string; name: string };
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
      "20417",
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
  {
    bot: "logistics",
    file: "control",
    name: "figures, files, and the end of a month",
    lines: [
      "end",
      { script: "control" },
      "Start up",
      { wait: 2_000 },
      "Depots",
      "Table",
      "Dear ones",
      "Files",
      "End of month",
      "Files",
      "Close",
    ],
  },
  {
    bot: "logistics",
    name: "where a parcel is",
    lines: ["vp0000003", "VP0000099", "7", "end"],
  },
  {
    bot: "energy",
    name: "meters are read, a price is asked for, an alarm is set",
    company: { param: "meters", address: "https://meters.example" },
    secrets: { "meters-key": METERS_KEY },
    lines: [
      "Readings",
      "All meters",
      "Consumption by month",
      "What would it cost?",
      "1200",
      "What would it cost?",
      "80",
      "Alarms",
      "12",
      "Move it",
      "15",
      "Try it",
      "Pause it",
      "Delete it",
      "That is all",
    ],
  },
  {
    bot: "property",
    name: "a repair is reported, a paper comes in",
    lines: [
      "b2",
      "Report a repair",
      "The tap in the kitchen drips.",
      "My repairs",
      "Send a paper",
      { file: "meter.txt", type: "text/plain", text: "Water meter of B2: 1,284.3 m3" },
      "My papers",
      "House rules",
      "When may I play the trumpet?",
      "House rules",
      "When are the quiet hours?",
      "Goodbye",
    ],
  },
  {
    bot: "property",
    file: "caretaker",
    name: "a form comes in, and the caretaker works",
    lines: [
      "a1",
      "Goodbye",
      { form: "repair", fields: { flat: "a1", what: "The bell is mute." } },
      { wait: 1_500 },
      { script: "caretaker" },
      "Open repairs",
      "Parts ordered",
      "Done",
      "1002",
      "Open repairs",
      "Close",
    ],
  },
  {
    bot: "agency",
    name: "a party waits for its deposit, gets its tasks, and is called off",
    company: { param: "catering", address: "https://catering.example" },
    lines: [
      "Plan a party",
      "A silver wedding",
      "2027-05-08",
      "40",
      { wait: 1_000 },
      { hook: "deposit-paid", body: { code: "F-001", amount: 400 } },
      { wait: 1_500 },
      "My booking",
      "F-001",
      {
        mail: {
          to: "guests@festa.example",
          from: "anna@example.com",
          subject: "guest list F-001",
          body: "Anna\nBento\nCarla\n",
        },
      },
      { wait: 1_500 },
      "My booking",
      "F-001",
      "Cancel a booking",
      "F-001",
      { wait: 1_000 },
      "My booking",
      "F-001",
      "My booking",
      "F-999",
      "That is all",
    ],
  },
  {
    bot: "municipal",
    file: "stranger",
    name: "somebody unknown is told when the bins are emptied",
    lines: ["English", "Waste collection", "Ribeira", "What I know of you", "Goodbye"],
  },
  {
    bot: "municipal",
    file: "first",
    name: "a person is met, and what is kept of them shown",
    secrets: { "identity-secret": TOWN_SECRET },
    person: RESIDENT,
    lines: ["Deutsch", "Müllabfuhr", "Monte", "Was ich von Ihnen weiß", "Auf Wiedersehen"],
  },
  {
    bot: "municipal",
    name: "the same person comes back, and wants to be forgotten",
    secrets: { "identity-secret": TOWN_SECRET },
    person: RESIDENT,
    lines: ["Müllabfuhr", "Alles vergessen", "Auf Wiedersehen"],
  },
  {
    bot: "bureau",
    file: "office",
    name: "the office changes the price, and hears all of its bots",
    lines: ["For the office", "16", "Talk to the German department", "One question", "contract", "invoice"],
  },
  {
    bot: "bureau",
    name: "a text is priced, a word looked up, and the German department takes over",
    lines: [
      "What does it cost?",
      "The bridge over the river is closed until autumn",
      "A word in German",
      "bridge",
      "An offer",
      "contract",
      "Talk to the German department",
      "Stay there",
      "invoice",
    ],
  },
  {
    bot: "bureau-prices",
    name: "a text is priced without the desk",
    lines: ["Seven words make one short sentence here"],
  },
  { bot: "bureau-german", name: "words of the glossary", lines: ["Invoice", "window"] },
  {
    bot: "newsroom",
    name: "headlines are read, a story is taken, the archive is asked",
    company: { param: "agency", address: "https://baynews.example" },
    lines: [
      "Headlines",
      "Take a story",
      "Old bridge to be repaired",
      "Take a story",
      "Old bridge to be repaired",
      "Weather and tides",
      "Our own stories",
      { wait: 15_000 },
      "Ask the archive",
      "How often does the ferry sail?",
      "That is all",
    ],
  },
];
