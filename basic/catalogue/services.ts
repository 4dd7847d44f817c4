/** The parts of the product that keywords need. Which of them a host has is the host's to say. */
import type { KeywordEntry } from "./entry.ts";

/** Name, as it stands in messages ("needs the mail service"), and what it does. */
export const SERVICES = {
  session: "values, contexts, tools and prompts of the conversation itself",
  "bot memory": "values that all conversations of a bot share",
  "user memory": "values that belong to a person, in every conversation",
  knowledge: "collections of documents and their search",
  model: "the language model",
  data: "tables and data files",
  "connected data": "external databases and systems, and what is synchronised with them",
  mail: "sending mail, drafts",
  messaging: "messages to other people, other conversations and other channels, message templates",
  http: "requests to other servers",
  web: "reading and watching web sites",
  drive: "working files of the package and of its users",
  documents: "making and joining documents",
  media: "pictures, speech and video: making and reading them",
  sites: "static web sites made by a script",
  tasks: "tasks of people",
  calendar: "appointments and free time",
  groups: "groups and their members",
  social: "posts on social networks",
  schedules: "scripts that run at a time",
  events: "scripts that run when something happens",
  webhooks: "addresses at which other programs call a script",
  bots: "several bots in one conversation, and messages between bots",
  desk: "people who answer in place of the bot",
  leads: "scores of prospective customers",
  metrics: "figures over time, activity logs and reports",
  sandbox: "programs in other languages",
  mcp: "tools of MCP servers",
  meetings: "audio and video meetings",
  weather: "weather reports",
  catalog: "products, bar codes and anomalies in data",
  accounts: "connected accounts, roles and configuration",
  devices: "hardware that is attached to the machine",
} as const satisfies Record<string, string>;

export type ServiceName = keyof typeof SERVICES;

/** Why a keyword cannot run: its service, or the part of it that performs this keyword, is not there. For error 404. */
export function missingService(keyword: string, service: ServiceName, partly = false): string {
  const what = partly ? `a part of the ${service} service` : `the ${service} service`;
  return `${keyword} needs ${what}, which this version does not have.`;
}

/** The message for a keyword of the catalogue that a host has no handler for. */
export function missingKeyword(entry: KeywordEntry, isPresent: (service: ServiceName) => boolean): string {
  const { keyword, service } = entry;
  return service
    ? missingService(keyword, service, isPresent(service))
    : `${keyword} is not available in this version.`;
}
