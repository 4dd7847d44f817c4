/** What the worker is told of its open files, and when. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fileLimit, type OpenFiles, openFiles, startAdmission } from "./admission.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watched(answer: (files: OpenFiles, times: number) => boolean) {
  const told: number[] = [];
  const said: string[] = [];
  const files = { limit: 1_000, used: 50, sockets: 10 };
  let present = true;
  const admission = startAdmission({
    count: () => (present ? { ...files } : null),
    tell: async (look) => {
      told.push(look.used);
      return { full: answer(look, told.length) };
    },
    say: (line) => said.push(line),
  });
  return {
    told,
    said,
    files,
    leave: () => {
      present = false;
    },
    comeBack: () => {
      present = true;
    },
    stop: () => admission.stop(),
  };
}

test("tells at the beginning, at each change, and again and again while many are open", async () => {
  const at = watched(({ used }) => used > 700);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(at.told).toEqual([50]);
  at.files.used = 65;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(at.told).toEqual([50]);
  at.files.used = 120;
  await vi.advanceTimersByTimeAsync(250);
  expect(at.told).toEqual([50, 120]);
  at.files.used = 800;
  await vi.advanceTimersByTimeAsync(2_500);
  expect(at.told).toEqual([50, 120, 800, 800, 800]);
  expect(at.said).toEqual([expect.stringContaining("800 of 1000 files")]);
  at.files.used = 40;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(at.told.slice(5)).toEqual([40]);
  at.stop();
});

test("a process that comes back is told at once, and what was not heard is said again", async () => {
  let deaf = 0;
  const at = watched((_, times) => {
    if (times === 2 && deaf++ === 0) throw new Error("the worker is starting");
    return false;
  });
  await vi.advanceTimersByTimeAsync(300);
  at.leave();
  await vi.advanceTimersByTimeAsync(1_000);
  at.comeBack();
  await vi.advanceTimersByTimeAsync(500);
  expect(at.told).toEqual([50, 50, 50]);
  at.stop();
});

test.runIf(process.platform === "linux")("counts what this process has open", () => {
  const files = openFiles(process.pid);
  expect(files?.used).toBeGreaterThan(2);
  expect(files?.limit).toBeGreaterThan(files?.used ?? 0);
  expect(files?.sockets).toBeLessThan(files?.used ?? 0);
  expect(fileLimit(process.pid)).toBe(files?.limit);
  expect(openFiles(undefined)).toBeNull();
  expect(openFiles(2 ** 22 + 1)).toBeNull();
});
