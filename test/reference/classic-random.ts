/** Random numbers of the classic profile: sfc32 with two steps for the 53 bits of a number, seed 1 (decision 6). */
import { sfc32 } from "./random.ts";

const FIXED_SEED = 1;

export class ClassicRandom {
  private step = sequenceOf(FIXED_SEED);
  private last = 0;

  next(): number {
    const high = this.step() * 2 ** 32;
    const low = this.step() * 2 ** 32;
    this.last = (Math.floor(high / 2 ** 6) * 2 ** 27 + Math.floor(low / 2 ** 5)) / 2 ** 53;
    return this.last;
  }

  /** RND(n): 0 repeats the last number, a negative one begins its own sequence. */
  of(n: number): number {
    if (n === 0) return this.last;
    if (n < 0) this.seed(n);
    return this.next();
  }

  seed(n: number): void {
    this.step = sequenceOf(n);
  }
}

/** The sequence of a number: its 64 bits are the seed. */
function sequenceOf(n: number): () => number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, n);
  return sfc32(bits.getUint32(4), bits.getUint32(0));
}
