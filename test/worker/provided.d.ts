import "vitest";

declare module "vitest" {
  /** What vitest.config.ts hands into workerd. */
  interface ProvidedContext {
    aborts: number;
    seed: number;
    soak: boolean;
  }
}
