/** Which of the services that keywords need this product has; by the names of the language's catalogue. */
export const PRESENT_SERVICES: ReadonlySet<string> = new Set([
  "session",
  "bot memory",
  "user memory",
  "bots",
  "knowledge",
  "model",
  "data",
  "connected data",
  "events",
  "webhooks",
  "drive",
  "documents",
  "http",
  "web",
]);

/** Keywords of present services that a later version performs. */
export const LATER_KEYWORDS: ReadonlySet<string> = new Set([
  "ADD SWITCHER",
  "CLEAR SWITCHERS",
  // A bot that judges its own answers, and steps that a model words.
  "BOT REFLECTION",
  "ORCHESTRATE WORKFLOW",
  // There is no search engine to ask.
  "WEBSITE OF",
]);
