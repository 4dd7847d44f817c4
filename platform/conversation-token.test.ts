import { describe, expect, test } from "vitest";
import type { ConversationKey } from "../contracts/ids.ts";
import { mint, parseConversationKeys, verify } from "./conversation-token.ts";
import { base32hex, newConversationId } from "./ids.ts";

const first = "A".repeat(43);
const second = `${"B".repeat(42)}A`;
const keys = parseConversationKeys(JSON.stringify({ current: "k1", keys: { k1: first } }));
const key: ConversationKey = { tenant: "acme", bot: "helpdesk", conversation: newConversationId() };

describe("conversation token", () => {
  test("opens its own conversation and nothing else", async () => {
    const token = await mint(keys, key);
    expect(token).toMatch(/^k1\.[A-Za-z0-9_-]{43}$/);
    expect(await verify(keys, key, token)).toBe(true);
    expect(await verify(keys, { ...key, tenant: "other" }, token)).toBe(false);
    expect(await verify(keys, { ...key, bot: "sales" }, token)).toBe(false);
    expect(await verify(keys, { ...key, conversation: newConversationId() }, token)).toBe(false);
  });

  test("stays valid after its key was replaced, until the key is dropped", async () => {
    const token = await mint(keys, key);
    const rotated = parseConversationKeys(JSON.stringify({ current: "k2", keys: { k1: first, k2: second } }));
    expect(await verify(rotated, key, token)).toBe(true);
    expect(await mint(rotated, key)).toMatch(/^k2\./);
    const dropped = parseConversationKeys(JSON.stringify({ current: "k2", keys: { k2: second } }));
    expect(await verify(dropped, key, token)).toBe(false);
  });

  test("the key id is signed too", async () => {
    const token = await mint(keys, key);
    const twin = parseConversationKeys(JSON.stringify({ current: "k9", keys: { k1: first, k9: first } }));
    expect(await verify(twin, key, token.replace("k1.", "k9."))).toBe(false);
  });

  test.each([
    "",
    ".",
    "k1.",
    "k1",
    `k1.${"A".repeat(42)}`,
    `k1.${"A".repeat(44)}`,
    `k1.${"!".repeat(43)}`,
    "x".repeat(5000),
  ])("a malformed token is refused: %j", async (token) => {
    expect(await verify(keys, key, token)).toBe(false);
  });

  test("a changed signature is refused", async () => {
    const token = await mint(keys, key);
    const last = token.at(3) === "A" ? "B" : "A";
    expect(await verify(keys, key, `k1.${last}${token.slice(4)}`)).toBe(false);
  });

  test.each(["", "{}", '{"current":"k1","keys":{}}', '{"current":"k1","keys":{"k1":"short"}}'])(
    "a malformed key set is named without showing it: %j",
    (json) => {
      expect(() => parseConversationKeys(json)).toThrow(/CONVERSATION_KEYS/);
    },
  );
});

test("conversation ids are 26 characters of base32hex", () => {
  expect(base32hex(new Uint8Array([0xff, 0x00]))).toBe("vs00");
  const ids = new Set(Array.from({ length: 500 }, newConversationId));
  expect(ids.size).toBe(500);
  for (const id of ids) expect(id).toMatch(/^[0-9a-v]{26}$/);
});
