/** What `env` of "cloudflare:workers" is in the tests: the bindings of the worker under test. */
declare namespace Cloudflare {
  interface Env extends Readonly<import("../../durable-objects/env.ts").Env> {}
}
