/**
 * In place of `@ai-sdk/gateway`, which the AI SDK imports for models that are named by a text alone and then looked up at a
 * hosted service. Ours are always objects, so 76 KB of that service's client stay out of the worker (wrangler.toml, [alias]).
 */
export class GatewayError extends Error {
  static isInstance(error: unknown): error is GatewayError {
    return error instanceof GatewayError;
  }
}
export class GatewayAuthenticationError extends GatewayError {}

export function createGateway(): never {
  throw new GatewayError("A model is given as an object, not by a name alone.");
}
export const gateway = Object.assign(createGateway, {
  languageModel: createGateway,
  embeddingModel: createGateway,
  imageModel: createGateway,
});
