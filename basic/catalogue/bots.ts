/** Keywords for several bots that work together. A bot that is asked again under the same key answers as before: its answers are internal writes. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const BOTS: readonly KeywordEntry[] = family("bots", "3.14", "bots", [
  {
    keyword: "ADD BOT",
    forms: forms(
      "name TRIGGER_ON|WITH_TRIGGER trigger [TOOLS|WITH_TOOLS tools] [SCHEDULE|WITH_SCHEDULE schedule]",
      "name WITH_TOOLS|TOOLS tools [TRIGGER_ON|WITH_TRIGGER trigger]",
      "name WITH_SCHEDULE|SCHEDULE schedule",
      "name",
    ),
    result: null,
    effect: "pure",
  },
  {
    keyword: "REMOVE BOT",
    forms: forms("name"),
    result: null,
    effect: "pure",
  },
  {
    keyword: "LIST BOTS",
    forms: forms(""),
    result: "any",
    effect: "pure",
  },
  {
    keyword: "SET BOT PRIORITY",
    forms: forms("name ,|TO priority"),
    result: null,
    effect: "pure",
  },
  {
    keyword: "DELEGATE",
    forms: forms("message TO_BOT|TO bot [TIMEOUT timeout]"),
    result: "text",
    effect: "internal-write",
  },
  {
    keyword: "DELEGATE TO",
    forms: forms("bot [WITH_CONTEXT|WITH context]"),
    result: "text",
    effect: "internal-write",
  },
  {
    keyword: "BROADCAST TO BOTS",
    forms: forms("message"),
    result: "any",
    effect: "internal-write",
  },
  {
    keyword: "TRANSFER CONVERSATION TO",
    forms: forms("bot"),
    result: null,
    effect: "pure",
  },
  {
    keyword: "SEND TO BOT",
    forms: forms("bot ,|MESSAGE message"),
    result: null,
    effect: "internal-write",
  },
  {
    keyword: "WAIT FOR BOT",
    forms: forms("bot [TIMEOUT timeout]"),
    result: "any",
    effect: "recordable",
  },
  {
    keyword: "COLLABORATE WITH",
    forms: forms("bots ON task"),
    result: "text",
    effect: "internal-write",
  },
  {
    keyword: "BOT REFLECTION",
    forms: forms("[mode:expr/TRUE|FALSE|ON|OFF]"),
    result: "any",
    effect: "pure",
  },
  {
    keyword: "ORCHESTRATE WORKFLOW",
    forms: forms("name [~ steps:rest]"),
    result: null,
    effect: "unsafe",
    policy: "raise",
  },
]);
