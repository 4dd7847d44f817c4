/** When newcomers are refused and let in again, as files run short and are given back. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type OpenFiles, openFiles, startAdmission } from "./admission.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("closes above four fifths, says so again, and opens below seven tenths", async () => {
  let files: OpenFiles | null = { used: 799, limit: 1_000 };
  const told: boolean[] = [];
  const said: string[] = [];
  const admission = startAdmission({
    count: () => files,
    tell: async (full) => void told.push(full),
    say: (line) => said.push(line),
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told).toEqual([]);
  files = { used: 801, limit: 1_000 };
  await vi.advanceTimersByTimeAsync(300);
  expect(told).toEqual([true]);
  files = { used: 750, limit: 1_000 };
  await vi.advanceTimersByTimeAsync(4_000);
  expect(told).toEqual([true, true, true]);
  files = null;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(told).toHaveLength(3);
  files = { used: 700, limit: 1_000 };
  await vi.advanceTimersByTimeAsync(4_000);
  expect(told).toEqual([true, true, true, false]);
  expect(said).toEqual([expect.stringContaining("801 of 1000 open files")]);
  admission.stop();
});

test("opening that was not heard is said again", async () => {
  let used = 900;
  const told: boolean[] = [];
  const admission = startAdmission({
    count: () => ({ used, limit: 1_000 }),
    tell: async (full) => {
      told.push(full);
      if (told.length === 2) throw new Error("the worker is starting");
    },
    say: () => {},
  });
  await vi.advanceTimersByTimeAsync(300);
  used = 10;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(told).toEqual([true, false, false]);
  admission.stop();
});

test.runIf(process.platform === "linux")("counts what this process has open", () => {
  const files = openFiles(process.pid);
  expect(files?.used).toBeGreaterThan(2);
  expect(files?.limit).toBeGreaterThan(files?.used ?? 0);
  expect(openFiles(undefined)).toBeNull();
  expect(openFiles(2 ** 22 + 1)).toBeNull();
});
