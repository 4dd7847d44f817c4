/** For people: the keywords of ../model.ts. */
import type { KeywordText } from "../entry.ts";

export const MODEL_TEXTS: Readonly<Record<string, KeywordText>> = {
  LLM: {
    summary:
      "One completion of the model, without the conversation's history unless WITH asks for more. WITH JSON, or WITH an object of names and types, yields values in place of text.",
    example: 'title = LLM "Give this ticket a short title: " + problem',
  },
  REWRITE: {
    summary: "The text as the model rewrites it, and nothing but the text.",
    example: 'polite = REWRITE "Make this polite: " + message',
  },
  ANSWER: {
    summary:
      "The answer that the person would have got: with the knowledge, the tools and the contexts of the conversation.",
    example: 'answer = ANSWER "How long is the warranty?"',
  },
  "USE MODEL": { summary: "Chooses the model for the rest of the conversation.", example: 'USE MODEL "fast"' },
  "SET MODEL ROUTING": {
    summary: "How a model is chosen for each question, for the rest of the conversation.",
    example: 'SET MODEL ROUTING "cost"',
  },
  "GET CURRENT MODEL": { summary: "The name of the model that answers.", example: "TALK GET CURRENT MODEL" },
  "LIST MODELS": { summary: "The names of the models that may be chosen, as a list.", example: "models = LIST MODELS" },
  TRANSLATE: { summary: "The text in another language.", example: 'greeting = TRANSLATE "Good morning", "pt"' },
  SUMMARIZE: { summary: "The text in a few sentences.", example: "short = SUMMARIZE letter" },
  CLASSIFY: {
    summary: "The one of the categories that fits the text.",
    example: 'kind = CLASSIFY message, ["question", "complaint", "praise"]',
  },
  SENTIMENT: { summary: "positive, neutral or negative.", example: "mood = SENTIMENT message" },
  CALCULATE: {
    summary: "The result of a formula that stands in a text, with the values of its variables.",
    example: 'total = CALCULATE "price * count", {price: 5, count: 3}',
  },
  VALIDATE: {
    summary: "Whether a value keeps a rule, given by its name or in words.",
    example: 'ok = VALIDATE code, "eight letters and no digits"',
  },
  "DETECT URGENCY": { summary: "low, medium or high.", example: "urgency = DETECT_URGENCY(message)" },
  "CLASSIFY INTENT": { summary: "One word for what the text wants.", example: "intent = CLASSIFY_INTENT(message)" },
};
