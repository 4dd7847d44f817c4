/**
 * Every keyword that asks something of the outside, by its catalogue name. One file per family; a test holds this table
 * and the catalogue together.
 */

import { ANSWER_EFFECTS } from "./answer.ts";
import { ARCHIVE_EFFECTS } from "./archives.ts";
import { BOT_EFFECTS } from "./bots.ts";
import { DOCUMENT_EFFECTS } from "./documents.ts";
import { DRIVE_FILE_EFFECTS } from "./drive-files.ts";
import { DRIVE_LISTING_EFFECTS } from "./drive-listings.ts";
import type { EffectHandler } from "./effect.ts";
import { EVENT_EFFECTS } from "./events.ts";
import { FILE_EFFECTS } from "./files.ts";
import { FILL_EFFECTS } from "./fill-document.ts";
import { HTTP_EFFECTS } from "./http.ts";
import { KNOWLEDGE_EFFECTS } from "./knowledge.ts";
import { KNOWLEDGE_FIGURE_EFFECTS } from "./knowledge-figures.ts";
import { MEMORY_EFFECTS } from "./memory.ts";
import { MODEL_EFFECTS } from "./model.ts";
import { MODEL_VERB_EFFECTS } from "./model-verbs.ts";
import { PROMPT_EFFECTS } from "./prompts.ts";
import { SENT_FILE_EFFECTS } from "./sent-files.ts";
import { SESSION_VALUE_EFFECTS } from "./session-values.ts";
import { SUGGESTION_EFFECTS } from "./suggestions.ts";
import { SYNCHRONIZE_EFFECTS } from "./synchronize.ts";
import { TABLE_FILE_EFFECTS } from "./table-files.ts";
import { TABLE_EFFECTS } from "./tables.ts";
import { TALK_EFFECTS } from "./talk.ts";
import { TREE_EFFECTS } from "./trees.ts";
import { USER_DRIVE_EFFECTS } from "./user-drive.ts";
import { USER_MEMORY_EFFECTS } from "./user-memory.ts";
import { WAIT_EFFECTS } from "./wait.ts";
import { WEB_EFFECTS } from "./web.ts";

export const EFFECTS: ReadonlyMap<string, EffectHandler> = new Map([
  ...Object.entries(TALK_EFFECTS),
  ...Object.entries(SUGGESTION_EFFECTS),
  ...Object.entries(TREE_EFFECTS),
  ...Object.entries(WAIT_EFFECTS),
  ...Object.entries(SESSION_VALUE_EFFECTS),
  ...Object.entries(PROMPT_EFFECTS),
  ...Object.entries(MEMORY_EFFECTS),
  ...Object.entries(USER_MEMORY_EFFECTS),
  ...Object.entries(BOT_EFFECTS),
  ...Object.entries(KNOWLEDGE_EFFECTS),
  ...Object.entries(KNOWLEDGE_FIGURE_EFFECTS),
  ...Object.entries(TABLE_EFFECTS),
  ...Object.entries(TABLE_FILE_EFFECTS),
  ...Object.entries(FILL_EFFECTS),
  ...Object.entries(SYNCHRONIZE_EFFECTS),
  ...Object.entries(FILE_EFFECTS),
  ...Object.entries(DRIVE_FILE_EFFECTS),
  ...Object.entries(DRIVE_LISTING_EFFECTS),
  ...Object.entries(ARCHIVE_EFFECTS),
  ...Object.entries(DOCUMENT_EFFECTS),
  ...Object.entries(SENT_FILE_EFFECTS),
  ...Object.entries(USER_DRIVE_EFFECTS),
  ...Object.entries(HTTP_EFFECTS),
  ...Object.entries(WEB_EFFECTS),
  ...Object.entries(ANSWER_EFFECTS),
  ...Object.entries(MODEL_EFFECTS),
  ...Object.entries(MODEL_VERB_EFFECTS),
  ...Object.entries(EVENT_EFFECTS),
]);
