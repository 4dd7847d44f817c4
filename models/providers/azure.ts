/** Models that a customer of Azure has deployed; `model` is the deployment's name, `variant` the API's version. */
import { createAzure } from "@ai-sdk/azure";
import type { ModelTarget } from "../../contracts/model-call.ts";
import { type Provider, type Surroundings, settings } from "./provider.ts";

function azureFor(target: ModelTarget, around: Surroundings) {
  if (target.url === "")
    throw new Error("Azure needs llm-url: https://RESOURCE.openai.azure.com/openai, the address of your own resource.");
  return createAzure({
    ...settings(target, around),
    ...(target.variant === "" ? {} : { apiVersion: target.variant, useDeploymentBasedUrls: true }),
  });
}

export const azure: Provider = {
  chat: (target, around) => azureFor(target, around).chat(target.model),
  embedding: (target, around) => azureFor(target, around).embedding(target.model),
};
