/** A file as text, by the bundler's `?raw`. */
declare module "*?raw" {
  const text: string;
  export default text;
}

/** Many files as text, by the bundler. */
interface ImportMeta {
  glob<T>(patterns: readonly string[], options: { query: "?raw"; import: "default"; eager: true }): Record<string, T>;
}
