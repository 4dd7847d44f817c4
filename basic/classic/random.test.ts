/**
 * The fixed sequence of RND by the usual tests (reference 7.5.9). The sequence is fixed, so these are counts and not
 * samples: each bound is the 0.1 % or 99.9 % point of its distribution, and the outcome never changes.
 */
import { expect, test } from "vitest";
import { ClassicRandom, FIXED_SEED } from "./random.ts";

const COUNT = 100_000;

function sequence(count: number, seed = FIXED_SEED): number[] {
  const random = ClassicRandom.seeded(seed);
  return Array.from({ length: count }, () => random.draw());
}

const numbers = sequence(COUNT);

/** Sum of (observed - expected)² / expected. */
function chiSquare(observed: readonly number[], expected: (index: number) => number): number {
  return observed.reduce((sum, count, index) => sum + (count - expected(index)) ** 2 / expected(index), 0);
}

/** The points of the chi-square distribution below which 0.1 % and 99.9 % lie (Wilson-Hilferty). */
function bounds(freedom: number): [number, number] {
  const point = (z: number): number => freedom * (1 - 2 / (9 * freedom) + z * Math.sqrt(2 / (9 * freedom))) ** 3;
  return [point(-3.09), point(3.09)];
}

function expectInside(value: number, freedom: number): void {
  const [low, high] = bounds(freedom);
  expect(value).toBeGreaterThan(low);
  expect(value).toBeLessThan(high);
}

test("all numbers lie from 0 up to 1, and use all 53 bits", () => {
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const lowBits = numbers.filter((value) => (value * 2 ** 53) % 2 === 1).length;
  expect(Math.abs(lowBits - COUNT / 2)).toBeLessThan(3.3 * Math.sqrt(COUNT / 4));
  expect(numbers.every((value) => Number.isInteger(value * 2 ** 53))).toBe(true);
});

test("mean and variance", () => {
  const mean = numbers.reduce((sum, value) => sum + value, 0) / COUNT;
  expect(Math.abs(mean - 0.5)).toBeLessThan(3.3 / Math.sqrt(12 * COUNT));
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / COUNT;
  expect(Math.abs(variance - 1 / 12)).toBeLessThan(3.3 / Math.sqrt(180 * COUNT));
});

test("frequency: 1000 equal classes", () => {
  const classes = new Array<number>(1000).fill(0);
  for (const value of numbers) classes[Math.floor(value * 1000)]! += 1;
  expectInside(
    chiSquare(classes, () => COUNT / 1000),
    999,
  );
});

test("serial: pairs in 30 times 30 classes", () => {
  const classes = new Array<number>(900).fill(0);
  for (let i = 0; i < COUNT; i += 2)
    classes[Math.floor(numbers[i]! * 30) * 30 + Math.floor(numbers[i + 1]! * 30)]! += 1;
  expectInside(
    chiSquare(classes, () => COUNT / 2 / 900),
    899,
  );
});

test("gaps between numbers below 0.25 are geometric", () => {
  const longest = 20;
  const gaps = new Array<number>(longest + 1).fill(0);
  let gap = 0;
  let total = 0;
  for (const value of numbers) {
    if (value >= 0.25) {
      gap++;
      continue;
    }
    gaps[Math.min(gap, longest)]! += 1;
    total++;
    gap = 0;
  }
  const expected = (length: number): number => total * (length === longest ? 0.75 ** longest : 0.25 * 0.75 ** length);
  expectInside(chiSquare(gaps, expected), longest);
});

test("permutations of three", () => {
  const orders = new Map<string, number>();
  for (let i = 0; i + 2 < COUNT; i += 3) {
    const [a, b, c] = [numbers[i]!, numbers[i + 1]!, numbers[i + 2]!];
    const order = `${a < b}${b < c}${a < c}`;
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  expect(orders.size).toBe(6);
  expectInside(
    chiSquare([...orders.values()], () => Math.floor(COUNT / 3) / 6),
    5,
  );
});

test("runs above and below one half (Wald-Wolfowitz)", () => {
  let runs = 1;
  let above = numbers[0]! >= 0.5 ? 1 : 0;
  for (let i = 1; i < COUNT; i++) {
    if (numbers[i]! >= 0.5) above++;
    if (numbers[i]! >= 0.5 !== numbers[i - 1]! >= 0.5) runs++;
  }
  const below = COUNT - above;
  const mean = 1 + (2 * above * below) / COUNT;
  const deviation = Math.sqrt(((mean - 1) * (mean - 2)) / (COUNT - 1));
  expect(Math.abs(runs - mean)).toBeLessThan(3.3 * deviation);
});

test("runs up and down", () => {
  let runs = 1;
  for (let i = 2; i < COUNT; i++) if (numbers[i]! > numbers[i - 1]! !== numbers[i - 1]! > numbers[i - 2]!) runs++;
  const mean = (2 * COUNT - 1) / 3;
  expect(Math.abs(runs - mean)).toBeLessThan(3.3 * Math.sqrt((16 * COUNT - 29) / 90));
});

test("neighbours at distances 1 to 10 do not hang together", () => {
  for (let lag = 1; lag <= 10; lag++) {
    let sum = 0;
    for (let i = 0; i + lag < COUNT; i++) sum += (numbers[i]! - 0.5) * (numbers[i + lag]! - 0.5);
    expect(Math.abs((12 * sum) / (COUNT - lag))).toBeLessThan(3.5 / Math.sqrt(COUNT - lag));
  }
});

test("the sequence is the same on every run, and goes on from a snapshot of its state", () => {
  expect(sequence(3)).toEqual(numbers.slice(0, 3));
  expect(sequence(3)).toMatchInlineSnapshot(`
    [
      0.45258649693682607,
      0.4301994897224978,
      0.7239854697463584,
    ]
  `);
  const random = ClassicRandom.seeded(FIXED_SEED);
  random.draw();
  const state = random.random.state.slice();
  random.draw();
  random.random.state.set(state);
  expect(random.draw()).toBe(numbers[1]);
});

test("RND(0) repeats, a negative number names a sequence, RANDOMIZE n too", () => {
  const random = ClassicRandom.seeded(FIXED_SEED);
  const first = random.draw();
  expect(random.draw(0)).toBe(first);
  expect(random.draw(0)).toBe(first);
  const named = random.draw(-7);
  const after = random.draw();
  expect(random.draw(-7)).toBe(named);
  expect(random.draw(5)).toBe(after);
  expect(random.draw(-7.5)).not.toBe(named);
  random.seed(42);
  const seeded = [random.draw(), random.draw()];
  random.seed(42);
  expect([random.draw(), random.draw()]).toEqual(seeded);
  random.seed(42.25);
  expect(random.draw()).not.toBe(seeded[0]);
});
