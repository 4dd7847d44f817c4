/** Plain JSON, for what crosses a wire or an object boundary. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
