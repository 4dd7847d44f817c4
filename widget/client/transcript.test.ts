import { describe, expect, test } from "vitest";
import type { DurableFrame, FrameBody } from "../../contracts/frames.ts";
import { buildCard } from "../../contracts/tree-build.ts";
import { diffTree } from "../../contracts/tree-patch.ts";
import { groupEntries, spokenKey, spokenText } from "../view/groups.ts";
import { Transcript } from "./transcript.ts";

const open = buildCard({ title: "Order 17", fields: { State: "open" }, buttons: ["Pay"], key: "order" });
const paid = buildCard({ title: "Order 17", fields: { State: "paid" }, buttons: ["Pay"], key: "order" });
const talk: FrameBody = { type: "talk", text: "Hello", format: "markdown", from: { kind: "bot", name: "shop" } };
const tree: FrameBody = { type: "tree", id: "t1", tree: open };
const patch: FrameBody = { type: "tree.patch", id: "t1", ops: diffTree(open, paid) };
const user: FrameBody = { type: "user", id: "u", text: "Pay", attachments: [] };

function transcriptOf(...bodies: FrameBody[]): Transcript {
  const transcript = new Transcript();
  bodies.forEach((body, index) => {
    expect(transcript.apply({ seq: index + 1, turn: 1, ...body } as DurableFrame)).toBe("applied");
  });
  return transcript;
}

const treesOf = (transcript: Transcript) => transcript.entries.filter((entry) => entry.kind === "tree");

describe("trees", () => {
  test("stand where they were shown, and change there", () => {
    const transcript = transcriptOf(tree, talk, patch);
    expect(transcript.entries.map(({ kind }) => kind)).toEqual(["tree", "bot"]);
    expect(treesOf(transcript)[0]).toMatchObject({ tree: paid, revision: 1, live: true });
    expect(groupEntries(transcript.entries, [])).toHaveLength(1);
  });

  test("can be clicked until the person says something, and again when they change", () => {
    const states = [
      [tree],
      [tree, talk],
      [tree, user],
      [tree, user, talk],
      [tree, user, patch],
      [tree, user, patch, user],
    ];
    expect(states.map((frames) => treesOf(transcriptOf(...frames))[0]?.live)).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
    const second: FrameBody = { ...tree, type: "tree", id: "t2", tree: paid };
    expect(treesOf(transcriptOf(tree, user, second)).map(({ live }) => live)).toEqual([false, true]);
  });

  test("become other entries when they change, so that only they are drawn again", () => {
    const transcript = transcriptOf(tree, talk);
    const before = [...transcript.entries];
    transcript.apply({ seq: 3, turn: 2, ...user } as DurableFrame);
    expect(transcript.entries[0]).not.toBe(before[0]);
    expect(transcript.entries[1]).toBe(before[1]);
  });

  test("that a patch does not fit, or nobody has shown, stay as they are", () => {
    const astray: FrameBody = { type: "tree.patch", id: "t1", ops: [{ op: "remove", path: "/children/7" }] };
    const unknown: FrameBody = { type: "tree.patch", id: "t9", ops: [] };
    expect(treesOf(transcriptOf(tree, astray, unknown, talk))).toMatchObject([{ tree: open, revision: 0 }]);
  });

  test("are spoken, and once more when they change", () => {
    const [first] = treesOf(transcriptOf(tree));
    const [second] = treesOf(transcriptOf(tree, patch));
    expect(first && spokenText(first)).toBe("Order 17\nState: open\n[Pay]");
    expect(first && second && spokenKey(first) === spokenKey(second)).toBe(false);
  });
});
