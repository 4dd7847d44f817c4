/**
 * Keywords of this installation, beside those of the language: docs/custom-keywords.md shows how to write one. The worker, the
 * command line and the generated documentation all read this list.
 */
import { type Extension, registerExtensions } from "../basic/index.ts";

export const EXTENSIONS: readonly Extension[] = [];

registerExtensions(EXTENSIONS);
