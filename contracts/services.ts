/** Which of the services that keywords need this product has; by the names of the language's catalogue. */
export const PRESENT_SERVICES: ReadonlySet<string> = new Set(["session", "bot memory", "knowledge", "model", "data"]);
