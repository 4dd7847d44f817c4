/**
 * Stands in for "zod/v4" in the worker's bundle (wrangler.toml, scripts/up/bundle.ts). A library that writes `import { z }`
 * brings the error messages of fifty languages with it, a tenth of the worker's size: esbuild keeps every member of a
 * namespace that is re-exported (esbuild 0.28.2, zod 4.6.7, 2026-11-23). This namespace has only what is used.
 */
import * as z from "./names.ts";

export * from "./names.ts";
export { z };
