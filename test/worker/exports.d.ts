/** What `exports` of "cloudflare:workers" is in the tests: the worker's own entry. */
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import("../../worker/index.ts");
  }
}
