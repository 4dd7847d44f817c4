/**
 * The generator behind RND: sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state, which lie in the snapshot. It is
 * for games and samples; nothing secret may be drawn from it.
 */
export class Random {
  readonly state: Uint32Array;

  constructor(state: Uint32Array) {
    this.state = state;
  }

  static seeded(seed: number): Random {
    const random = new Random(Uint32Array.of(seed >>> 0, Math.floor(seed / 4_294_967_296) >>> 0, 0x9e3779b9, 1));
    // The first values still show the seed.
    for (let i = 0; i < 15; i++) random.next();
    return random;
  }

  /** [0, 1) with 32 bits. */
  next(): number {
    const s = this.state;
    const [a, b, c, counter] = [s[0]!, s[1]!, s[2]!, s[3]!];
    const sum = (a + b + counter) | 0;
    s[3] = counter + 1;
    s[0] = b ^ (b >>> 9);
    s[1] = (c + (c << 3)) | 0;
    s[2] = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  }
}
