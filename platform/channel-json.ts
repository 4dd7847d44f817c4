/** JSON of a verified hook: UTF-8, of bounded depth, so that no check behind it exhausts its stack. */
import { MalformedHook } from "../contracts/channel.ts";
import { jsonDepth, MAX_JSON_DEPTH } from "./json-depth.ts";

export function parseJsonBody(body: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(body);
  } catch {
    throw new MalformedHook("The body is not UTF-8.");
  }
  if (jsonDepth(text) > MAX_JSON_DEPTH)
    throw new MalformedHook(`The body is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedHook("The body is not JSON.");
  }
}
