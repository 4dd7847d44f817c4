/** Random numbers as the machine's seed gives them: sfc32 (Chris Doty-Humphrey, PractRand), written from its definition. */
export function randomNumbers(seed: number): () => number {
  return sfc32(seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0);
}

/** From the two halves of a seed. */
export function sfc32(low: number, high: number): () => number {
  let [a, b, c, counter] = [low, high, 0x9e3779b9, 1];
  const next = () => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum / 2 ** 32;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}
