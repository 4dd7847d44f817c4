/** The browser's time, chance and network state. */
import type { Surroundings } from "./connection.ts";

export const surroundings: Surroundings = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  isOnline: () => navigator.onLine,
};
