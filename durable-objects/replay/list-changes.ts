/** How one list became another: the longest common part stays, the rest came or went. */

export interface Change<T> {
  expected: T | null;
  actual: T | null;
  /** Place of `actual` in its list; of what follows where nothing came. */
  at: number;
}

/** Above this many comparisons the lists are taken side by side. */
const MAX_WORK = 1_000_000;

/** An item that went and one that came at the same place are one change. */
export function changes<T>(before: readonly T[], after: readonly T[], same: (a: T, b: T) => boolean): Change<T>[] {
  let from = 0;
  while (from < before.length && from < after.length && same(before[from]!, after[from]!)) from += 1;
  let [endBefore, endAfter] = [before.length, after.length];
  while (endBefore > from && endAfter > from && same(before[endBefore - 1]!, after[endAfter - 1]!)) {
    endBefore -= 1;
    endAfter -= 1;
  }
  const went = before.slice(from, endBefore);
  const came = after.slice(from, endAfter);
  const runs = went.length * came.length > MAX_WORK ? [{ went, came, at: from }] : runsOf(went, came, same, from);
  return runs.flatMap(({ went, came, at }) =>
    Array.from({ length: Math.max(went.length, came.length) }, (_, i) => ({
      expected: went[i] ?? null,
      actual: came[i] ?? null,
      at: at + Math.min(i, came.length),
    })),
  );
}

interface Run<T> {
  went: T[];
  came: T[];
  at: number;
}

function runsOf<T>(went: readonly T[], came: readonly T[], same: (a: T, b: T) => boolean, at: number): Run<T>[] {
  const width = came.length + 1;
  const lengths = new Uint32Array((went.length + 1) * width);
  for (let i = went.length - 1; i >= 0; i--) {
    for (let j = came.length - 1; j >= 0; j--) {
      lengths[i * width + j] = same(went[i]!, came[j]!)
        ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const runs: Run<T>[] = [];
  let run: Run<T> | null = null;
  let [i, j] = [0, 0];
  while (i < went.length || j < came.length) {
    if (i < went.length && j < came.length && same(went[i]!, came[j]!)) {
      run = null;
      i += 1;
      j += 1;
      continue;
    }
    if (!run) {
      run = { went: [], came: [], at: at + j };
      runs.push(run);
    }
    const goes = i < went.length && (j === came.length || lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!);
    if (goes) run.went.push(went[i++]!);
    else run.came.push(came[j++]!);
  }
  return runs;
}
