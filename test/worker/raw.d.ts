/** A file as text, by the bundler's `?raw`. */
declare module "*?raw" {
  const text: string;
  export default text;
}
