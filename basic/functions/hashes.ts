/** Digests of texts and the check of a signature. They are computed here, because the platform's own answer asynchronously. */
import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, type CHash } from "@noble/hashes/utils.js";
import { BasicError, ERR } from "../errors.ts";
import { quoteText } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import { SealedText, type Value } from "../values.ts";
import { argument, define, textArgument } from "./arguments.ts";
import type { BasicFunction, FunctionContext } from "./function.ts";

const ALGORITHMS: Readonly<Record<string, CHash>> = { md5, sha1, sha256, sha384, sha512 };

/** `SHA-256`, `sha256` and `SHA_256` are the same; without a name it is SHA-256. */
function algorithm(name: string): CHash {
  const key = name.toLowerCase().replace(/[-_\s]/g, "") || "sha256";
  const found = Object.hasOwn(ALGORITHMS, key) ? ALGORITHMS[key] : undefined;
  if (found) return found;
  throw new BasicError(
    ERR.badCall,
    `There is no digest ${quoteText(name)}: use ${Object.keys(ALGORITHMS).join(", ")}.`,
  );
}

/** The UTF-8 bytes of a text. A secret is taken itself: the digest of its mask would be the same for all. */
function bytesOf(value: Value, context: FunctionContext): Uint8Array {
  const text = value instanceof SealedText ? SealedText.open(value) : toText(value, context);
  // A digest costs more than a copy: a few steps for each block of 64 bytes.
  context.charge(1 + text.length / 8);
  return new TextEncoder().encode(text);
}

function digest(value: Value, name: string, context: FunctionContext): string {
  return bytesToHex(algorithm(name)(bytesOf(value, context)));
}

/**
 * The HMAC of the text under the secret, in hex or base64, also behind `sha256=` as web hooks send it. The comparison
 * takes the same time wherever the first difference lies.
 */
function verifySignature(args: readonly Value[], context: FunctionContext): boolean {
  const given = textArgument(args, 1, context).trim();
  const prefix = /^(md5|sha1|sha256|sha384|sha512)=/i.exec(given)?.[1];
  const hash = algorithm(args.length > 3 ? textArgument(args, 3, context) : (prefix ?? ""));
  const key = bytesOf(argument(args, 2), context);
  const mac = hmac(hash, key, bytesOf(argument(args, 0), context));
  const signature = prefix === undefined ? given : given.slice(prefix.length + 1);
  const isHex = /^[0-9a-f]+$/i.test(signature) && signature.length === mac.length * 2;
  const expected = isHex ? bytesToHex(mac) : btoa(String.fromCharCode(...mac));
  return sameText(isHex ? signature.toLowerCase() : signature, expected);
}

function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

export const HASH_FUNCTIONS: readonly BasicFunction[] = [
  define(
    "HASH(text[, algorithm])",
    "The digest in hex: sha256 by default, or md5, sha1, sha384, sha512.",
    (args, context) => digest(argument(args, 0), textArgument(args, 1, context), context),
  ),
  define("MD5(text)", "The MD5 digest in hex; for checksums, not for security.", (args, context) =>
    digest(argument(args, 0), "md5", context),
  ),
  define(
    "VERIFY_SIGNATURE(text, signature, secret[, algorithm])",
    "The signature is the HMAC of the text under the secret, in hex or base64; sha256 by default.",
    verifySignature,
  ),
];
