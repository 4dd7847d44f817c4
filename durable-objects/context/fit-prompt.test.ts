import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelMessage } from "../../contracts/model-call.ts";
import { estimateCall, estimateText } from "../../platform/token-estimate.ts";
import { fitPrompt } from "./fit-prompt.ts";

const user = (text: string): ModelMessage => ({ role: "user", content: [{ type: "text", text }] });
const bot = (text: string): ModelMessage => ({ role: "assistant", content: [{ type: "text", text }] });
const called = (id: string): ModelMessage => ({
  role: "assistant",
  content: [{ type: "tool-call", id, name: "t", input: {} }],
});
const result = (id: string, output: string): ModelMessage => ({
  role: "tool",
  content: [{ id, name: "t", output, isError: false }],
});
const tokens = (messages: ModelMessage[]) => estimateCall({ system: null, messages }).input;

describe("fitting", () => {
  it("changes nothing where there is room", () => {
    const messages = [user("a"), bot("b"), user("c")];
    expect(fitPrompt({ system: "s", messages }, 1_000)).toEqual({ messages, left: 0 });
  });

  it("leaves out the earliest, and begins with the person", () => {
    const messages = [user("x".repeat(400)), bot("y".repeat(400)), user("why?"), bot("because"), user("and now?")];
    expect(fitPrompt({ system: null, messages }, 60)).toEqual({ messages: messages.slice(2), left: 2 });
    expect(fitPrompt({ system: null, messages }, 5)).toEqual({ messages: messages.slice(4), left: 4 });
  });

  it("keeps the rounds of the message that is being answered, and shortens what tools said", () => {
    const messages = [user("old"), bot("old"), user("now"), called("1"), result("1", "r".repeat(90_000))];
    const { messages: rest, left } = fitPrompt({ system: null, messages }, 2_000);
    expect(left).toBe(2);
    expect(rest.map(({ role }) => role)).toEqual(["user", "assistant", "tool"]);
    expect(tokens(rest)).toBeLessThan(2_000);
  });

  it("never parts a call from its result, whatever the room", () => {
    const turn = fc.oneof(
      fc.string({ maxLength: 300 }).map((text) => [user(text), bot(text)]),
      fc
        .string({ maxLength: 300 })
        .map((text) => [user(text), called(text.slice(0, 5)), result(text.slice(0, 5), text), bot("done")]),
    );
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 12 }), fc.integer({ min: 0, max: 800 }), (turns, room) => {
        const messages = [...turns.flat(), user("last")];
        const { messages: rest, left } = fitPrompt({ system: null, messages }, room);
        expect(rest[0]?.role).toBe("user");
        expect(rest.length).toBe(messages.length - left);
        expect(rest.at(-1)).toEqual(user("last"));
        rest.forEach((message, index) => {
          if (message.role === "tool") expect(rest[index - 1]?.role).toBe("assistant");
        });
        if (rest.length > 1) expect(tokens(rest)).toBeLessThanOrEqual(Math.max(room, 0));
      }),
    );
  });
});

describe("the estimate", () => {
  it("counts signs that are words one by one, and other alphabets more than plain letters", () => {
    expect(estimateText("The quick brown fox jumps over the lazy dog.")).toBeGreaterThanOrEqual(10);
    expect(estimateText("我们的商店每天早上九点开门。")).toBeGreaterThanOrEqual(9);
    expect(estimateText("Наш магазин открывается в девять часов утра.")).toBeGreaterThanOrEqual(10);
    expect(estimateText("👩‍👩‍👧‍👦🎉")).toBeGreaterThanOrEqual(8);
  });
});
