/** Keywords that make scripts run at a time or when something happens. */
import type { KeywordEntry } from "./entry.ts";
import { family } from "./family.ts";
import { forms } from "./forms.ts";

export const SCHEDULE: readonly KeywordEntry[] = [
  ...family("schedule", "3.13", "schedules", [
    {
      keyword: "SET SCHEDULE",
      forms: [{ operands: [{ name: "values", kind: "rest", beside: true }] }],
      result: null,
      effect: "internal-write",
      load: "constant",
    },
    {
      keyword: "SCHEDULE IN",
      forms: forms("count ~ unit:SECONDS|SECOND|MINUTES|MINUTE|HOURS|HOUR|DAYS|DAY"),
      result: null,
      effect: "internal-write",
      blockEnd: "END SCHEDULE",
    },
  ]),
  ...family("schedule", "3.13", "webhooks", [
    {
      keyword: "WEBHOOK",
      forms: forms("endpoint"),
      result: null,
      effect: "internal-write",
      load: "always",
    },
    {
      keyword: "ON FORM SUBMIT",
      forms: forms("form"),
      result: null,
      effect: "internal-write",
      load: "always",
      blockEnd: "END ON",
    },
  ]),
  ...family("schedule", "3.13", "events", [
    {
      keyword: "ON INSERT OF",
      forms: forms("table"),
      result: null,
      effect: "internal-write",
      load: "always",
      blockEnd: "END ON",
      blockOptional: true,
    },
    {
      keyword: "ON UPDATE OF",
      forms: forms("table"),
      result: null,
      effect: "internal-write",
      load: "always",
      blockEnd: "END ON",
      blockOptional: true,
    },
    {
      keyword: "ON DELETE OF",
      forms: forms("table"),
      result: null,
      effect: "internal-write",
      load: "always",
      blockEnd: "END ON",
      blockOptional: true,
    },
    {
      keyword: "ON EMAIL",
      forms: forms("address [FROM sender] [SUBJECT subject] [~ attachment:ATTACHMENT]"),
      result: null,
      effect: "internal-write",
      load: "always",
      blockEnd: "END ON",
      blockOptional: true,
    },
    {
      keyword: "ON CHANGE",
      forms: forms("path [EVENTS events]"),
      result: null,
      effect: "internal-write",
      load: "always",
      blockEnd: "END ON",
      blockOptional: true,
    },
    {
      keyword: "ON EVENT",
      forms: forms("name"),
      result: null,
      effect: "internal-write",
      load: "always",
      blockEnd: "END ON",
      blockOptional: true,
    },
    {
      keyword: "ON",
      forms: forms("event CALL procedure"),
      result: null,
      effect: "internal-write",
      load: "always",
    },
    {
      keyword: "PUBLISH EVENT",
      forms: forms("name [,|WITH data]"),
      result: null,
      effect: "internal-write",
    },
    {
      keyword: "WAIT FOR EVENT",
      forms: forms("name [TIMEOUT timeout]"),
      result: "any",
      effect: "recordable",
    },
  ]),
];
