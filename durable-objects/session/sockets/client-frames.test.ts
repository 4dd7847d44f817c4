import { expect, it } from "vitest";
import { clientFrame } from "../../../contracts/frames.ts";
import { readClientFrame } from "./client-frames.ts";

/** Around the edges of what is checked by hand; the schema must say the same of each. */
const IDS = ["m-1", "a_b", "", " ", "é", "a b", "a\n", "x.y", "x".repeat(64), "x".repeat(65), "x".repeat(129), 7, null];
const TEXTS = [
  "",
  "hello",
  "x".repeat(4_000),
  "x".repeat(4_001),
  "x".repeat(32_001),
  "\u0000",
  "\ud800",
  7,
  null,
  ["a"],
];
const OTHERS = [{}, { value: 1 }, { value: null }, { attachments: [] }, { attachments: [{ id: "f" }] }, { more: true }];

it("a plain message is read as the schema reads it, and everything else by the schema", () => {
  let accepted = 0;
  for (const id of [...IDS, undefined])
    for (const text of [...TEXTS, undefined])
      for (const other of OTHERS)
        for (const type of ["message", "event", "typing"]) {
          const sent = JSON.stringify({ type, id, text, ...other });
          const expected = clientFrame.safeParse(JSON.parse(sent));
          const received = readClientFrame(sent);
          expect(received.kind, sent.slice(0, 100)).toBe(expected.success ? "frame" : "fault");
          if (received.kind !== "frame") continue;
          accepted += 1;
          expect(received.frame).toEqual(expected.data);
        }
  expect(accepted).toBeGreaterThan(100);
});
