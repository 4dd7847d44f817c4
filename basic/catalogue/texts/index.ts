/**
 * What each keyword does, in words, with an example: for documentation and editors. Apart from the rows, so that the worker,
 * which only runs programs, does not carry them.
 */
import type { KeywordEntry, KeywordText } from "../entry.ts";
import { BOTS_TEXTS } from "./bots.ts";
import { CONVERSATION_TEXTS } from "./conversation.ts";
import { DATA_TEXTS } from "./data.ts";
import { DESK_TEXTS } from "./desk.ts";
import { DEVICES_TEXTS } from "./devices.ts";
import { FILES_TEXTS } from "./files.ts";
import { HOST_TEXTS } from "./host.ts";
import { HTTP_TEXTS } from "./http.ts";
import { KNOWLEDGE_TEXTS } from "./knowledge.ts";
import { MEDIA_TEXTS } from "./media.ts";
import { MEETINGS_TEXTS } from "./meetings.ts";
import { MEMORY_TEXTS } from "./memory.ts";
import { MESSAGES_TEXTS } from "./messages.ts";
import { MODEL_TEXTS } from "./model.ts";
import { SCHEDULE_TEXTS } from "./schedule.ts";
import { NETWORKS_TEXTS } from "./social.ts";
import { TASKS_TEXTS } from "./tasks.ts";
import { TOOLS_TEXTS } from "./tools.ts";
import { VALUES_TEXTS } from "./values.ts";

const TEXTS: ReadonlyMap<string, KeywordText> = new Map(
  [
    BOTS_TEXTS,
    CONVERSATION_TEXTS,
    DATA_TEXTS,
    DESK_TEXTS,
    DEVICES_TEXTS,
    FILES_TEXTS,
    HOST_TEXTS,
    HTTP_TEXTS,
    KNOWLEDGE_TEXTS,
    MEDIA_TEXTS,
    MEETINGS_TEXTS,
    MEMORY_TEXTS,
    MESSAGES_TEXTS,
    MODEL_TEXTS,
    SCHEDULE_TEXTS,
    NETWORKS_TEXTS,
    TASKS_TEXTS,
    TOOLS_TEXTS,
    VALUES_TEXTS,
  ].flatMap((texts) => Object.entries(texts)),
);

/** A keyword of a host brings its own words. */
export function keywordText({ keyword, summary, example }: KeywordEntry): KeywordText {
  const { summary: known = "", example: shown = "" } = TEXTS.get(keyword) ?? {};
  return { summary: summary ?? known, example: example ?? shown };
}

/** Keywords of the catalogue that have words. */
export const DESCRIBED: ReadonlySet<string> = new Set(TEXTS.keys());
