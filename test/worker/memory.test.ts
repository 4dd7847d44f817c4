/** What bots remember of a person, who the person is, and several bots in one conversation, inside workerd. */
import { env } from "cloudflare:workers";
import { afterAll, describe, expect, test } from "vitest";
import type { UserApi } from "../../contracts/person.ts";
import { replayAll } from "./support-replay.ts";
import { bot, open, TENANT, told } from "./support-session.ts";

afterAll(replayAll, 120_000);

let people = 0;
const freshPerson = () => ({ key: `person-${++people}` });
const userOf = ({ key }: { key: string }) => env.USER.getByName(`${TENANT}/${key}`) as unknown as UserApi;
const said = (frames: Parameters<typeof told>[0]) =>
  told(frames)
    .filter((line) => line.startsWith("bot: ") || line.startsWith("error"))
    .map((line) => line.replace(/^bot: /, ""));

describe("what is remembered of a person", () => {
  test("user memory and facts are one for all bots, REMEMBER is the bot's own", async () => {
    const person = freshPerson();
    const writer = await bot(
      [
        'SET USER MEMORY "size", "M"',
        'SET USER MEMORY "order", {"number": 7}',
        'SET USER FACT "diet", "vegetarian"',
        'REMEMBER USER FACT "prefers the morning"',
        'REMEMBER "last", 42, "30 days"',
        'REMEMBER "theme" = "dark"',
        'TALK RECALL "last"',
      ].join("\n"),
    );
    expect(said((await open(writer, { person })).first.frames)).toEqual(["42"]);
    const reader = await bot(
      [
        'o = GET USER MEMORY "order"',
        'TALK (GET USER MEMORY "size") + o.number',
        "f = USER FACTS()",
        'TALK f[0].value + ", " + f[1].value',
        'IF (RECALL "last") IS NULL THEN TALK "nothing here"',
        'CLEAR USER MEMORY "size"',
        'IF (GET USER MEMORY "size") = "" THEN TALK "cleared"',
      ].join("\n"),
    );
    const told = said((await open(reader, { person })).first.frames);
    expect(told).toEqual(["M7", "vegetarian, prefers the morning", "nothing here", "cleared"]);
    const again = await bot('TALK "theme: " + GET "theme"');
    expect(said((await open(again, { person })).first.frames)).toEqual(["theme: "]);
    const user = userOf(person);
    expect(await user.get(`bot/${writer}`, "theme")).toBe("dark");
    await user.erase();
    expect(await user.get(`bot/${writer}`, "theme")).toBeNull();
    expect(await user.list("fact", 10)).toEqual([]);
  });

  test("without a verified person: error 70, and REMEMBER keeps to the conversation", async () => {
    const name = await bot({
      scripts: {
        start: [
          "ON ERROR RESUME NEXT",
          'x = GET USER MEMORY "a"',
          "TALK ERR",
          'REMEMBER "k", [1, 2], "1 hour"',
          "HEAR name",
          'r = RECALL "k"',
          "TALK UBOUND(r)",
        ].join("\n"),
      },
    });
    const talk = await open(name, { user: { id: "anybody" } });
    expect(said(talk.first.frames)).toEqual(["70"]);
    expect(said((await talk.say("go on")).frames)).toEqual(["2"]);
  });

  test("limits, times and writes that are applied once", async () => {
    const user = userOf(freshPerson());
    const value = { scope: "memory", key: "a", value: 1, until: null } as const;
    expect(await user.set("e1", value, 1)).toMatchObject({ ok: true });
    expect(await user.set("e2", { ...value, key: "b" }, 1)).toMatchObject({ ok: false, code: "memory.refused" });
    expect(await user.set("e1", { ...value, value: 2 }, 1)).toMatchObject({ ok: true });
    expect(await user.get("memory", "a")).toBe(1);
    await user.set("e3", { ...value, value: 3, until: Date.now() - 1 }, 1);
    expect(await user.get("memory", "a")).toBeNull();
    const small = await bot({
      scripts: { start: 'ON ERROR RESUME NEXT\nSET USER MEMORY "a", 1\nSET USER MEMORY "b", 2\nTALK ERR' },
      config: { "user-memory-max-keys": "1" },
    });
    expect(said((await open(small, { person: freshPerson() })).first.frames)).toEqual(["14"]);
  });
});
