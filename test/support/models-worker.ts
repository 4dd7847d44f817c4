/** The models worker in the test's own process, for parts that call it. It may call the hosts that are named, `host:port`. */
import type { Models } from "../../durable-objects/llm/models.ts";
import worker from "../../models/index.ts";

export const modelsOf = (hosts = "", tenant = "acme"): Models => ({
  worker: { fetch: (request) => worker.fetch(request, { OUTBOUND_PRIVATE_HOSTS: hosts }) },
  tenant,
});
