/**
 * RND and RANDOMIZE (reference 7.3, 7.5.9). Without RANDOMIZE every run draws the same numbers. The generator is the
 * dialect's, two of its steps for the 53 bits of a number; random.test.ts tries the fixed sequence by the usual tests.
 */
import { Random } from "../vm/random.ts";

/** The seed of the sequence that a program without RANDOMIZE draws. */
export const FIXED_SEED = 1;

export class ClassicRandom {
  readonly random: Random;
  /** The number drawn last, which RND(0) gives again; it lies in the snapshot beside the generator's state. */
  last: number;

  constructor(random: Random, last: number) {
    this.random = random;
    this.last = last;
  }

  /** Before the first draw RND(0) gives 0. */
  static seeded(seed: number): ClassicRandom {
    return new ClassicRandom(randomOf(seed), 0);
  }

  /** RND, and RND(n): the last number for 0, the sequence that a negative number names, else the next one. */
  draw(argument = 1): number {
    if (argument === 0) return this.last;
    if (argument < 0) this.seed(argument);
    const high = Math.floor(this.random.next() * 0x4000000);
    const low = Math.floor(this.random.next() * 0x8000000);
    this.last = (high * 0x8000000 + low) / 0x20000000000000;
    return this.last;
  }

  /** RANDOMIZE n: the sequence that belongs to the number. */
  seed(seed: number): void {
    this.random.state.set(randomOf(seed).state);
  }
}

/** Every number has its own sequence, fractions and infinities too: all 64 bits of it count. */
function randomOf(seed: number): Random {
  const view = new DataView(new ArrayBuffer(8));
  // -0 and 0 are one number.
  view.setFloat64(0, seed || 0);
  const random = new Random(Uint32Array.of(view.getUint32(4), view.getUint32(0), 0x9e3779b9, 1));
  // The first values still show the seed.
  for (let i = 0; i < 15; i++) random.next();
  return random;
}
