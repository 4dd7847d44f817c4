/**
 * Models at Amazon Bedrock; `variant` is the region. The key is one of Bedrock's own (a bearer token), or an access key of
 * AWS with its secret behind a colon, with which requests are signed (SigV4).
 */
import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import type { ModelTarget } from "../../contracts/model-call.ts";
import type { Provider, Surroundings } from "./provider.ts";

const DEFAULT_REGION = "us-east-1";

function bedrockFor({ url, key, variant }: ModelTarget, { fetch }: Surroundings) {
  const [id = "", secret] = key.split(":", 2);
  if (id === "") throw new Error("Bedrock needs llm-key: a Bedrock API key, or ACCESS_KEY_ID:SECRET_ACCESS_KEY.");
  return createAmazonBedrock({
    ...(url === "" ? {} : { baseURL: url }),
    ...(secret === undefined ? { apiKey: id } : { accessKeyId: id, secretAccessKey: secret }),
    region: variant === "" ? DEFAULT_REGION : variant,
    fetch,
  });
}

export const bedrock: Provider = {
  chat: (target, around) => bedrockFor(target, around)(target.model),
  embedding: (target, around) => bedrockFor(target, around).embedding(target.model),
};
