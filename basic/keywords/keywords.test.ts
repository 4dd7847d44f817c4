import { describe, expect, test } from "vitest";
import { diagnose } from "../index.ts";
import { BasicDate, newObject } from "../values.ts";
import { endpointName } from "./check.ts";
import { readArchive } from "./files.ts";
import { readTemplateMessage } from "./messages.ts";
import { cronOf, readSchedule } from "./schedule.ts";
import { readPost } from "./social.ts";
import { readTask } from "./tasks.ts";

describe("schedules in words", () => {
  test.each([
    ["0 9 * * *", "0 9 * * *"],
    ["0 30 22 * * *", "0 30 22 * * *"],
    ["*/15 9-17 * JAN-MAR mon,WED", "*/15 9-17 * jan-mar mon,wed"],
    ["every 5 minutes", "*/5 * * * *"],
    ["every 1 hour", "0 * * * *"],
    ["Every  2 Hours", "0 */2 * * *"],
    ["every 120 minutes", "0 */2 * * *"],
    ["hourly", "0 * * * *"],
    ["every week", "0 0 * * 0"],
    ["at noon", "0 12 * * *"],
    ["every day at 9am", "0 9 * * *"],
    ["at 9:30am", "30 9 * * *"],
    ["every day at 12am", "0 0 * * *"],
    ["at 14:00", "0 14 * * *"],
    ["every monday", "0 0 * * 1"],
    ["every friday at 5pm", "0 17 * * 5"],
    ["weekdays at 8:15", "15 8 * * 1-5"],
    ["weekends at midnight", "0 0 * * 0,6"],
    ["every hour from 9 to 17", "0 9-17 * * *"],
    ["business hours", "0 9-17 * * 1-5"],
    ["every 10 minutes during business hours", "*/10 9-17 * * 1-5"],
  ])("%s", (phrase, cron) => expect(cronOf(phrase)).toBe(cron));

  test.each([
    "",
    "never",
    "0 9 * *",
    "60 9 * * *",
    "0 24 * * *",
    "0 9 0 * *",
    "0 9 * 13 *",
    "0 9 * * 8",
    "*/0 * * * *",
    "5-2 * * * *",
    "* * * * * *",
    "*/10 * * * * *",
    "every 0 minutes",
    "every 90 minutes",
    "at 25:00",
    "at 13pm",
    "every hour from 17 to 9",
  ])("%s is none", (phrase) => expect(cronOf(phrase)).toBeNull());
});

test("SET SCHEDULE by what its operands are", () => {
  const cron = "0 6 * * *";
  const plain = { cron, from: null, script: null, argument: null, job: null };
  const date = new BasicDate(0, true);
  expect(readSchedule([cron])).toEqual(plain);
  expect(readSchedule([cron, "job.bas", 7])).toEqual({ ...plain, script: "job.bas", argument: 7 });
  expect(readSchedule([cron, "2026-01-01", "job.bas"])).toEqual({ ...plain, from: "2026-01-01", script: "job.bas" });
  expect(readSchedule([date, "job.bas"])).toEqual({ ...plain, cron: null, from: date, script: "job.bas" });
  expect(readSchedule(["nightly report", cron])).toEqual({ ...plain, job: "nightly report" });
  expect(readSchedule([date])).toMatch(/needs the name of a script/);
  expect(readSchedule(["soon"])).toMatch(/"soon" is no schedule/);
});

test("SEND TEMPLATE in its four orders", () => {
  const variables = newObject([["name", "Ann"]]);
  const wanted = { template: "welcome", channels: ["email"], recipient: "ann@example.com", variables };
  expect(readTemplateMessage(null, ["welcome", "email", "ann@example.com", variables])).toEqual(wanted);
  expect(readTemplateMessage(null, ["ann@example.com", "welcome", variables])).toEqual(wanted);
  expect(readTemplateMessage("ann@example.com", ["welcome", variables])).toEqual(wanted);
  expect(readTemplateMessage(null, ["welcome", "ann@example.com", "email", variables])).toEqual(wanted);
  // Undecided: with a channel the template stands first, without one the recipient.
  expect(readTemplateMessage(null, ["news", "u-7", "push, sms"])).toMatchObject({
    template: "news",
    channels: ["push", "sms"],
  });
  expect(readTemplateMessage(null, ["u-7", "news"])).toMatchObject({ template: "news", recipient: "u-7" });
  expect(readTemplateMessage(null, ["+49 30 123456", "news"])).toMatchObject({ channels: ["whatsapp"] });
  expect(readTemplateMessage(null, ["news"])).toMatch(/needs a template and a recipient/);
});

test("CREATE TASK by what its operands are", () => {
  const due = new BasicDate(0, true);
  const task = { title: "Call", priority: null, due: null, assignee: null, description: null };
  expect(readTask("Call", [])).toEqual(task);
  expect(readTask("Call", ["high", "ann"])).toEqual({ ...task, priority: "high", assignee: "ann" });
  expect(readTask("Call", ["ann", due])).toEqual({ ...task, assignee: "ann", due });
  expect(readTask("Call", ["ann", "URGENT", "2026-01-01"])).toEqual({
    ...task,
    assignee: "ann",
    priority: "urgent",
    due: "2026-01-01",
  });
  expect(readTask("Call", ["about the invoice", "ann@example.com", due, "low"])).toEqual({
    ...task,
    description: "about the invoice",
    assignee: "ann@example.com",
    due,
    priority: "low",
  });
  expect(readTask("Call", ["high", "low"])).toMatch(/one priority/);
  expect(readTask("", [])).toMatch(/needs a title/);
});

test("COMPRESS and POST TO", () => {
  expect(readArchive(["a.txt"], "all.zip")).toEqual({ archive: "all.zip", files: ["a.txt"] });
  expect(readArchive("all.ZIP", "*.txt")).toEqual({ archive: "all.ZIP", files: "*.txt" });
  expect(readArchive("a", "b")).toMatch(/ends in .zip/);
  expect(readPost("INSTAGRAM", ["Hi"])).toEqual({ networks: ["instagram"], user: null, media: [], text: "Hi" });
  expect(readPost("facebook, x", ["a.png", "Hi"])).toMatchObject({
    networks: ["facebook", "twitter"],
    media: ["a.png"],
  });
  expect(readPost("INSTAGRAM", ["user", "secret", "a.png", "Hi"])).toMatchObject({
    user: "user",
    media: ["a.png"],
    text: "Hi",
  });
  expect(readPost("myspace", ["Hi"])).toMatch(/knows no network "myspace"/);
});

test("fixed operands are checked before the script runs", () => {
  const found = (source: string) => diagnose(source, "t.bas").diagnostics.map((d) => `${d.line}:${d.column} ${d.code}`);
  expect(found('SET SCHEDULE "every blue moon"')).toEqual(["1:14 BAS310"]);
  expect(found("IF a THEN\n  SET SCHEDULE every blue moon\nEND IF")).toEqual(["2:16 BAS310"]);
  expect(found('SET ANSWER MODE "loud"\nSET PAGE MODE "x"')).toEqual(["1:17 BAS310", "2:15 BAS310"]);
  expect(found('POST TO "myspace" "Hi"')).toEqual(["1:9 BAS310"]);
  expect(found('x = GENERATE CODE 0\nCOMPRESS "a", "b"')).toEqual(["1:19 BAS310", "2:10 BAS310"]);
  expect(found('SET ANSWER MODE mode\nSET SCHEDULE when\nPOST TO INSTAGRAM "Hi"\nWEBHOOK "New Order!"')).toEqual([]);
  expect(endpointName("New Order!")).toBe("new-order");
});
