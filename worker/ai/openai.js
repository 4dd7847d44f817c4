// In place of `@ai-sdk/openai/internal`: the two kinds of models that are used, from the package's own sources. Its one
// built file brings all the others along, because their classes cannot be shaken off (wrangler.toml, [alias]).
export { OpenAIChatLanguageModel } from "../../node_modules/@ai-sdk/openai/src/chat/openai-chat-language-model.ts";
export { OpenAIEmbeddingModel } from "../../node_modules/@ai-sdk/openai/src/embedding/openai-embedding-model.ts";
